// A journal event as one line for a person at a terminal. Display only: nothing reads these lines back.

import type { JournalEvent } from "../../domain/journal/event.ts";
import { cut, oneLine } from "../format/inert.ts";
import { formatMetric } from "../format/numbers.ts";

const TEXT_CHARACTERS = 120;

/** `12  2026-05-17 13:23:35  iteration.accept   3: 700, better, and CI is green`. No control characters. */
export function logLine(event: JournalEvent): string {
  const time = event.at.slice(0, 19).replace("T", " ");
  return `${String(event.seq).padStart(5)}  ${time}  ${event.type.padEnd(17)}  ${cut(oneLine(what(event)), TEXT_CHARACTERS)}`;
}

function what(event: JournalEvent): string {
  switch (event.type) {
    case "program.adopted":
      return `${event.name}, issue #${event.issue}, branch ${event.branch}`;
    case "program.defined":
      return `definition ${event.hash.slice(0, 12)}, epoch ${event.epoch}, approved by ${event.approved_by.login}`;
    case "loop.start":
      return `run ${event.run_id} by ${event.trigger}`;
    case "loop.pause":
      return `${event.kind}: ${event.reason}`;
    case "loop.resume":
    case "loop.stop":
    case "loop.complete":
      return event.reason;
    case "command.received":
      return `${event.verb} by ${event.by.login} (${event.by.permission}), ${event.outcome}: ${event.reason ?? event.text}`;
    case "program.approved":
      return `text ${event.hash.slice(0, 12)} by ${event.by.login} (${event.by.permission})`;
    case "program.set":
      return `${event.key} = ${event.value ?? "as the text says"}, by ${event.by.login}`;
    case "run.requested":
      return `by ${event.by.login}${event.instruction ? `, with comment ${event.comment}` : ""}`;
    case "steering.received":
      return `${event.by.login} (${event.by.permission})${event.standing ? ", standing" : ""}: ${event.text}`;
    case "steering.forgotten":
      return `comment ${event.comment}, ${event.by === null ? "which is gone" : `by ${event.by.login} (${event.by.permission})`}`;
    case "iteration.start":
      return `${event.iteration}: ${event.kind}, attempt ${event.attempt}, ${event.executor} at ${event.place}${event.crash === undefined ? "" : `, after ${event.crash.cause}`}`;
    case "iteration.wait":
      return `${event.iteration}: until ${event.until}, ${event.said}`;
    case "iteration.report":
      return `${event.iteration}: ${measured(event.measurement)}${event.answer ? `, ${event.answer.change}` : ""}`;
    case "iteration.commit":
      return `${event.iteration}: ${event.commit.slice(0, 7)}`;
    case "ci.result":
      return `${event.iteration}: ${event.result}${event.failing.length > 0 ? `, failing: ${event.failing.join(", ")}` : ""}`;
    case "iteration.accept":
      return `${event.iteration}: ${formatMetric(event.metric)}, ${event.reason}`;
    case "iteration.reject":
    case "iteration.error":
      return `${event.iteration}: ${event.reason}`;
    case "iteration.revoke":
      return `${event.iteration}: ${event.check} turned red`;
    case "branch.sync":
      return `${event.how}, head ${event.head.slice(0, 7)}`;
    case "pull.opened":
    case "pull.closed":
    case "pull.merged":
      return `#${event.number}`;
    case "state.edited":
      return `${event.by?.login ?? "somebody"} changed ${event.fields.join(", ")}`;
    case "snapshot":
      return `${event.state.status}, ${event.state.recent.length} iterations remembered`;
  }
}

function measured(measurement: Extract<JournalEvent, { type: "iteration.report" }>["measurement"]): string {
  if (measurement === null) return "nothing measured";
  return measurement.outcome === "measured"
    ? formatMetric(measurement.metric)
    : `${measurement.outcome}, ${measurement.reason}`;
}

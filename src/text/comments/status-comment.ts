// The one comment that shows where a program stands, edited in place. The same facts always give the same bytes,
// so that nothing is written when nothing changed; no clock is read, times are printed as they are.

import type { Warning } from "../../domain/program/program.ts";
import { checkBoxes } from "../command/check-boxes.ts";
import { bestSeries, chart } from "../format/chart.ts";
import { inertLine } from "../format/inert.ts";
import { STATUS_MARKER, statusSeqMarker } from "../format/markers.ts";
import { formatTime } from "../format/numbers.ts";
import { PAUSE_TITLE, pauseCure } from "../format/pause-words.ts";
import { problemList, warningList } from "../format/problem-list.ts";
import { definitionOf } from "../settings/overrides.ts";
import { foldedReading } from "./reading.ts";
import { foldedStanding } from "./status/standing-list.ts";
import { type StatusFacts, statusTable } from "./status/status-table.ts";
import { summary } from "./summary.ts";

export type { Phase, StatusFacts } from "./status/status-table.ts";

/** The comment, as Markdown with its markers in the first two lines. */
export function statusComment(facts: StatusFacts): string {
  const { state, seq } = facts;
  const points = bestSeries(state);
  return `${[
    `${STATUS_MARKER}\n${statusSeqMarker(seq)}`,
    `### Autoloop: ${state.name}`,
    alert(facts),
    summary(state),
    statusTable(facts, points),
    chart(points, state.definition?.parsed.metric ?? null),
    hints(facts.warnings),
    foldedStanding(facts.standing, { issue: state.issue, links: facts.links }),
    reading(facts),
    checkBoxes(state),
  ]
    .filter((part) => part !== null)
    .join("\n\n")}\n`;
}

/** What a person has to know or do first. */
function alert({ state, problems }: StatusFacts): string | null {
  if (state.pause !== null) {
    const why = inertLine(state.pause.reason, 400);
    return quote("WARNING", [
      `**Paused since ${formatTime(state.pause.at)}. ${PAUSE_TITLE[state.pause.kind]}:** ${why}`,
      "",
      `**How to go on:** ${pauseCure(state.pause.kind, state.branch)}`,
    ]);
  }
  if (problems.length > 0) {
    return quote("CAUTION", ["**No iteration starts before this is mended:**", "", ...problemList(problems)]);
  }
  if (state.ended !== null) return quote("NOTE", [`**Ended:** ${inertLine(state.ended.reason, 400)}`]);
  return null;
}

function hints(warnings: readonly Warning[]): string | null {
  return warnings.length === 0 ? null : quote("TIP", ["Worth a look:", "", ...warningList(warnings)]);
}

/** Unfolded until something was measured: that is before any agent has run. */
function reading({ state, paths }: StatusFacts): string | null {
  const definition = definitionOf(state);
  if (definition === null) return null;
  return foldedReading(
    { definition, metricKey: state.metric_key ?? null, ...paths },
    state.baseline === null,
  );
}

function quote(kind: "NOTE" | "TIP" | "WARNING" | "CAUTION", lines: readonly string[]): string {
  return [`[!${kind}]`, ...lines].map((line) => (line === "" ? ">" : `> ${line}`)).join("\n");
}

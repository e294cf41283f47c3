// Event in, keys out, nothing else but who requested a button, which no look can tell. Asks GitHub nothing and returns at
// once.

import { programKeyText } from "../../domain/repository/program-key.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { WorkQueue } from "../../ports/work-queue.ts";
import type { CheckRunActions } from "../../reconcile/read/check-run-actions.ts";
import type { ProgramIndex } from "../../reconcile/read/program-index.ts";
import type { Trace } from "../telemetry/trace.ts";
import { checkRunActionFromEvent } from "./check-run-action-from-event.ts";
import type { Delivery } from "./handlers.ts";
import { keyText } from "./keys.ts";
import { type Hint, keysFromEvent } from "./keys-from-event.ts";

interface WebhookReceiverOptions {
  readonly queue: Pick<WorkQueue, "add" | "addHere">;
  readonly log: Log;
  /** The app's own login such as `autoloop[bot]`; null while it is not known. */
  readonly self: () => string | null;
  readonly checkRunActions: Pick<CheckRunActions, "add">;
  readonly clock: Pick<Clock, "now">;
  /** Which programs this process knows so far. */
  readonly index: Pick<ProgramIndex, "programOf" | "programsOf">;
  readonly trace: Pick<Trace, "asked">;
}

/** Events come in bursts (a check and its suite, a label and its issue): one look is enough for all of them. */
const BURST_MS = 300;

/** What an event names is added to the queue. */
export function createWebhookReceiver(options: WebhookReceiverOptions): (delivery: Delivery) => void {
  const { queue, log, self, index, checkRunActions, clock, trace } = options;
  return ({ name, id, payload }) => {
    const requested = checkRunActionFromEvent(name, id, payload, clock.now());
    if (requested !== null) checkRunActions.add(requested.key, requested.action);
    const own = requested === null ? null : programKeyText(requested.key);
    const hints = keysFromEvent(name, payload, self()).flatMap((hint) => resolve(hint, index));
    const keys = new Set(own === null ? hints : [own, ...hints]);
    for (const key of keys) {
      trace.asked(key, id);
      // No other process knows who requested.
      if (key === own) queue.addHere(key, BURST_MS, "urgent");
      else queue.add(key, BURST_MS, "urgent");
    }
    const fields = { event: name, delivery: id, keys: [...keys].join(" ") };
    if (keys.size === 0) log.debug("a delivery concerns no program", fields);
    else log.info("a delivery asks for a look", fields);
  };
}

/** Known programs that the hint is about; where none is known, the repository is asked for its programs. */
function resolve(hint: Hint, index: WebhookReceiverOptions["index"]): readonly string[] {
  if (hint.kind !== "repository" || hint.branch === undefined) return [keyText(hint)];
  const { branch } = hint;
  const programs =
    branch === null ? index.programsOf(hint) : [index.programOf(hint, branch)].filter((key) => key !== null);
  return programs.length === 0 ? [keyText(hint)] : programs.map(programKeyText);
}

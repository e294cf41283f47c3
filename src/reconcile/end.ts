// How a run of the loop ended: what the queue and the meter are told, and the log of what was thrown. Decides nothing about
// programs.

import { AutoloopError, Outdated, Retryable } from "../domain/errors.ts";
import type { Log } from "../ports/log.ts";
import type { Ending } from "../ports/meter.ts";
import type { Outcome } from "../ports/work-queue.ts";

/** How soon to try again what only a person can mend. */
export const TERMINAL_RETRY_MS = 15 * 60_000;
/**
 * Longest wait after a lost race for the memory branch. Whoever lost was not at fault and the winner got on, so among
 * many programs of one repository an unlucky one must not wait longer each time.
 */
const LOST_RACE_MS = 4_000;

/** What the queue is told, and what the meter is told. */
export interface End {
  readonly outcome: Outcome;
  readonly ending: Ending;
}

/** What came of an error that ended a run. */
export function endOf(error: unknown, log: Log): End {
  const ending = error instanceof AutoloopError ? error.kind : "defect";
  const reason = error instanceof Error ? error.message : String(error);
  if (ending === "conflict") {
    log.info("somebody else was faster", { reason });
    return { outcome: { kind: "retry", atMostMs: LOST_RACE_MS }, ending };
  }
  if (error instanceof Retryable) {
    const { afterMs } = error;
    log.warn("the host did not do it", { reason });
    return { outcome: afterMs === undefined ? { kind: "retry" } : { kind: "retry", ms: afterMs }, ending };
  }
  if (error instanceof Outdated) {
    // Not at rest, and soon again: of several processes another may be able to go on, and this one took its turn.
    log.warn("a later version wrote this program's journal: update this installation", { reason });
    return { outcome: { kind: "retry" }, ending };
  }
  if (ending === "dormant") {
    // At rest: an event tells of the end of it, and should that get lost, a sweep looks.
    log.info("nothing can be done here before its owner wants it", { reason });
    return { outcome: { kind: "done" }, ending };
  }
  const stack = ending === "defect" && error instanceof Error ? error.stack : undefined;
  log.error("a person has to look at this", { reason, kind: ending, stack });
  return { outcome: { kind: "again", ms: TERMINAL_RETRY_MS }, ending };
}

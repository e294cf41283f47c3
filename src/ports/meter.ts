// Numbers for whoever operates the app. The loop tells what happened; who counts it, and how, is not its business, and
// nothing that it does may hang on it.

import type { EventBody } from "../domain/journal/event.ts";

/**
 * How one reconcile ended. `done`: nothing is left to do now. `unsettled`: still not at rest after the most looks that
 * one run may take. `refused`: the host refuses a change for good. `defect`: a bug of ours. The others are the kinds of
 * domain errors; `outdated`: a later version looks after this program, or ought to.
 */
export type Ending =
  | "done"
  | "unsettled"
  | "refused"
  | "conflict"
  | "retryable"
  | "terminal"
  | "outdated"
  | "user-input"
  | "defect";

export interface Meter {
  /** @param ms how long it took, waits for the host included */
  reconciled(ending: Ending, ms: number): void;
  /** These events are in a journal now. */
  journalled(events: readonly EventBody["type"][]): void;
}

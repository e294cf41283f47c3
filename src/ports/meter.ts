// Numbers for the operator of the app. The loop tells its events; how they are counted is not its business, and nothing
// that it does may hang on it.

import type { EventBody } from "../domain/journal/event.ts";

/**
 * How one reconcile ended. `done`: nothing is left to do now. `unsettled`: still not at rest after the most looks that
 * one run may take. `refused`: the host refuses a change for good. `defect`: a bug of ours. The other words are the
 * kinds of domain errors; `outdated`: a later version looks after this program, or ought to; `dormant`: nothing can be done
 * there before its owner wants it.
 */
export type Ending =
  | "done"
  | "unsettled"
  | "refused"
  | "conflict"
  | "retryable"
  | "terminal"
  | "outdated"
  | "dormant"
  | "user-input"
  | "defect";

/** No method throws. */
export interface Meter {
  /** @param ms wall time of the whole reconcile in milliseconds, waits for the host included */
  reconciled(ending: Ending, ms: number): void;
  /** Events of these types are in a journal now; one entry for each event. */
  journalled(events: readonly EventBody["type"][]): void;
  /** So many commands of people without rights were met for the first time, and left alone. */
  ignored(commands: number): void;
}

// Where a program stands after every fifth iteration, as facts for the operator's log. Decides nothing, shows people nothing.

import { iterationCount, type ProgramState } from "../domain/journal/state.ts";

/** Iterations from one such line to the next. */
const ITERATIONS_A_LINE = 5;

/** Counts of ended iterations; metrics in the program's own units, null before the baseline. */
export interface Progress {
  readonly iterations: number;
  readonly kept: number;
  readonly discarded: number;
  readonly errors: number;
  readonly baseline: number | null;
  readonly best: number | null;
  readonly status: ProgramState["status"];
}

/** Null where no fifth iteration ended between the two; `before` null: the program was not there yet. */
export function progressSince(before: ProgramState | null, after: ProgramState | null): Progress | null {
  if (before === null || after === null) return null;
  const line = (state: ProgramState) => Math.floor(iterationCount(state) / ITERATIONS_A_LINE);
  if (line(after) <= line(before)) return null;
  const { counts, baseline, best, status } = after;
  return {
    ...{ iterations: iterationCount(after), kept: counts.accepted, discarded: counts.rejected },
    ...{ errors: counts.errors, baseline, best: best?.metric ?? null, status },
  };
}

// Whether the loop goes on after an iteration: it ends at the target or the last iteration, and it asks the
// maintainers instead of going on after a plateau, at the end of a search, after three errors in a row, or where a budget is
// spent.

import { iterationCount, type ProgramState } from "../../domain/journal/state.ts";
import { ERRORS_BEFORE_PAUSE, PLATEAU_REJECTIONS_BEFORE } from "../../domain/limits.ts";
import { isTargetMet } from "../../domain/program/metric.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import { type Rule, record } from "../draft.ts";
import { pausedOnBudget } from "./budget.ts";

export const finish: Rule = (world, draft) => {
  const state = draft.state;
  if (state === null || state.status !== "active" || state.in_flight !== null) return draft;
  // The branch is being put right first: once the loop has ended nothing moves it any more.
  if (draft.again) return draft;
  if (state.definition === null) return draft;
  const over = completion(state);
  if (over !== null) return record(world, draft, { type: "loop.complete", reason: over });
  if (state.consecutive.errors >= ERRORS_BEFORE_PAUSE) {
    const [last = ""] = state.recent.slice(-1).map((one) => one.reason);
    const why = reason.errors(state.consecutive.errors, last);
    return record(world, draft, { type: "loop.pause", kind: "errors", reason: why, by: null });
  }
  // Whoever lets it go on wants it to look again.
  if (state.consecutive.rejected > 0 && state.recent.at(-1)?.answer?.over === true) {
    const why = reason.searchOver();
    return record(world, draft, { type: "loop.pause", kind: "plateau", reason: why, by: null });
  }
  if (state.consecutive.rejected >= plateauOf(state)) {
    const why = reason.plateau(state.consecutive.rejected);
    return record(world, draft, { type: "loop.pause", kind: "plateau", reason: why, by: null });
  }
  return pausedOnBudget(world, draft) ?? draft;
};

/** Rejections in a row after which the loop asks. */
function plateauOf(state: ProgramState): number {
  const bound = definitionOf(state)?.plateau ?? state.plateau ?? PLATEAU_REJECTIONS_BEFORE;
  return bound === "never" ? Number.POSITIVE_INFINITY : bound;
}

/** Why nothing is left to do, as a sentence; null: there is. */
export function completion(state: ProgramState): string | null {
  const definition = definitionOf(state);
  if (definition === null) return null;
  const { targetMetric, direction, maxIterations } = definition;
  const isReached =
    targetMetric !== null && state.best !== null && isTargetMet(direction, targetMetric, state.best.metric);
  if (isReached) return reason.targetReached(targetMetric);
  return maxIterations !== null && iterationCount(state) >= maxIterations
    ? reason.lastIteration(maxIterations)
    : null;
}

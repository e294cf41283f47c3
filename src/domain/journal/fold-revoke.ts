// The part of the fold that is about taking a keep back: best, counts and words are as if the iteration had been rejected.
// Pure; refuses to revoke anything but what was kept last.

import { contradiction, type IterationEvent } from "./fold-iteration.ts";
import { withoutKeep } from "./fold-plan.ts";
import type { IterationRecord, ProgramState } from "./state.ts";

export function revoked(
  state: ProgramState,
  event: IterationEvent & { type: "iteration.revoke" },
): ProgramState {
  const { best, counts, consecutive, in_flight } = state;
  const kept = state.recent.find(({ number }) => number === event.iteration);
  if (in_flight !== null) throw contradiction(event, `iteration ${in_flight.number} has not ended`);
  const isLast = best !== null && best.commit !== null && best.iteration === event.iteration;
  if (!isLast || kept?.verdict !== "accepted")
    throw contradiction(event, `iteration ${event.iteration} is not what was kept last`);
  const record: IterationRecord = {
    ...kept,
    ...{ verdict: "rejected", commit: null },
    revoked: { check: event.check, head: event.head, at: event.at },
  };
  return {
    ...state,
    ...withoutKeep(state, kept),
    best: bestBefore(state, kept),
    recent: state.recent.map((one) => (one === kept ? record : one)),
    counts: { ...counts, accepted: counts.accepted - 1, rejected: counts.rejected + 1 },
    consecutive: { ...consecutive, rejected: consecutive.rejected + 1 },
    recent_statuses: withoutLast(state.recent_statuses),
  };
}

/** The last that was kept and not revoked. Where it is no longer remembered, its metric is, and that no commit is known. */
function bestBefore(
  { recent, ranges }: ProgramState,
  { number, best_before }: IterationRecord,
): ProgramState["best"] {
  if (best_before === null) return null;
  const earlier = recent.findLast((one) => one.number < number && one.verdict === "accepted");
  const iteration = earlier?.number ?? ranges.findLast(({ accepted }) => accepted > 0)?.to ?? 0;
  return { metric: best_before, iteration, commit: earlier?.commit ?? null };
}

function withoutLast(statuses: readonly string[]): readonly string[] {
  const last = statuses.lastIndexOf("accepted");
  return statuses.map((word, index) => (index === last ? "rejected" : word));
}

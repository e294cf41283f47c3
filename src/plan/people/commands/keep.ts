// `/autoloop keep N`: what iteration N proposed is proposed again, on the branch as it is today.

import type { Attempt, PatchState } from "../../../domain/journal/iteration.ts";
import type { ProgramState } from "../../../domain/journal/state.ts";
import { ATTEMPTS_KEPT } from "../../../domain/limits.ts";
import { attemptsOf } from "../../facts/attempts.ts";
import { type ActingCommand, runUnlessPaused, unusable } from "../effect.ts";

export const keep: ActingCommand<"keep"> = {
  row: {
    order: 12,
    verb: "keep",
    takes: "iteration",
    example: "17",
    permission: "go-on",
    help: "measures what an iteration proposed once more, on the branch as it is today",
    manual:
      "Proposes what iteration N proposed once more, on the branch as it is today. No agent is asked; it is measured and judged like any other proposal, so it is kept only where it beats the best of today. The patches of the newest 50 proposals are on the memory branch, in `attempts/<name>/`; one that holds something masked, cut or left out can be read there and is not proposed.",
  },
  effect: (given, { iteration }) => {
    const why = whyNot(given.state, iteration);
    return why === null ? runUnlessPaused(given, { keeps: iteration }) : unusable(why);
  },
};

/** Null: it can be proposed. */
function whyNot(state: ProgramState, iteration: number): string | null {
  const record = state.recent.find(({ number }) => number === iteration);
  if (state.in_flight?.number === iteration) return `Iteration ${iteration} has not ended yet.`;
  if ((state.last_iteration ?? -1) < iteration) return `There is no iteration ${iteration} yet.`;
  if (record?.verdict === "accepted" && record.kind !== "baseline")
    return `Iteration ${iteration} was kept: what it changed is on the branch.`;
  const attempts = attemptsOf(state, iteration);
  // Without the first one the others stand on nothing.
  if (attempts[0]?.attempt !== 1)
    return `Of iteration ${iteration} there is no patch: it proposed nothing, or it is not among the newest ${ATTEMPTS_KEPT} proposals.`;
  const unfit = attempts.find(({ state: one }) => one !== "whole");
  return unfit === undefined ? null : `${REASONS[unfit.state as Exclude<PatchState, "whole">](unfit)}`;
}

const REASONS: Readonly<Record<Exclude<PatchState, "whole">, (attempt: Attempt) => string>> = {
  masked: (one) =>
    `The patch of iteration ${one.iteration} held what looks like a secret, which is masked in it. It can be read, and is not proposed.`,
  cut: (one) =>
    `The patch of iteration ${one.iteration} is longer than 64 KB, and only its beginning is kept. It can be read, and is not proposed.`,
  binary: (one) =>
    `Iteration ${one.iteration} changed files that are no text, which its patch does not hold. It can be read, and is not proposed.`,
  refused: (one) => `The patch of iteration ${one.iteration} was not kept, because GitHub refused it.`,
};

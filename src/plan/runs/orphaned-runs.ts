// Runs on this machine that nobody waits for: another process ended their iteration, or this one did and died before it
// could clean up. Only a journal that has got past a run proves that: one that does not know it yet may be old.

import type { HeldRun } from "../../domain/journal/iteration.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { act, type Draft, type Rule } from "../draft.ts";
import type { World } from "../world.ts";

/** Before every rule that could end an iteration, and cleans up after it. */
export const orphanedRuns: Rule = (world, draft) => {
  const { state } = draft;
  if (state === null) return draft;
  const { held, workerId: place } = world.seen;
  return held
    .filter((run) => isPast(state, run) || isTakenFrom(world, state, run))
    .reduce<Draft>(
      (so_far, { nonce }) => act(so_far, { type: "run.dispose", nonce, place, startedAt: state.adopted_at }),
      draft,
    );
};

/** The run in flight began with its proposal, and has it by now. */
function isTakenFrom({ seen }: World, { in_flight: flight }: ProgramState, { nonce }: HeldRun): boolean {
  const hasBegun = seen.run.state !== "absent" && seen.run.state !== "unknown";
  return hasBegun && flight?.crashes?.former.nonce === nonce;
}

function isPast({ in_flight: flight, last_iteration: newest }: ProgramState, run: HeldRun): boolean {
  return run.iteration < (flight?.number ?? (newest ?? -1) + 1);
}

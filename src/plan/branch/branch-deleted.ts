// Somebody deleted the branch with work on it that is nowhere else: the loop stands still and says so. Nothing is put
// back before a person wants that, and then at the very commit that the journal knows.

import type { ProgramState } from "../../domain/journal/state.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { type Draft, note, type Rule, record } from "../draft.ts";
import type { World } from "../world.ts";
import { newestPull } from "./pull-request.ts";

export const branchDeleted: Rule = (world, draft) => {
  const state = draft.state;
  if (state === null || state.branch_head === null || state.branch_deleted === true) return draft;
  if (!isWorkLost(world, state)) return draft;
  const told = note(world, draft, { type: "branch.sync", how: "deleted", head: state.branch_head });
  if (!isUnheard(draft)) return told;
  const why = reason.branchDeleted(state.branch);
  return record(world, told, { type: "loop.pause", kind: "branch-deleted", reason: why, by: null });
};

/** The branch is gone, something was kept on it, and the default branch does not hold that. */
export function isWorkLost(world: World, { branch_head, counts }: ProgramState): boolean {
  const { branch, defaultBranch } = world.seen.view;
  if (branch !== "absent" || defaultBranch === "absent") return false;
  const pull = newestPull(world);
  const isMerged = pull?.state === "merged" && pull.base === defaultBranch.name;
  return branch_head !== null && counts.accepted > 0 && !isMerged;
}

/** The loop is on, and not because somebody turned it on just now, who may have seen what there is to say. */
export function isUnheard({ state, events }: Draft): boolean {
  return (
    state?.status === "active" && !events.some(({ type }) => type === "loop.start" || type === "loop.resume")
  );
}

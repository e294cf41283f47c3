// The branch before an iteration starts: brought up to date with the default branch, created again where somebody
// deleted it, begun again where its pull request was merged by squash or rebase.

import type { ProgramState } from "../../domain/journal/state.ts";
import type { BranchView, ProgramView } from "../../domain/repository/view.ts";
import { mergeMessage } from "../../text/comments/commit-message.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { act, type Draft, lookAgain, record } from "../draft.ts";
import type { World } from "../world.ts";
import { newestPull } from "./pull-request.ts";

type DefaultBranch = Exclude<ProgramView["defaultBranch"], "absent">;

/** Brings the branch up to date, or says why it cannot; null: it is, and an iteration may start. */
export function bringUpToDate(world: World, draft: Draft): Draft | null {
  const { branch: seen, defaultBranch } = world.seen.view;
  const state = draft.state;
  if (state === null || defaultBranch === "absent") return null;
  if (seen === "absent") return createdAgain(draft, state);
  if (seen.behind === 0) return null;
  if (seen.ahead === 0) {
    return lookAgain(
      act(draft, { type: "branch.fast-forward", branch: state.branch, to: defaultBranch.head }),
    );
  }
  return isMerged(world, seen, defaultBranch)
    ? begunAgain(world, draft, state, seen, defaultBranch)
    : merged(world, draft, state, defaultBranch);
}

/** The journal knows no head where there was no branch yet, or where it went without any work being lost. */
function createdAgain(draft: Draft, { branch, branch_head }: ProgramState): Draft | null {
  return branch_head === null
    ? null
    : lookAgain(act(draft, { type: "branch.create", branch, at: branch_head }));
}

/**
 * All of the branch is in the default branch, in other commits: merged by squash or rebase, and not moved since.
 * Later commits, whoever made them, are in no merged pull request.
 */
function isMerged(world: World, { head }: BranchView, { name }: DefaultBranch): boolean {
  const pull = newestPull(world);
  return pull?.state === "merged" && pull.base === name && pull.head === head;
}

/** The journal announced that the branch begins again, and then it was not moved: nobody pushed, it is still to be done. */
export function isToBeginAgain(
  world: World,
  { branch_head: announced }: ProgramState,
  seen: BranchView,
): boolean {
  const { defaultBranch } = world.seen.view;
  if (announced === null || defaultBranch === "absent") return false;
  return isMerged(world, seen, defaultBranch) && seen.commits.every(({ id }) => id !== announced);
}

/** Journalled before it happens; the host refuses it when the branch has moved, and the next look says where to. */
function begunAgain(
  world: World,
  draft: Draft,
  { branch, branch_head }: ProgramState,
  seen: BranchView,
  { head: to }: DefaultBranch,
): Draft {
  const announced =
    branch_head === to ? draft : record(world, draft, { type: "branch.sync", how: "restart", head: to });
  return lookAgain(act(announced, { type: "branch.reset", branch, expectedHead: seen.head, to }));
}

function merged(
  world: World,
  draft: Draft,
  { name: program, branch }: ProgramState,
  { name: from }: DefaultBranch,
): Draft {
  const { conflict } = world.seen.found;
  if (conflict?.in === "merge") {
    const why = reason.conflict(branch, conflict.paths);
    return record(world, draft, { type: "loop.pause", kind: "conflict", reason: why, by: null });
  }
  return lookAgain(
    act(draft, { type: "branch.merge", branch, from, message: mergeMessage({ program, from }) }),
  );
}

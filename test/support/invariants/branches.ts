// Invariants 2 and 10: what the app does to branches.

import { MEMORY_BRANCH } from "../../../src/domain/program/names.ts";
import type { Past } from "./past.ts";
import { type MomentRule, ownMove, unless } from "./rule.ts";

/**
 * 2, one branch: the app creates no branch but the memory branch and those that a journal names; as a journal names
 * one for ever, a program has at most one. Does not see branches that people make.
 */
export const oneBranch: MomentRule = (deed, past) => {
  const move = ownMove(deed, past);
  if (move === null || move.from !== null || move.branch === MEMORY_BRANCH) return [];
  return unless(past.memory.programOfBranch(move.branch) !== undefined, () => {
    return `the app created ${move.branch}, which is the branch of no journal`;
  });
};

/**
 * 10, fast-forward only: the app deletes no branch, and every move of its leads from an ancestor to a descendant, so
 * that no commit of a person is lost. The one exception, starting again after a squash or rebase merge, leads away from
 * what was merged and nothing else, and must be in the journal before it is made.
 */
export const fastForwardOnly: MomentRule = (deed, past) => {
  const move = ownMove(deed, past);
  if (move === null) return [];
  const { branch, from, to } = move;
  if (to === null) return [`the app deleted ${branch}`];
  const begun = past.memory.programOfBranch(branch)?.state;
  const isAnnounced = begun?.pull?.state === "merged" && begun.branch_head === to;
  const isRestart = isAnnounced && from !== null && past.merged.has(from);
  return unless(from === null || isBehind(past, from, to) || isRestart, () => {
    return `the app moved ${branch} from ${from} to ${to}, which does not hold it`;
  });
};

function isBehind({ git }: Past, older: string, newer: string): boolean {
  return git.get(newer).parents.includes(older) || git.isAncestor(older, newer);
}

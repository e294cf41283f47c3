// The canonical branch between iterations. Its head must be something that was kept, or a person's; an own commit
// that was not kept is undone by a new commit, never by rewriting. Before an iteration the branch is brought up to
// date with the default branch.

import type { BranchView } from "../domain/view.ts";
import { mergeMessage, parseTrailers, restoreMessage } from "../text/comments/commit-message.ts";
import { reason } from "../text/run/reasons.ts";
import { act, type Draft, lookAgain, note, type Rule, record, type World } from "./draft.ts";

export const branch: Rule = (world, draft) => {
  const { branch: seen } = world.seen.view;
  const state = draft.state;
  if (state === null || state.in_flight !== null || seen === "absent") return draft;
  const known = seen.head === state.branch_head ? draft : note(world, draft, synced(world, seen));
  if (state.status !== "active") return known;
  const [head] = seen.commits;
  if (head === undefined || !isUnkept(world, known, head)) return known;
  const parent = firstOf(seen.commits, parseTrailers(head.message)?.iteration)?.parents[0];
  if (parent === undefined) return known;
  return lookAgain(
    act(known, {
      type: "branch.restore",
      branch: state.branch,
      expectedHead: head.id,
      treeOf: parent,
      message: restoreMessage({
        program: state.name,
        iteration: parseTrailers(head.message)?.iteration ?? 0,
      }),
    }),
  );
};

/** The commit was made for an iteration that ended without being kept. */
function isUnkept(world: World, draft: Draft, commit: BranchView["commits"][number]): boolean {
  const trailers = parseTrailers(commit.message);
  if (trailers?.program !== world.seen.name) return false;
  const ended = draft.state?.recent.find(({ number }) => number === trailers.iteration);
  return ended !== undefined && ended.verdict !== "accepted";
}

/** The oldest of the commits at the head that were made for this iteration: CI may have refused several attempts. */
function firstOf(commits: BranchView["commits"], iteration: number | undefined) {
  const other = commits.findIndex(({ message }) => parseTrailers(message)?.iteration !== iteration);
  return commits.slice(0, other < 0 ? undefined : other).at(-1);
}

function synced(world: World, seen: BranchView): Parameters<typeof note>[2] {
  const head = seen.commits[0];
  const isDefault =
    world.seen.view.defaultBranch !== "absent" && world.seen.view.defaultBranch.head === seen.head;
  const how = isDefault ? "fast-forward" : (head?.parents.length ?? 0) > 1 ? "merge" : "pushed";
  return { type: "branch.sync", how, head: seen.head };
}

/** Brings the branch up to date, or says why it cannot; null: it is, and an iteration may start. */
export function bringUpToDate(world: World, draft: Draft): Draft | null {
  const { branch: seen, defaultBranch } = world.seen.view;
  const state = draft.state;
  if (state === null || seen === "absent" || defaultBranch === "absent" || seen.behind === 0) return null;
  if (world.seen.found.mergeConflict) {
    const why = reason.conflict(state.branch);
    return record(world, draft, { type: "loop.pause", kind: "conflict", reason: why, by: null });
  }
  if (seen.ahead === 0) {
    return lookAgain(
      act(draft, { type: "branch.fast-forward", branch: state.branch, to: defaultBranch.head }),
    );
  }
  return lookAgain(
    act(draft, {
      type: "branch.merge",
      branch: state.branch,
      from: defaultBranch.name,
      message: mergeMessage({ program: state.name, from: defaultBranch.name }),
    }),
  );
}

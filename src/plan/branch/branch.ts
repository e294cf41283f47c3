// The canonical branch between iterations. What others did to it is noted; what an iteration left on it without
// being kept is taken back by a new commit, never by rewriting, unless somebody built on it or merged it.

import type { EventBody } from "../../domain/journal/event.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { BranchView } from "../../domain/repository/view.ts";
import { parseTrailers, revertedBy, revertMessage } from "../../text/comments/commit-message.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { act, type Draft, lookAgain, note, type Rule, record } from "../draft.ts";
import type { World } from "../world.ts";
import { isWorkLost } from "./branch-deleted.ts";
import { mergedHeads } from "./pull-request.ts";
import { isToBeginAgain } from "./up-to-date.ts";

type Commit = BranchView["commits"][number];
type Unkept = Commit & { readonly iteration: number };
type Synced = Extract<EventBody, { type: "branch.sync" }>;

export const branch: Rule = (world, draft) => {
  const { branch: seen } = world.seen.view;
  const state = draft.state;
  if (state === null || state.in_flight !== null) return draft;
  if (seen === "absent") return gone(world, draft, state);
  const wrong = state.status === "active" ? unkept(world, state, seen) : [];
  const { conflict } = world.seen.found;
  if (wrong.length > 0 && conflict?.in === "revert") {
    const why = reason.notTakenBack(iterationsOf(wrong), state.branch, conflict.paths);
    return leftToPeople(
      world,
      draft,
      { ...synced(world, state, seen), left: wrong.map(({ id }) => id) },
      why,
    );
  }
  const isKnown =
    (seen.head === state.branch_head && state.branch_deleted === undefined) ||
    isToBeginAgain(world, state, seen);
  const known = isKnown ? draft : note(world, draft, synced(world, state, seen));
  return wrong.length === 0 ? known : takenBack(known, state, seen, wrong);
};

/** Where nothing is lost with the branch, it begins again from the default branch when something is kept. */
function gone(world: World, draft: Draft, state: ProgramState): Draft {
  if (state.branch_head === null || isWorkLost(world, state)) return draft;
  return note(world, draft, { type: "branch.sync", how: "gone", head: state.branch_head });
}

function synced(world: World, state: ProgramState, seen: BranchView): Synced {
  const newest = seen.commits.slice(0, 1);
  const { defaultBranch } = world.seen.view;
  const how = (): Synced["how"] => {
    if (seen.head === state.branch_head) return "created";
    if (defaultBranch !== "absent" && defaultBranch.head === seen.head) return "fast-forward";
    if (newest.some(({ message }) => revertedBy(message, state.name).length > 0)) return "revert";
    return newest.some(({ parents }) => parents.length > 1) ? "merge" : "pushed";
  };
  return { type: "branch.sync", how: how(), head: seen.head };
}

function takenBack(
  draft: Draft,
  { branch: name, ...state }: ProgramState,
  seen: BranchView,
  wrong: readonly Unkept[],
): Draft {
  const commits = wrong.map(({ id }) => id);
  const move = {
    branch: name,
    expectedHead: seen.head,
    message: revertMessage({ program: state.name, iterations: iterationsOf(wrong), commits }),
  };
  const before = treeBefore(seen, wrong);
  return lookAgain(
    act(
      draft,
      before === undefined
        ? { type: "branch.revert", ...move, commits }
        : { type: "branch.restore", ...move, treeOf: before },
    ),
  );
}

/** Others changed the same files since. Asked once: whoever lets the loop go on has judged them. */
function leftToPeople(world: World, draft: Draft, left: Synced, why: string): Draft {
  const pause = { type: "loop.pause", kind: "conflict", reason: why, by: null } as const;
  return record(world, record(world, draft, left), pause);
}

function iterationsOf(commits: readonly Unkept[]): readonly number[] {
  return [...new Set(commits.map(({ iteration }) => iteration))].toSorted((a, b) => a - b);
}

/** Own commits on the branch whose iterations ended without being kept, newest first. */
function unkept(world: World, state: ProgramState, { commits }: BranchView): readonly Unkept[] {
  const settled = new Set([
    ...commits.flatMap(({ message }) => revertedBy(message, state.name)),
    ...(state.left_on_branch ?? []),
    ...ancestors(commits, mergedHeads(world)),
  ]);
  return commits
    .filter(({ id, parents }) => !settled.has(id) && parents.length === 1)
    .flatMap((one) => endedUnkept(state, one).map(({ number }) => ({ ...one, iteration: number })));
}

/** The iteration of this program that made the commit and ended without keeping it, if any. */
function endedUnkept({ name, recent }: ProgramState, { message }: Commit): ProgramState["recent"] {
  const trailers = parseTrailers(message);
  return recent.filter(
    ({ number, verdict }) =>
      trailers?.program === name && trailers.iteration === number && verdict !== "accepted",
  );
}

/** These commits and all before them, as far as the window shows. */
export function ancestors(commits: BranchView["commits"], of: readonly string[]): ReadonlySet<string> {
  const parents = new Map(commits.map((one) => [one.id, one.parents]));
  const found = new Set(of);
  for (const id of found) for (const parent of parents.get(id) ?? []) found.add(parent);
  return found;
}

/** The commit whose tree the branch is to have again, where nothing else is on top of these; undefined where something is. */
function treeBefore({ commits }: BranchView, wrong: readonly Commit[]): string | undefined {
  let at = commits[0]?.id;
  for (const one of wrong) {
    if (one.id !== at) return undefined;
    at = one.parents[0];
  }
  return at;
}

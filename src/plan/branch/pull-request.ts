// The one pull request, a draft where there are drafts. It is opened when the first iteration was kept and edited when its text no longer
// says what is true; it is never made ready, merged, closed or opened a second time beside an open one.

import type { ProgramState } from "../../domain/journal/state.ts";
import type { BranchView, PullView } from "../../domain/repository/view.ts";
import {
  pullRequestLabels,
  pullRequest as pullText,
  saysNoDrafts,
} from "../../text/comments/pull-request.ts";
import { act, type Draft, lookAgain, type Rule } from "../draft.ts";
import { isShownByLater } from "../facts/shown.ts";
import { sameText } from "../same-text.ts";
import type { World } from "../world.ts";

export const pullRequest: Rule = (world, draft) => {
  const state = draft.state;
  if (state === null) return draft;
  const newest = newestPull(world);
  if (newest?.state === "open") return edited(world, draft, state, newest);
  const { defaultBranch } = world.seen.view;
  return defaultBranch !== "absent" && mayOpen(world, state, newest)
    ? opened(world, draft, state, defaultBranch.name)
    : draft;
};

/** The open one, else the newest. One from a fork is nobody's. */
export function newestPull(world: World): PullView | undefined {
  const mine = world.seen.view.pulls.filter((pull) => pull.sameRepository);
  return mine.find(({ state }) => state === "open") ?? mine[0];
}

/** Heads of everything that the default branch holds: its own, and those of pull requests that were merged into it. */
export function mergedHeads({ seen: { view } }: World): readonly string[] {
  const { defaultBranch, pulls } = view;
  if (defaultBranch === "absent") return [];
  const merged = pulls.filter(
    ({ state, sameRepository, base }) => state === "merged" && sameRepository && base === defaultBranch.name,
  );
  return [defaultBranch.head, ...merged.map(({ head }) => head)];
}

/**
 * Something was kept that no pull request offered yet, it is on the branch, and nobody closed one to say no. A
 * program may be completed by the very iteration that it kept first.
 */
function mayOpen(world: World, { best, status }: ProgramState, newest: PullView | undefined): boolean {
  const { branch } = world.seen.view;
  const kept = best?.commit ?? null;
  if (kept === null || branch === "absent" || branch.ahead === 0) return false;
  if (status !== "active" && status !== "completed") return false;
  return newest === undefined || (newest.state === "merged" && isNewer(branch, kept, newest.head));
}

/** After a squash the branch still is ahead of the default branch by what was merged. */
function isNewer({ commits }: BranchView, commit: string, merged: string): boolean {
  const ids = commits.map(({ id }) => id);
  const since = ids.includes(merged) ? ids.slice(0, ids.indexOf(merged)) : ids;
  return since.includes(commit);
}

function opened(world: World, draft: Draft, state: ProgramState, base: string): Draft {
  const text = pullText(state, world.policy.links);
  const { body: ordinaryBody } = pullText(state, world.policy.links, false);
  // Its number is shown in the status comment, so it is worth another look at once.
  return lookAgain(
    act(draft, {
      type: "pull.open",
      head: state.branch,
      base,
      ...text,
      ordinaryBody,
      labels: pullRequestLabels,
    }),
  );
}

function edited(world: World, draft: Draft, state: ProgramState, pull: PullView): Draft {
  // The text of a person's pull request is that person's.
  const isOurs = pull.own || pull.number === state.imported?.pull_request;
  // Before anything was kept it says nothing yet, and after all of it was revoked it has to say so.
  const wasRevoked = state.recent.some(({ revoked }) => revoked !== undefined);
  if (!isOurs || (state.best?.commit == null && !wasRevoked)) return draft;
  const { title, body } = pullText(state, world.policy.links, !saysNoDrafts(pull.body));
  const change = isShownByLater(world, draft)
    ? {}
    : {
        ...(pull.title === title ? {} : { title }),
        ...(sameText(pull.body, body) ? {} : { body }),
      };
  // GitHub takes labels only after the pull request is open: a crash in between leaves it without.
  const missing = pullRequestLabels.filter((label) => !pull.labels.includes(label));
  const labelled =
    missing.length === 0
      ? draft
      : act(draft, { type: "labels.set", pull: pull.number, add: missing, remove: [] });
  return Object.keys(change).length === 0
    ? labelled
    : act(labelled, { type: "pull.edit", number: pull.number, ...change });
}

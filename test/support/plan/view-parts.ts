// Pieces of what GitHub shows of a program, each valid as it stands; a test changes the field it is about.

import type { ProgramState } from "../../../src/domain/journal/state.ts";
import type { BranchView, CheckView, CommentView, PullView } from "../../../src/domain/repository/view.ts";
import { commitMessage } from "../../../src/text/comments/commit-message.ts";
import { pullRequest, pullRequestLabels } from "../../../src/text/comments/pull-request.ts";
import { POLICY } from "../loop/loop.ts";
import { someSha } from "./journal.ts";

export const SELF = "autoloop[bot]";
/** Head of the default branch, and base of the first iteration. */
export const MAIN = someSha(0);

export type Commit = BranchView["commits"][number];

/** The commit that an iteration made. */
export function iterationCommit(iteration: number, parent = MAIN, program = "carton"): Commit {
  const message = commitMessage({ attempt: 1, program, iteration, runId: "run-1", change: "Better." });
  return aCommit(someSha(iteration), { message, parents: [parent] });
}

export function aCommit(id: string, change: Partial<Commit> = {}): Commit {
  return { id, message: "Something", parents: [MAIN], committedAt: "2026-01-01T00:30:00Z", ...change };
}

/** A branch of these commits, newest first, on top of the default branch. */
export function aBranch(commits: readonly Commit[], change: Partial<BranchView> = {}): BranchView {
  return { head: commits[0]?.id ?? MAIN, ahead: commits.length, behind: 0, commits, ...change };
}

/** The app's own pull request, saying what is true. */
export function aPull(state: ProgramState, change: Partial<PullView> = {}): PullView {
  return {
    ...pullRequest(state, POLICY.links),
    ...{ number: 2, state: "open", draft: true, own: true, sameRepository: true, base: "main" },
    head: state.branch_head ?? MAIN,
    labels: pullRequestLabels,
    ...change,
  };
}

/** A comment of the app. */
export function own(body: string, id: number): CommentView {
  return said(SELF, body, { id, own: true, author: { login: SELF, type: "Bot" } });
}

/** A comment of a person. */
export function said(login: string, body: string, change: Partial<CommentView> = {}): CommentView {
  const at = "2026-01-01T00:00:00Z";
  return {
    ...{ id: 5_000, own: false, body, createdAt: at, updatedAt: at, edited: null, reactions: [] },
    minimised: false,
    author: { login, type: "User" },
    ...change,
  };
}

export function aCheck(state: CheckView["state"], change: Partial<CheckView> = {}): CheckView {
  return { name: "test", app: "ci", own: false, state, ...change };
}

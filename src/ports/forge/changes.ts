// What the app shows of a program's commits on a forge: its pull request and its own check. Writes only.

import type { Repository } from "../../domain/repository/view.ts";

/** `body` is Markdown. Lengths are bounded by `domain/limits.ts`. */
export interface PullRequestText {
  readonly title: string;
  readonly body: string;
}

export interface PullRequest extends PullRequestText {
  /** The names of the branches. */
  readonly head: string;
  readonly base: string;
  readonly labels: readonly string[];
  /** What takes the body's place where the host has no drafts; absent: the body does. */
  readonly ordinaryBody?: string;
}

/**
 * A check of ours on a commit. `buttons` are at most three (docs: REST API, create a check run, `actions`: a label of
 * at most 20 characters, a description of at most 40, an identifier of at most 20).
 */
export interface OwnCheckRequest {
  /** Full SHA of the commit, hex. */
  readonly head: string;
  readonly name: string;
  readonly conclusion: "success" | "neutral" | "action_required";
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly buttons: readonly {
    readonly label: string;
    readonly description: string;
    readonly identifier: string;
  }[];
  /** Given back by the host with every look at the check. */
  readonly externalId: string;
}

/**
 * `not allowed`: the app was not granted the permission, and it is not asked for a while. `not now`: the host would not
 * have this one. Nothing happened in both cases.
 */
export type CheckWritten = "written" | "not allowed" | "not now";

export interface Changes {
  /**
   * Opens a draft pull request and labels it; where the host has no drafts, an ordinary one. Finds the open one of that
   * head instead of making a second. Returns its number.
   */
  openPull(repository: Repository, request: PullRequest): Promise<number>;
  /** Changes title, body or both; a field that is left out stays. */
  editPull(repository: Repository, number: number, change: Partial<PullRequestText>): Promise<void>;
  /** Writes a check of the app, which takes the place of its check of that name on the same commit. */
  writeCheck(repository: Repository, check: OwnCheckRequest): Promise<CheckWritten>;
}

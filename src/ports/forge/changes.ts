// What the app shows of a program's commits on a forge: its pull request and its own check. Writes only.

import type { Repository } from "../../domain/repository/view.ts";

export interface PullRequestText {
  readonly title: string;
  readonly body: string;
}

export interface PullRequest extends PullRequestText {
  /** The names of the branches. */
  readonly head: string;
  readonly base: string;
  readonly labels: readonly string[];
}

/** A check of ours on a commit. */
export interface OwnCheckRequest {
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
  readonly externalId: string;
}

export interface Changes {
  /** Opens a draft pull request and labels it; finds the open one of that head instead of making a second. */
  openPull(repository: Repository, request: PullRequest): Promise<number>;
  editPull(repository: Repository, number: number, change: Partial<PullRequestText>): Promise<void>;
  /** A check of the app, which takes the place of one of that name. Not granted to the app: nothing happens. */
  writeCheck(repository: Repository, check: OwnCheckRequest): Promise<"written" | "not allowed">;
}

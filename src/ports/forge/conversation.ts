// What the app says to people on a forge: issues, comments, reactions and labels. Writes only.

import type { ProgramKey, Reaction, Repository } from "../../domain/repository/view.ts";

/** What an issue of ours is to say. `labels` are all that it is to have. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** What an edit of an issue changes. */
export type IssueChange = Partial<IssueText> & { readonly state?: "closed" };

export interface Conversation {
  /** Opens an issue with its labels, all at once. Returns its number. */
  openIssue(repository: Repository, text: IssueText): Promise<number>;
  editIssue(key: ProgramKey, change: IssueChange): Promise<void>;
  /** One that is there already is what was wanted. */
  createLabel(repository: Repository, label: string): Promise<void>;
  /** The labels of an issue or a pull request. */
  setLabels(
    key: ProgramKey,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Promise<void>;
  postComment(key: ProgramKey, body: string): Promise<number>;
  editComment(key: ProgramKey, comment: number, body: string): Promise<void>;
  /** Deletes a comment of the app; one that is gone already is what was wanted. */
  deleteComment(key: ProgramKey, comment: number): Promise<void>;
  /** A reaction on a comment; doing it twice changes nothing. */
  react(key: ProgramKey, comment: number, reaction: Reaction): Promise<void>;
  /** The same on the issue itself. */
  reactToIssue(key: ProgramKey, reaction: Reaction): Promise<void>;
}

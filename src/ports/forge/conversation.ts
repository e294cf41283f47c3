// What the app says to people on a forge: issues, comments, reactions and labels. Writes only.

import type { ProgramKey, Reaction, Repository } from "../../domain/repository/view.ts";

/** How an issue of ours is to be. `body` is Markdown; `labels` are all that it is to have. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** The fields of an issue that an edit changes; a field that is left out stays. */
export type IssueChange = Partial<IssueText> & { readonly state?: "closed" };

export interface Conversation {
  /** Opens an issue with its labels, all at once. Returns its number. */
  openIssue(repository: Repository, text: IssueText): Promise<number>;
  /** Edits an issue. Throws as `forge.ts` says. */
  editIssue(key: ProgramKey, change: IssueChange): Promise<void>;
  /** Creates a label in the repository; one that is there already is fine. */
  createLabel(repository: Repository, label: string): Promise<void>;
  /** Adds and removes labels of an issue or a pull request; the rest of its labels stay. */
  setLabels(
    key: ProgramKey,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Promise<void>;
  /** Posts Markdown of at most `BODY_CHARACTERS`. Returns the comment's id. */
  postComment(key: ProgramKey, body: string): Promise<number>;
  /**
   * Replaces the whole text of a comment of the app.
   * @param seen what it is believed to say. @throws Conflict where it is read again and says something else: somebody
   * edited it meanwhile, and that must not be written over unread
   */
  editComment(key: ProgramKey, comment: number, body: string, seen?: string): Promise<void>;
  /** Deletes a comment of the app; one that is gone already is fine. */
  deleteComment(key: ProgramKey, comment: number): Promise<void>;
  /** Hides a comment of the app as outdated; whoever wants to read it still can. */
  minimiseComment(key: ProgramKey, comment: number): Promise<void>;
  /** A reaction on a comment; doing it twice changes nothing. */
  react(key: ProgramKey, comment: number, reaction: Reaction): Promise<void>;
  /** The same on the issue itself. */
  reactToIssue(key: ProgramKey, reaction: Reaction): Promise<void>;
}

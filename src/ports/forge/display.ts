// What the app shows of one ending, all at once: the comments of a program's issue, its pull request and its check. Writes
// only, in their order, each whatever became of those before it. Errors are those of `forge.ts`, for each by itself.

import type { AutoloopError } from "../../domain/errors.ts";
import type { ProgramView } from "../../domain/repository/view.ts";
import type { CheckWritten, OwnCheckRequest, PullRequestText } from "./changes.ts";
import type { Look } from "./program-reads.ts";

/** One of the things that are shown; each means what the method of its name means in `Conversation` and `Changes`. */
export type Showing =
  /** `issue`: its number. */
  | { readonly what: "postComment"; readonly issue: number; readonly body: string }
  | {
      readonly what: "editComment";
      readonly issue: number;
      readonly comment: number;
      readonly body: string;
      readonly seen?: string;
      /** The host's newest answer showed it so, and nothing was sent since: whoever reads it again may leave that out. */
      readonly isConfirmed?: true;
    }
  | { readonly what: "editPull"; readonly number: number; readonly change: Partial<PullRequestText> }
  | { readonly what: "writeCheck"; readonly check: OwnCheckRequest };

/** What became of one of them. A failure that is `Retryable` may have been carried out: a look tells. */
export type Became =
  | { readonly outcome: number | CheckWritten | undefined }
  | { readonly failure: AutoloopError };

/** What became of each, in the order in which they were asked for. */
export interface Shown {
  readonly became: readonly Became[];
  /** The program as it was right after all of them; null: nobody looked. */
  readonly view: ProgramView | null;
}

export interface Display {
  /**
   * Shows them in their order, in as few requests as the host allows.
   * @param look how the program is looked at, for the view that comes with the answer
   * @throws nothing but defects: what fails is told for each
   */
  show(look: Look, showings: readonly Showing[]): Promise<Shown>;
}

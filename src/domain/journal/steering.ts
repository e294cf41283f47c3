// Steering: what people said as a wish, or as an order that stands, as the journal tells it; and how much of it is carried
// along word by word. Pure; whose words count is decided in `plan`.

import type { Actor } from "./terms.ts";

export type SteeringEvent =
  | {
      readonly type: "steering.received";
      /** The comment's id. */
      readonly comment: number;
      readonly by: Actor;
      /** SHA-256 of the comment's text when it was read, hex; of a command its line's. */
      readonly hash: string;
      /** Outside text; the first 4,000 characters. */
      readonly text: string;
      /** It stands until it is taken back: it gets a number, and is in every prompt. */
      readonly standing?: true;
      /** Issue or pull request on which the command stands that gave it; absent: the program's own issue. */
      readonly issue?: number;
    }
  /** A standing order counts no more. `by` null: its comment is gone, and another one needs the room. */
  | {
      readonly type: "steering.forgotten";
      readonly comment: number;
      /** That of the words that were taken back. */
      readonly hash: string;
      readonly by: Actor | null;
    };

/** Words of a person that were read. */
export interface Steering {
  readonly comment: number;
  readonly by: string;
  readonly hash: string;
  readonly text: string;
  readonly at: string;
  /** An iteration got it as a directive; since then it is context. */
  readonly given: boolean;
  /** Its number, where it is a standing order: given once, and to no other. */
  readonly standing?: number;
  /** Where the command stands that gave it, unless on the program's own issue. */
  readonly issue?: number;
}

/** The newest of these (oldest first), as many as fit into so many characters; none older than the first that does not. */
export function newestThatFit<T extends { readonly text: string }>(
  notes: readonly T[],
  characters: number,
): readonly T[] {
  let left = characters;
  const tooMuch = notes.findLastIndex(({ text }) => {
    left -= text.length;
    return left < 0;
  });
  return notes.slice(tooMuch + 1);
}

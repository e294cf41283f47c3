// The prose comments of people, and which of those that were taken as steering still count: what an iteration is given
// is in force at the moment at which it is handed out, never a memory of words that were taken back.

import type { ProgramState } from "../../domain/journal/state.ts";
import { newestThatFit } from "../../domain/journal/steering.ts";
import { STEERING_CHARACTERS, STEERING_TOTAL_CHARACTERS } from "../../domain/limits.ts";
import type { CommentView, ProgramView } from "../../domain/repository/view.ts";
import { sha256 } from "../../text/format/hash.ts";
import { commandIn } from "./command-sources.ts";

/** What a person wrote. */
export interface Prose {
  readonly comment: CommentView;
  readonly login: string;
}

/** Remembered steering whose comment still says the same, oldest first. */
export function inForce(view: ProgramView, state: ProgramState): ProgramState["steering"] {
  const remembered = new Set(state.steering.map(({ comment }) => comment));
  // Only what is remembered is worth its hash: an issue may hold thousands of comments.
  const shown = new Map(
    prose(view)
      .filter(({ comment }) => remembered.has(comment.id))
      .map(({ comment }) => [comment.id, { hash: sha256(comment.body), body: comment.body }]),
  );
  return state.steering.flatMap((one) => {
    const { hash, body } = shown.get(one.comment) ?? { hash: null, body: "" };
    // A snapshot leaves out words that were too long ago; the hash says that these are the same.
    return hash === one.hash ? [{ ...one, text: one.text || body.slice(0, STEERING_CHARACTERS) }] : [];
  });
}

/** What an iteration is given: of all that is in force the newest, as much as fits; oldest first. */
export function handedOut(view: ProgramView, state: ProgramState): ProgramState["steering"] {
  return newestThatFit(inForce(view, state), STEERING_TOTAL_CHARACTERS);
}

/** The app's 👀 is on it: it was taken as steering. */
export function isSeen({ reactions }: CommentView): boolean {
  return reactions.includes("eyes");
}

/** Comments of people that are neither commands nor empty; what somebody hid counts no more than what was deleted. */
export function prose(view: ProgramView): readonly Prose[] {
  return view.comments.flatMap((comment) => {
    const { own, author, body, minimised } = comment;
    if (own || minimised || author?.type !== "User" || body.trim() === "") return [];
    return commandIn(view, body) === null ? [{ comment, login: author.login }] : [];
  });
}

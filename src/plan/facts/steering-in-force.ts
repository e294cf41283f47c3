// The prose comments of people, and which of those that were taken as steering still count: what an iteration is given
// is in force at the moment at which it is handed out, never a memory of words that were taken back.

import type { ProgramState } from "../../domain/journal/state.ts";
import { newestThatFit } from "../../domain/journal/steering.ts";
import { STEERING_CHARACTERS, STEERING_TOTAL_CHARACTERS } from "../../domain/limits.ts";
import type { CommentView, ProgramView } from "../../domain/repository/view.ts";
import { commandHash } from "../../text/command/command-hash.ts";
import { sha256 } from "../../text/format/hash.ts";
import { commandIn } from "./command-sources.ts";

/** Steering that stands until it is taken back. */
type StandingOrder = ProgramState["steering"][number] & { readonly standing: number };

/** What a person wrote. */
export interface Prose {
  readonly comment: CommentView;
  readonly login: string;
}

/** Remembered steering whose comment still says the same, oldest first. */
export function inForce(view: ProgramView, state: ProgramState): ProgramState["steering"] {
  const remembered = new Set(state.steering.map(({ comment }) => comment));
  // Only what is remembered is worth its hash: an issue may hold thousands of comments.
  const comments = view.comments.filter(({ id }) => remembered.has(id));
  const shown = new Map(
    [...prose({ ...view, comments }).map(said), ...ordersAmong(view, comments)].map((one) => [one.id, one]),
  );
  return state.steering.flatMap((one) => {
    // Nobody looks at other issues without need: what was said there stands until it is taken back by its number.
    if (one.issue !== undefined) return [one];
    const { hash, body } = shown.get(one.comment) ?? { hash: null, body: "" };
    // A snapshot leaves out words that were too long ago; the hash says that these are the same.
    return hash === one.hash ? [{ ...one, text: one.text || body.slice(0, STEERING_CHARACTERS) }] : [];
  });
}

/** What stands of it, by its numbers. */
export function standing(view: ProgramView, state: ProgramState): readonly StandingOrder[] {
  return inForce(view, state)
    .flatMap((one) => (one.standing === undefined ? [] : [{ ...one, standing: one.standing }]))
    .toSorted((a, b) => a.standing - b.standing);
}

/** What an iteration is given: all that stands, and of all else that is in force the newest, as much as fits; oldest first. */
export function handedOut(view: ProgramView, state: ProgramState): ProgramState["steering"] {
  const all = inForce(view, state);
  const passing = all.filter((one) => one.standing === undefined);
  const given = new Set(newestThatFit(passing, STEERING_TOTAL_CHARACTERS));
  return all.filter((one) => one.standing !== undefined || given.has(one));
}

/** Words that were taken back by number, although their comment is there. */
export function isForgotten({ forgotten = [] }: ProgramState, { id, body }: CommentView): boolean {
  return forgotten.some((one) => one.comment === id && one.hash === sha256(body));
}

interface Shown {
  readonly id: number;
  readonly hash: string;
  readonly body: string;
}

function said({ comment: { id, body } }: Prose): Shown {
  return { id, body, hash: sha256(body) };
}

/** Commands that give a standing order; their words are in the journal whole. */
function ordersAmong(view: ProgramView, comments: readonly CommentView[]): readonly Shown[] {
  return comments.flatMap(({ id, own, minimised, body }) => {
    if (own || minimised || commandIn(view, body)?.verb !== "remember") return [];
    return [{ id, body: "", hash: commandHash(body) }];
  });
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

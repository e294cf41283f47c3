// Steering: prose comments by people with write access. They are directives for the next iteration and stay in
// force as context until many newer ones have come; what reads like a standing order stands until it is taken back.
// What is remembered is the text as it was read, with its hash; a comment that was edited is read anew, one that is gone
// is no longer handed out (`facts/steering-in-force.ts`).

import { maySteer } from "../../domain/authority.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { STEERING_CHARACTERS, STEERING_KEPT } from "../../domain/limits.ts";
import type { ProgramView } from "../../domain/repository/view.ts";
import { readsLikeStanding } from "../../text/command/standing-words.ts";
import { sha256 } from "../../text/format/hash.ts";
import { type Draft, note, type Rule } from "../draft.ts";
import { actor } from "../facts/approval.ts";
import { isForgotten, isSeen, type Prose, prose } from "../facts/steering-in-force.ts";
import { peopleIn } from "../world.ts";
import { hasRoomFor, withRoomFor } from "./standing-room.ts";

export const steering: Rule = (world, draft) => {
  if (draft.state === null) return draft;
  const standings = peopleIn(world.seen);
  const may = ({ isKnown, people }: Candidate) =>
    isKnown || people.every((login) => maySteer(standings.get(login)?.permission));
  // Only those who may count: no crowd of guests takes the place of their words.
  const theirs = candidates(world.seen.view, draft.state).filter(may);
  const newest = new Set(theirs.slice(-STEERING_KEPT));
  return theirs
    .filter(({ isKnown }) => !isKnown)
    .reduce<Draft>((so_far, one) => {
      const { comment, login } = one;
      const text = comment.body.slice(0, STEERING_CHARACTERS);
      const reads = readsLikeStanding(comment.body);
      const ready = reads ? withRoomFor(world, so_far, { by: login, text, comment: comment.id }) : null;
      if (ready === null && (one.isRemembered || !newest.has(one))) return so_far;
      return note(world, ready ?? so_far, {
        type: "steering.received",
        comment: comment.id,
        by: actor(login, standings),
        hash: sha256(comment.body),
        text,
        ...(ready === null ? {} : { standing: true }),
      });
    }, draft);
};

/**
 * Logins whose roles this rule wants to know: only those of comments that are not in the journal yet. First those
 * that were taken as steering before (they have our 👀), then the newest: no crowd of strangers hides them.
 */
export function askedForSteering(view: ProgramView, state: ProgramState | null): readonly string[] {
  if (state === null) return [];
  return candidates(view, state)
    .filter(({ isKnown }) => !isKnown)
    .toSorted((a, b) => Number(isSeen(b.comment)) - Number(isSeen(a.comment)) || b.comment.id - a.comment.id)
    .flatMap(({ people }) => people);
}

interface Candidate extends Prose {
  /** The author and, where somebody else changed the text, the editor: all of them must have the right. */
  readonly people: readonly string[];
  /** The journal holds its words. */
  readonly isRemembered: boolean;
  /** The journal holds it as it is, and as what it is. */
  readonly isKnown: boolean;
}

function candidates(view: ProgramView, state: ProgramState): readonly Candidate[] {
  const known = new Map(state.steering.map((one) => [one.comment, one]));
  return prose(view).flatMap(({ comment, login }) => {
    const editor = comment.edited === null ? login : comment.edited.login;
    // Edited by somebody who cannot be told: nobody stands behind the text.
    if (editor === null || isForgotten(state, comment)) return [];
    const before = known.get(comment.id);
    const isRemembered = before !== undefined && before.hash === sha256(comment.body);
    const isOne = isRemembered && before.standing !== undefined;
    const isKnown = isRemembered && (isOne || !couldStand(view, state, { comment, login }));
    return [{ comment, login, people: login === editor ? [login] : [login, editor], isRemembered, isKnown }];
  });
}

/** It was taken as a wish for some time: by an earlier version, or because there was no room. */
function couldStand(view: ProgramView, state: ProgramState, { comment, login: by }: Prose): boolean {
  const { id, body } = comment;
  const text = body.slice(0, STEERING_CHARACTERS);
  return readsLikeStanding(body) && hasRoomFor(view, state, { by, text, comment: id });
}

// The room for standing orders, which is bounded because all of them are in every prompt. Those whose comment is gone
// give theirs to a new one; nobody's word that stands is ever pushed out.

import type { ProgramState } from "../../domain/journal/state.ts";
import type { ProgramView } from "../../domain/repository/view.ts";
import { hasRoom } from "../../text/run/people/standing-orders.ts";
import { type Draft, note } from "../draft.ts";
import { standing } from "../facts/steering-in-force.ts";
import type { World } from "../world.ts";

/** A standing order that is to be; in the place of one of the same comment. */
interface Order {
  readonly comment: number;
  readonly by: string;
  readonly text: string;
}

/** There is room, counting as free what those take whose comment is gone. */
export function hasRoomFor(view: ProgramView, state: ProgramState, order: Order): boolean {
  return hasRoom(beside(standing(view, state), order), order);
}

/** The draft in which there is room; null: there is none. */
export function withRoomFor(world: World, draft: Draft, order: Order): Draft | null {
  const { state } = draft;
  const { view } = world.seen;
  if (state === null || !hasRoomFor(view, state, order)) return null;
  const all = state.steering.filter((one) => one.standing !== undefined);
  if (hasRoom(beside(all, order), order)) return draft;
  const there = new Set(standing(view, state).map(({ comment }) => comment));
  return beside(all, order)
    .filter(({ comment }) => !there.has(comment))
    .reduce<Draft>(
      (so_far, { comment, hash }) =>
        note(world, so_far, { type: "steering.forgotten", comment, hash, by: null }),
      draft,
    );
}

function beside<T extends { readonly comment: number }>(all: readonly T[], { comment }: Order): readonly T[] {
  return all.filter((one) => one.comment !== comment);
}

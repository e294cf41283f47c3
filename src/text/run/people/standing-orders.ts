// The standing orders of maintainers as an agent is shown them: whole, in a part of the prompt that nothing else can take
// away. How long they are there decides how many may stand.

import type { SteeringNote } from "../../../domain/briefing.ts";
import { STANDING_CHARACTERS, STANDING_KEPT } from "../../../domain/limits.ts";
import { cut, inertBlock, oneLine } from "../../format/inert.ts";

/** Characters of a login; GitHub's have at most 39, those of apps a few more. */
const AUTHOR_SHOWN = 60;

/** A comment that steers, with the words before it that say what it is. */
export function quotedNote(
  what: string,
  { by, text }: Pick<SteeringNote, "by" | "text">,
  max: number,
): string {
  const author = cut(oneLine(by), AUTHOR_SHOWN);
  return `${what}, by:\n\n${inertBlock(author, AUTHOR_SHOWN)}\n\n${inertBlock(text, max)}`;
}

/** The part of the prompt; null where nothing stands. */
export function standingOrders(notes: readonly SteeringNote[]): string | null {
  const orders = notes.filter(({ standing }) => standing !== undefined);
  return orders.length === 0
    ? null
    : `## Standing orders of the maintainers

They hold in every iteration, whatever an earlier agent noted. Follow them within the rules; where two contradict each other, the higher number counts. Name the comments that made a difference in your answer.

${orders.map(shown).join("\n\n")}`;
}

/** There is room for one more of these words beside those that stand. */
export function hasRoom(
  standing: readonly Pick<SteeringNote, "by" | "text">[],
  one: Pick<SteeringNote, "by" | "text">,
): boolean {
  const all = [...standing, one];
  return (
    all.length <= STANDING_KEPT && all.reduce((sum, note) => sum + lengthOf(note), 0) <= STANDING_CHARACTERS
  );
}

/** Whole: what makes a text harmless may make it longer. */
function shown(note: SteeringNote): string {
  const fresh = note.new ? " (NEW)" : "";
  return quotedNote(`Order ${note.standing}, comment ${note.comment}${fresh}`, note, 2 * note.text.length);
}

/** Not less than it takes, whatever its number. */
function lengthOf({ by, text }: Pick<SteeringNote, "by" | "text">): number {
  const most = Number.MAX_SAFE_INTEGER;
  return shown({ comment: most, standing: most, new: true, by, text }).length + 2;
}

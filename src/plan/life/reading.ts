// How the text that a program runs by is read today. A journal keeps the reading of the moment in which the text was
// approved, so a better reader alone would never reach a program that runs. Decides nothing: that is `reread.ts`.

import type { EventBody } from "../../domain/journal/event.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { Actor } from "../../domain/journal/terms.ts";
import { type Rereading, rereading } from "../../domain/paths/rereading.ts";
import { type Definition, measuresTheSame, type ParsedProgram } from "../../domain/program/program.ts";
import { sha256 } from "../../text/format/hash.ts";
import { parseProgram, READER } from "../../text/program/program.ts";
import { type Draft, record } from "../draft.ts";
import type { World } from "../world.ts";
import { programText } from "./program-text.ts";

type Defined = NonNullable<ProgramState["definition"]>;

/** What today's reader makes of a definition that an older one made. */
type Reading =
  /** The approved text is not at hand: another one stands in its place, which nobody approved or which waits. */
  | { readonly kind: "unseen" }
  /** Today the text does not run. */
  | { readonly kind: "problems"; readonly before: Defined; readonly now: ParsedProgram }
  | (Rereading & { readonly before: Defined; readonly now: Definition });

/** Null: today's reader, or a later one, made it, or there is none. */
export function readAnew(world: World, state: ProgramState): Reading | null {
  const { definition: before } = state;
  if (before === null || !isOfOlderReader(before)) return null;
  const now = readToday(world, state);
  if (now === null) return { kind: "unseen" };
  if (now.definition === null) return { kind: "problems", before, now };
  return { ...rereading(before.parsed, now.definition), before, now: now.definition };
}

/** An older reader made the definition of its text. */
export function isOfOlderReader({ reader = 1 }: Defined): boolean {
  return reader < READER;
}

/** The approved text as it is read today; null: it is not at hand, or there is none. */
export function readToday(world: World, { definition, imported }: ProgramState): ParsedProgram | null {
  const text = programText(world);
  if (text === null || definition?.hash !== sha256(text)) return null;
  const parsed = known.get(definition) ?? parseProgram(text, { legacy: imported !== undefined });
  known.set(definition, parsed);
  return parsed;
}

/** By definitions, whose hash is that of their text: every look shows the same one. */
const known = new WeakMap<Defined, ParsedProgram>();

/** The definition of today's reader in place of the older one's, of the same text. */
export function definedAnew(
  { epoch }: ProgramState,
  { before, now }: { readonly before: Defined; readonly now: Definition },
  by: Actor,
): EventBody {
  const same = measuresTheSame(before.parsed, now);
  return {
    type: "program.defined",
    hash: before.hash,
    definition: now,
    approved_by: by,
    epoch: same ? epoch : epoch + 1,
    reader: READER,
  };
}

/** Somebody who may, and who was shown both readings, lets the program go on by today's. */
export function takeReading(world: World, draft: Draft, by: Actor): Draft {
  const { state } = draft;
  const reading = state?.pause?.kind === "definition" ? readAnew(world, state) : null;
  return state === null || reading === null || !("parts" in reading)
    ? draft
    : record(world, draft, definedAnew(state, reading, by));
}

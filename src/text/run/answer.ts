// Reads the small JSON file in which an agent speaks of its own proposal. Lenient on purpose: an agent that
// forgot a field loses that field, nothing else. What it says is quoted later, never believed.

import { z } from "zod";
import type { Answer } from "../../domain/journal/iteration.ts";
import { PLAN_ITEM_CHARACTERS } from "../../domain/limits.ts";

/** Characters of an answer that are read at all; a longer one is unusable. */
export const ANSWER_CHARACTERS = 64 * 1024;
const SENTENCE_CHARACTERS = 500;
const NOTE_CHARACTERS = 1_000;
const NOTES = 10;

const note = z.string().transform((text) => oneLine(text, NOTE_CHARACTERS));
const notes = z
  .array(z.unknown())
  .transform((items) => items.flatMap((item) => note.safeParse(item).data || []).slice(0, NOTES))
  .catch([]);

const answer = z.object({
  change: z
    .string()
    .transform((text) => oneLine(text, SENTENCE_CHARACTERS))
    .refine((text) => text !== ""),
  hypothesis: note.catch(""),
  lessons: notes,
  foreclosed: notes,
  future: notes,
  steered_by: z
    .array(z.unknown())
    .transform((ids) => ids.flatMap((id) => z.int().positive().safeParse(id).data ?? []).slice(0, 100))
    .catch([]),
  plan_item: z
    .string()
    .transform((text) => oneLine(text, PLAN_ITEM_CHARACTERS))
    .catch(""),
});

/** The answer, or null where there is none that says at least what was changed. */
export function decodeAnswer(source: string): Answer | null {
  if (source.length > ANSWER_CHARACTERS) return null;
  try {
    const read = answer.safeParse(JSON.parse(source)).data;
    if (read === undefined) return null;
    const { plan_item, ...said } = read;
    return plan_item === "" ? said : { ...said, plan_item };
  } catch {
    return null;
  }
}

function oneLine(text: string, characters: number): string {
  const line = text
    .slice(0, characters * 2)
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= characters ? line : `${line.slice(0, characters - 1)}…`;
}

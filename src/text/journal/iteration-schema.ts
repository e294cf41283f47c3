// Schemas for what an iteration brings back, as the journal keeps it. The bounds are for text from outside: on
// the way in it is cut, never refused, because a talkative agent must not be able to stop its program. Bounds may grow
// but never shrink within a journal version: a line beyond its bound counts as not written by Autoloop.

import { z } from "zod";
import {
  type Answer,
  type Cost,
  FAILURE_CAUSES,
  type GateResult,
  type Measurement,
} from "../../domain/journal/iteration.ts";
import { OUTPUT_CHARACTERS } from "../../domain/limits.ts";

/** Characters kept of one sentence or paragraph from outside. */
const SENTENCE_CHARACTERS = 2_000;
/** Items kept of any list from outside. */
const LIST_ITEMS = 100;
/** Notes (lessons and the like) kept of one answer, and characters kept of each. */
const NOTES = 10;
const NOTE_CHARACTERS = 1_000;
/** Characters of a login, an id or another short name. */
const WORD_CHARACTERS = 255;

/** Compile-time check: only `true` fits. */
export type Proof<T extends true> = T;
/** True exactly when either type can stand for the other. */
export type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Text that is cut to `max` UTF-16 units, never inside a character. */
export const textUpTo = (max: number) =>
  z
    .string()
    .overwrite((text) => (text.length <= max ? text : text.slice(0, max).replace(/[\uD800-\uDBFF]$/, "")));

/** Reasons, summaries, and paths (longer ones are no path of a proposal that was kept). */
export const sentence = textUpTo(SENTENCE_CHARACTERS);

/** Ids and names that other things are found by: too long is refused, a cut id would be another one. */
export const word = z.string().max(WORD_CHARACTERS);

/** A list of which the first items are kept. */
export const listOf = <T extends z.ZodType>(item: T, items = LIST_ITEMS) =>
  z
    .array(item)
    .overwrite((all) => all.slice(0, items))
    .readonly();

/** A finite number. JSON knows no negative zero, so neither does the journal. */
export const finite = z.number().overwrite((value) => value + 0);

/** A whole number from 0. */
export const count = z
  .int()
  .nonnegative()
  .overwrite((value) => value + 0);

/** Metrics by name; the first 100 whose names are words. */
export const metrics = z.record(z.string(), finite).overwrite((all) =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.length <= WORD_CHARACTERS)
      .slice(0, LIST_ITEMS),
  ),
);

const measurement = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("measured"),
    metric: finite,
    key: word.exactOptional(),
    secondary: metrics,
  }),
  z.strictObject({ outcome: z.literal("rejected"), reason: sentence }),
  z.strictObject({
    outcome: z.literal("failed"),
    reason: sentence,
    cause: z.literal(FAILURE_CAUSES).exactOptional(),
  }),
]);

const gateResult = z.strictObject({
  name: sentence,
  passed: z.boolean(),
  seconds: finite,
  count: finite.exactOptional(),
});

const pair = z.strictObject({ base: finite, candidate: finite });

const notes = listOf(textUpTo(NOTE_CHARACTERS), NOTES);

export const answer = z.strictObject({
  change: sentence,
  hypothesis: sentence,
  lessons: notes,
  foreclosed: notes,
  future: notes,
  steered_by: listOf(count),
  plan_item: sentence.exactOptional(),
});

export const cost = z.strictObject({
  usd: finite.nullable(),
  input_tokens: finite.nullable(),
  output_tokens: finite.nullable(),
});

/** The part of a report that the journal keeps; shared by the event and the folded state. */
export const reportFacts = {
  measurement: measurement.nullable(),
  gates: listOf(gateResult),
  paths: listOf(sentence),
  answer: answer.nullable(),
  cost,
  seconds: finite,
  pairs: listOf(pair).exactOptional(),
  secondary: metrics.exactOptional(),
  output: textUpTo(OUTPUT_CHARACTERS).exactOptional(),
  workflow_run: count.exactOptional(),
};

export type IterationSchemasAgree = Proof<
  Same<
    [z.infer<typeof measurement>, z.infer<typeof gateResult>, z.infer<typeof answer>, z.infer<typeof cost>],
    [Measurement, Omit<GateResult, "detail">, Answer, Cost]
  >
>;

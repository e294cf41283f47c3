// The codec's reading side of a run's report, and of what it has used before there is one: text of a process that nobody
// trusts in, a checked value out. Must never accept more than the limits say, repair what is wrong, or look at what the
// numbers mean. No text is both: one mark serves for both.

import { z } from "zod";
import { FAILURE_CAUSES, type Report } from "../../domain/journal/iteration.ts";
import {
  address,
  answer,
  cost,
  DOCUMENT_CHARACTERS,
  decodeDocument,
  files,
  left,
  seconds,
  text,
  unmatched,
} from "./run-parts.ts";

/** Characters of a report that are read at all. */
export const REPORT_CHARACTERS = DOCUMENT_CHARACTERS;

/** More than any run is asked for. */
const MOST_PAIRS = 100;

const gate = z.strictObject({
  name: text,
  passed: z.boolean(),
  seconds,
  detail: text,
  count: z.number().exactOptional(),
});

const measurement = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("measured"),
    metric: z.number(),
    key: z.string().max(256).exactOptional(),
    secondary: z.record(z.string().max(256), z.number()).refine((all) => Object.keys(all).length <= 1_000),
  }),
  z.strictObject({ outcome: z.literal("rejected"), reason: text }),
  z.strictObject({
    outcome: z.literal("failed"),
    reason: text,
    cause: z.literal(FAILURE_CAUSES).exactOptional(),
  }),
]);

const size = { before: z.int().min(0), after: z.int().min(0) };

const report = z.strictObject({
  ...address,
  outcome: z.enum(["measured", "empty", "refused", "failed"]),
  problem: text,
  files,
  left: left.exactOptional(),
  unmatched: unmatched.exactOptional(),
  size: z.strictObject({ ...size, lines: z.strictObject(size).exactOptional() }),
  gates: z.array(gate).max(100),
  output: text.exactOptional(),
  measurement: measurement.nullable(),
  pairs: z
    .array(z.strictObject({ base: z.number(), candidate: z.number() }))
    .max(MOST_PAIRS)
    .exactOptional(),
  answer: answer.nullable(),
  cost,
  seconds: z.strictObject({ total: seconds, agent: seconds, evaluation: seconds }),
}) satisfies z.ZodType<Report>;

/**
 * Reads a report of version 1. Paths are only bounded here; what they may be is for `domain/paths/paths.ts`.
 * @throws Terminal when it is too long, no JSON, of another version, or not exactly of this shape
 */
export function decodeReport(source: string): Report {
  return decodeDocument("report", source, report);
}

const spent = z.strictObject({ v: address.v, nonce: address.nonce, cost, seconds });

/** Characters of such a text. */
export const SPENT_CHARACTERS = 1_024;

/** What a run had used when it was counted last, as the file has it. */
export type SpentFile = z.infer<typeof spent>;

export function encodeSpent(file: SpentFile): string {
  return JSON.stringify(file);
}

/** @throws Terminal when it is too long, no JSON, of another version, or not exactly of this shape */
export function decodeSpent(source: string): SpentFile {
  return decodeDocument("count of what was used", source, spent);
}

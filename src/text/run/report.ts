// The codec's reading side of a run's report: text of a process that nobody trusts in, a checked `Report` out.
// Must never accept more than the limits say, repair what is wrong, or look at what the numbers mean.

import { z } from "zod";
import { Terminal } from "../../domain/errors.ts";
import type { Report } from "../../domain/iteration.ts";
import { PROPOSAL_BYTES, PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../../domain/limits.ts";

/** Characters of a report that are read at all: all files in base64, and room for everything else. */
export const REPORT_CHARACTERS = Math.ceil(PROPOSAL_BYTES / 3) * 4 + 1024 * 1024;
/** Characters of one text in a report: a problem, a reason, the last lines of a gate. */
export const REPORT_TEXT_CHARACTERS = 4_000;

const text = z.string().max(REPORT_TEXT_CHARACTERS);
const texts = z.array(text).max(100);
const seconds = z.number().min(0);
const known = z.number().min(0).nullable();

const file = z.strictObject({
  path: z.string().min(1).max(4096),
  mode: z.enum(["100644", "100755"]),
  contents: z.string().refine(isSmallBase64, "no base64, or more than one file may hold").nullable(),
});

const gate = z.strictObject({ name: text, passed: z.boolean(), seconds, detail: text });

const measurement = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("measured"),
    metric: z.number(),
    secondary: z.record(z.string().max(256), z.number()).refine((all) => Object.keys(all).length <= 1_000),
  }),
  z.strictObject({ outcome: z.literal("rejected"), reason: text }),
  z.strictObject({ outcome: z.literal("failed"), reason: text }),
]);

const answer = z.strictObject({
  change: text,
  hypothesis: text,
  lessons: texts,
  foreclosed: texts,
  future: texts,
  steered_by: z.array(z.int().positive()).max(100),
});

const report = z.strictObject({
  v: z.literal(1),
  nonce: z.string().min(1).max(256),
  base: z.string().max(64),
  outcome: z.enum(["measured", "empty", "refused", "failed"]),
  problem: text,
  files: z.array(file).max(PROPOSAL_FILES).refine(fitTogether, "more bytes than one proposal may hold"),
  size: z.strictObject({ before: z.int().min(0), after: z.int().min(0) }),
  gates: z.array(gate).max(100),
  measurement: measurement.nullable(),
  answer: answer.nullable(),
  cost: z.strictObject({ usd: known, input_tokens: known, output_tokens: known }),
  seconds: z.strictObject({ total: seconds, agent: seconds, evaluation: seconds }),
}) satisfies z.ZodType<Report>;

/**
 * Reads a report of version 1. Paths are only bounded here; what they may be is for `domain/paths.ts`.
 * @throws Terminal when it is too long, no JSON, of another version, or not exactly of this shape
 */
export function decodeReport(source: string): Report {
  if (source.length > REPORT_CHARACTERS) {
    throw new Terminal(`The report is longer than ${REPORT_CHARACTERS} characters.`);
  }
  const parsed = report.safeParse(parse(source));
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const where = first?.path.join(".").slice(0, 200);
  throw new Terminal(`The report is not of the expected shape${where ? ` at ${where}` : ""}.`, {
    cause: parsed.error,
  });
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (cause) {
    throw new Terminal("The report is not JSON.", { cause });
  }
}

function isSmallBase64(contents: string): boolean {
  return (
    contents.length % 4 === 0 &&
    bytesOfBase64(contents) <= PROPOSAL_FILE_BYTES &&
    !/[^0-9A-Za-z+/]/.test(contents.replace(/={1,2}$/, ""))
  );
}

function fitTogether(files: readonly { readonly contents: string | null }[]): boolean {
  return files.reduce((sum, { contents }) => sum + bytesOfBase64(contents ?? ""), 0) <= PROPOSAL_BYTES;
}

function bytesOfBase64(contents: string): number {
  const padding = contents.endsWith("==") ? 2 : contents.endsWith("=") ? 1 : 0;
  return (contents.length / 4) * 3 - padding;
}

// What a proposal file and a report have in common: schemas of their parts, and the strict reading of text that a
// process wrote in which nobody trusts. Must never accept more than the limits say, or repair what is wrong.

import { z } from "zod";
import { Terminal } from "../../domain/errors.ts";
import { PROPOSAL_BYTES, PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../../domain/limits.ts";

/** Characters that are read at all: all files in base64, and room for everything else. */
export const DOCUMENT_CHARACTERS = Math.ceil(PROPOSAL_BYTES / 3) * 4 + 1024 * 1024;
/** Characters of one text: a problem, a reason, the last lines of a gate. */
const TEXT_CHARACTERS = 4_000;

export const text = z.string().max(TEXT_CHARACTERS);
export const seconds = z.number().min(0);
const texts = z.array(text).max(100);
const known = z.number().min(0).nullable();

/** Which run the document belongs to. */
export const address = {
  v: z.literal(1),
  nonce: z.string().min(1).max(256),
  base: z.string().max(64),
};

const file = z.strictObject({
  path: z.string().min(1).max(4096),
  mode: z.enum(["100644", "100755"]),
  contents: z.string().refine(isSmallBase64, "no base64, or more than one file may hold").nullable(),
});

/** Paths that tools left behind, and patterns that match nothing, that are told; more are not named. */
export const MOST_LEFT = 20;

/** Paths are only bounded here; what they may be is for `domain/paths/paths.ts`. */
export const files = z
  .array(file)
  .max(PROPOSAL_FILES)
  .refine(fitTogether, "more bytes than one proposal may hold");

/** Paths that are only told, never used; an agent's tools leave as many as they like. */
export const left = z.array(z.string().max(4_096)).max(MOST_LEFT).readonly();

/** Patterns of Target, told and compared with the program's own. */
export const unmatched = z.array(z.string().max(512)).max(MOST_LEFT).readonly();

export const answer = z.strictObject({
  change: text,
  hypothesis: text,
  lessons: texts,
  foreclosed: texts,
  future: texts,
  steered_by: z.array(z.int().positive()).max(100),
  plan_item: text.exactOptional(),
});

export const cost = z.strictObject({ usd: known, input_tokens: known, output_tokens: known });

/** A text cut to what a document may hold of it. */
export function clip(long: string): string {
  return long.length <= TEXT_CHARACTERS ? long : `${long.slice(0, TEXT_CHARACTERS - 1)}…`;
}

/**
 * Reads JSON of exactly one shape.
 * @param what how a sentence names the document, such as `report`
 * @throws Terminal when it is too long, no JSON, or of another shape
 */
export function decodeDocument<T>(what: string, source: string, schema: z.ZodType<T>): T {
  if (source.length > DOCUMENT_CHARACTERS) {
    throw new Terminal(`The ${what} is longer than ${DOCUMENT_CHARACTERS} characters.`);
  }
  const parsed = schema.safeParse(parse(what, source));
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const where = first?.path.join(".").slice(0, 200);
  throw new Terminal(`The ${what} is not of the expected shape${where ? ` at ${where}` : ""}.`, {
    cause: parsed.error,
  });
}

function parse(what: string, source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (cause) {
    throw new Terminal(`The ${what} is not JSON.`, { cause });
  }
}

function isSmallBase64(contents: string): boolean {
  return (
    contents.length % 4 === 0 &&
    bytesOfBase64(contents) <= PROPOSAL_FILE_BYTES &&
    !/[^0-9A-Za-z+/]/.test(contents.replace(/={1,2}$/, ""))
  );
}

function fitTogether(all: readonly { readonly contents: string | null }[]): boolean {
  return all.reduce((sum, { contents }) => sum + bytesOfBase64(contents ?? ""), 0) <= PROPOSAL_BYTES;
}

function bytesOfBase64(contents: string): number {
  const padding = contents.endsWith("==") ? 2 : Number(contents.endsWith("="));
  return (contents.length / 4) * 3 - padding;
}

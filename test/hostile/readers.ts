// The readers of all families of the corpus, and what a case came to against what it should.

import { isDeepStrictEqual } from "node:util";
import type { Expected } from "./corpus.ts";
import { MEMORY_READERS } from "./memory-readers.ts";
import type { Outcome, Reader } from "./outcome.ts";
import { PROGRAM_READERS } from "./program-readers.ts";
import { RUN_READERS } from "./run-readers.ts";

/** By family, which is the name of its file. */
export const READERS: ReadonlyMap<string, Reader> = new Map([
  ...PROGRAM_READERS,
  ...RUN_READERS,
  ...MEMORY_READERS,
]);

/** What is wrong with an outcome, in words; null: it is as expected. */
export function differs(outcome: Outcome, expected: Expected): string | null {
  if ("refused" in outcome) {
    if (!isSentence(outcome.refused)) return `a refusal that is no short line: ${outcome.refused}`;
    if ("refuse" in expected && outcome.refused.includes(expected.refuse)) return null;
    return `refused: ${outcome.refused}`;
  }
  if ("refuse" in expected) return `accepted: ${JSON.stringify(outcome.accepted).slice(0, 500)}`;
  const wrong = Object.entries(expected.accept).filter(
    ([key, value]) => !holds(outcome.accepted[key], value),
  );
  if (wrong.length === 0) return null;
  return wrong
    .map(([key]) => `${key}: ${String(JSON.stringify(outcome.accepted[key])).slice(0, 300)}`)
    .join("; ");
}

/** A text in a list stands for an item that holds it. */
function holds(value: unknown, expected: unknown): boolean {
  if (Array.isArray(value) && Array.isArray(expected) && value.length === expected.length)
    return value.every((one, index) => holds(one, expected[index]) || contains(one, expected[index]));
  return isDeepStrictEqual(value, expected);
}

function contains(value: unknown, part: unknown): boolean {
  return typeof value === "string" && typeof part === "string" && part !== "" && value.includes(part);
}

/** One line that a person can read: neither silence nor a flood. */
function isSentence(text: string): boolean {
  return /^[^\r\n]{3,1000}$/.test(text);
}

// How parsers say what is wrong: one problem, with what was found shortened to what a person needs to see.

import type { Problem } from "../../domain/program/program.ts";

const SHOWN_CHARACTERS = 80;

/**
 * @param message what is wrong, without the key, the value and what is allowed: those are shown beside it
 * @param found the text that is wrong; null where something is missing
 */
export function problem(
  key: string,
  message: string,
  found: string | null,
  allowed: string,
  line: number | null,
): Problem {
  return { key, value: found === null ? null : shortened(found), allowed, line, message };
}

/** @param meant the end of the sentence that asks what was meant, or nothing */
export function wrongValue(
  key: string,
  found: string,
  allowed: string,
  meant: string,
  line: number | null,
): Problem {
  return problem(key, `has a value that is not allowed${meant}`, found, allowed, line);
}

/** One line of at most 80 characters, without control characters. */
export function shortened(text: string): string {
  const line = text
    .slice(0, 4 * SHOWN_CHARACTERS)
    .replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, " ")
    .trim();
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS - 1)}…` : line;
}

// A direction as the value of a setting: the words of other tools are as clear as ours.

import type { Direction } from "../../domain/program/program.ts";

export const DIRECTION_ALLOWED = "`higher` or `lower`";

const WORDS: ReadonlyMap<string, Direction> = new Map([
  ...["higher", "maximize", "maximise", "max"].map((word) => [word, "higher"] as const),
  ...["lower", "minimize", "minimise", "min"].map((word) => [word, "lower"] as const),
]);

/** All words for a direction, ours first. */
export const DIRECTION_WORDS: readonly string[] = ["higher", "lower", ...WORDS.keys()].filter(
  (word, index, all) => all.indexOf(word) === index,
);

/** Null for every word that is not on the list: `up` and `better` say too little. */
export function readDirection(value: unknown): Direction | null {
  if (typeof value !== "string") return null;
  const word = value
    .trim()
    .toLowerCase()
    .replace(/[ _-]+is[ _-]+better$/, "");
  return WORDS.get(word) ?? null;
}

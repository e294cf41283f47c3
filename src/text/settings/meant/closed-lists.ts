// The closed lists that a value may come from, and which word of one was probably meant. Names stand for themselves
// here; what an agent or an executor is stands with its row.

import { EXECUTOR_NAMES } from "../../../domain/executors.ts";
import type { NameList, Shape } from "../../../domain/settings/shape.ts";
import { AGENT_NAMES } from "../../agents/agents.ts";
import { nearest } from "../../format/nearest.ts";
import { DIRECTION_WORDS } from "../direction-word.ts";

const NAMES: Readonly<Record<NameList, readonly string[]>> = {
  agents: AGENT_NAMES,
  executors: EXECUTOR_NAMES,
  presets: ["default"],
};

/** All words that a value of the shape may be; null where they cannot be listed. */
function wordsOf(shape: Shape): readonly string[] | null {
  if (shape.kind === "choice") return shape.of;
  if (shape.kind === "bound") return ["never"];
  if (shape.kind === "option") return shape.of.map(String);
  if (shape.kind === "direction") return DIRECTION_WORDS;
  return shape.kind === "name" ? namesIn(shape.list) : null;
}

/** The names of one list. */
export function namesIn(list: NameList): readonly string[] {
  return NAMES[list];
}

/** ` (did you mean …?)` behind what is said of a wrong value; empty where no word is near. */
export function valueMeant(shape: Shape, value: unknown): string {
  const words = wordsOf(shape);
  return words === null || typeof value !== "string" ? "" : meaning(wordMeant(value, words));
}

/** The word of a list that the writer probably meant, capitals aside; null where none is near. */
export function wordMeant(written: string, words: readonly string[]): string | null {
  return nearest(written.trim().toLowerCase(), words);
}

/** The question as the end of a sentence, before its full stop. */
export function meaning(meant: string | null): string {
  return meant === null ? "" : ` (did you mean \`${meant}\`?)`;
}

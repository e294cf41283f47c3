// The grammar of commands: `/autoloop [name:] verb …` on the first line of a comment, and nothing else. Says what
// was written, never who may do it or whether it can be done. Linear in a bounded piece of the text.

import { COMMAND_CHARACTERS, PROGRAM_NAME_CHARACTERS } from "../../domain/limits.ts";
import { nearest } from "../format/nearest.ts";

/** Verbs that stand alone. */
const BARE = ["run", "resume", "stop", "status", "retry", "approve", "doctor", "help"] as const;
export type BareVerb = (typeof BARE)[number];

/** All verbs, in the order in which help lists them. */
export const VERBS = [
  "run",
  "retry",
  "pause",
  "resume",
  "stop",
  "status",
  "doctor",
  "approve",
  "set",
  "help",
] as const;
export type Verb = (typeof VERBS)[number];

/** What a comment asks for. `name`: the program it picks; null: the one it stands on. Values are as written. */
export type Command = { readonly name: string | null } & (
  | { readonly verb: BareVerb }
  | { readonly verb: "pause"; readonly reason: string }
  | { readonly verb: "set"; readonly key: string; readonly value: string }
  /** Free text: an instruction for one iteration. */
  | { readonly verb: "instruct"; readonly text: string }
  /** No command, although it begins like one. `written`: the word that is none. */
  | { readonly verb: "unknown"; readonly written: string; readonly meant: Verb }
  /** A verb that stands alone, with something behind it; or `set` without key and value. */
  | { readonly verb: "malformed"; readonly written: Verb }
);

/**
 * Reads a comment. Only a first line that begins, at its very first character, with `/autoloop` and then ends or goes
 * on with a space or a tab is a command: nothing quoted, indented, fenced or hidden can be one.
 * @returns null for every other comment
 */
export function parseCommand(body: string): Command | null {
  const [line = ""] = body.slice(0, COMMAND_CHARACTERS).split(/[\r\n]/, 1);
  if (!/^\/autoloop(?:[ \t]|$)/i.test(line) || line.includes("<!--")) return null;
  const { name, rest } = addressed(trim(line.slice("/autoloop".length)));
  return { name, ...read(rest) };
}

type Unaddressed<T> = T extends unknown ? Omit<T, "name"> : never;

function read(rest: string): Unaddressed<Command> {
  const [written, after] = firstWord(rest);
  const word = asciiLower(written);
  if (word === "") return { verb: "help" };
  if (word === "pause") return { verb: "pause", reason: after };
  if (word === "set") {
    const [key, value] = firstWord(after);
    return value === "" ? { verb: "malformed", written: "set" } : { verb: "set", key, value };
  }
  const bare = BARE.find((verb) => verb === word);
  if (bare !== undefined) return after === "" ? { verb: bare } : { verb: "malformed", written: bare };
  const meant = after === "" ? nearest(word, VERBS) : null;
  return meant === null ? { verb: "instruct", text: rest } : { verb: "unknown", written, meant };
}

/** `name:` before the verb, with nothing between name and colon. */
function addressed(text: string): { readonly name: string | null; readonly rest: string } {
  const [word, after] = firstWord(text);
  const name = word.endsWith(":") ? asciiLower(word.slice(0, -1)) : "";
  return name.length <= PROGRAM_NAME_CHARACTERS && /^[a-z0-9][a-z0-9-]*$/.test(name)
    ? { name, rest: after }
    : { name: null, rest: text };
}

function firstWord(text: string): readonly [word: string, after: string] {
  const end = text.search(/[ \t]/);
  return end < 0 ? [text, ""] : [text.slice(0, end), trim(text.slice(end))];
}

/** Spaces and tabs only: what merely looks like a space belongs to the words. */
function trim(text: string): string {
  let from = 0;
  let to = text.length;
  while (isBlank(text.charAt(from))) from++;
  while (isBlank(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t";
}

/** Letters beyond ASCII stay: some of them have an ASCII letter as their lower case. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

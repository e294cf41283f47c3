// The grammar of commands: `/autoloop [name:] verb …` on the first line of a comment, and nothing else. Says what
// was written, never who may do it or whether it can be done. Linear in a bounded piece of the text.

import type { CommandRow } from "../../domain/commands/command-row.ts";
import { type Box, COMMANDS, type Row, type Verb } from "../../domain/commands/commands.ts";
import { COMMAND_CHARACTERS, PROGRAM_NAME_CHARACTERS } from "../../domain/limits.ts";
import { nearest } from "../format/nearest.ts";

/** What stands behind a verb, as written. */
interface Arguments {
  readonly nothing: unknown;
  readonly reason: { readonly reason: string };
  readonly "key and value": { readonly key: string; readonly value: string };
  /** Free text: an instruction for one iteration. */
  readonly words: { readonly text: string };
}

/** A verb with its arguments. */
type CommandOf<R extends Row = Row> = R extends Row
  ? { readonly verb: R["verb"] } & Arguments[R["takes"]]
  : never;

export type CommandsByVerb = { readonly [R in Row as R["verb"]]: CommandOf<R> };

/** No command, although it begins like one. */
type Misunderstood =
  /** `written`: the word that is none. */
  | { readonly verb: "unknown"; readonly written: string; readonly meant: Verb }
  /** A verb that stands alone, with something behind it; or one without its arguments. */
  | { readonly verb: "malformed"; readonly written: Verb };

type Unaddressed = CommandOf | Misunderstood;

/** What a comment asks for. `name`: the program it picks; null: the one it stands on. Values are as written. */
export type Command = { readonly name: string | null } & Unaddressed;

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

/** The verb that was probably meant by a word that is none; null: none was. */
export function verbMeant<const R extends Pick<CommandRow, "verb" | "near">>(
  written: string,
  rows: readonly R[],
): R["verb"] | null {
  const word = nearest(
    written,
    rows.flatMap(({ verb, near = [] }) => [verb, ...near]),
  );
  return rows.find(({ verb, near = [] }) => [verb, ...near].some((one) => one === word))?.verb ?? null;
}

/** A box or a button as the command that it stands for. */
export function commandOfBox(box: Box): Command {
  return { name: null, ...read(box) };
}

type VerbRow = Extract<Row, { readonly verb: Verb }>;

const VERB_ROWS = COMMANDS.filter((row): row is VerbRow => row.takes !== "words");

function read(rest: string): Unaddressed {
  const [written, after] = firstWord(rest);
  const word = asciiLower(written);
  if (word === "") return { verb: "help" };
  const row = VERB_ROWS.find(({ verb }) => verb === word);
  if (row !== undefined) return withArguments(row, after);
  const meant = after === "" ? verbMeant(word, VERB_ROWS) : null;
  return meant === null ? { verb: "instruct", text: rest } : { verb: "unknown", written, meant };
}

function withArguments(row: VerbRow, after: string): Unaddressed {
  switch (row.takes) {
    case "nothing":
      return after === "" ? { verb: row.verb } : { verb: "malformed", written: row.verb };
    case "reason":
      return { verb: row.verb, reason: after };
    case "key and value": {
      const [key, value] = firstWord(after);
      return value === "" ? { verb: "malformed", written: row.verb } : { verb: row.verb, key, value };
    }
  }
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

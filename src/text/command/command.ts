// The grammar of commands: `/autoloop [name:] verb …` on the first line of a comment, or a mention of the app instead.
// Says what was written, never who may do it or whether it can be done. Linear in a bounded piece of the text.

import type { CommandRow } from "../../domain/commands/command-row.ts";
import { type Box, COMMANDS, type Row, type Verb } from "../../domain/commands/commands.ts";
import { COMMAND_CHARACTERS } from "../../domain/limits.ts";
import { slug } from "../../domain/program/names.ts";
import { nearest } from "../format/nearest.ts";
import { addressed, behindAddress } from "./address.ts";
import { deniesStop, isNoName, isOnlyStop, mayMeanStop } from "./halting.ts";
import { withoutSignature } from "./signature.ts";

/** What stands behind a verb, as written. */
interface Arguments {
  readonly nothing: unknown;
  readonly reason: { readonly reason: string };
  readonly "key and value": { readonly key: string; readonly value: string };
  readonly text: { readonly text: string };
  /** A whole number, 1 at least. */
  readonly number: { readonly number: number };
  readonly iteration: { readonly iteration: number };
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
  | { readonly verb: "malformed"; readonly written: Verb }
  /** Words that may mean stop: they halt, and ask what was meant. */
  | { readonly verb: "halting"; readonly written: string };

type Unaddressed = CommandOf | Misunderstood;

/** What a comment asks for. `name`: the program it picks; null: the one it stands on. Values are as written. */
export type Command = { readonly name: string | null } & Unaddressed;

/** Names that the reader of a comment has to know. */
export interface KnownNames {
  /** The app's own login, such as `autoloop[bot]`; null: not known, so that a mention is no command. */
  readonly self: string | null;
  /** Names of the programs that are there. A name that is a verb too counts as one only here. */
  readonly programs: readonly string[];
}

const UNKNOWN_NAMES: KnownNames = { self: null, programs: [] };

/**
 * Reads a comment. Only a first line that begins, at its very first character, with `/autoloop` or a mention of the app
 * and then ends or goes on with something that is part of no word is a command: nothing quoted, indented, fenced or
 * hidden can be one.
 * @returns null for every other comment
 */
export function parseCommand(body: string, names: KnownNames = UNKNOWN_NAMES): Command | null {
  const said = behindAddress(commandLine(body), names.self);
  if (said === null) return null;
  const to = addressed(said, names.programs);
  if (to !== null && (to.isThere || !(VERB_ROWS.some(({ verb }) => verb === to.name) || isNoName(to.name))))
    return { name: to.name, ...read(to.rest) };
  const [first, rest] = firstWord(said);
  const here = names.programs.find((name) => name === slug(first));
  const toProgram = here === undefined || rest === "" ? null : read(rest);
  return here === undefined || toProgram === null || toProgram.verb === "instruct"
    ? { name: null, ...read(said) }
    : { name: here, ...toProgram };
}

/** A whole comment that says nothing but stop, to whom it may concern, signed or not; null for every other one. */
export function parseBareStop(body: string, names: KnownNames): Command | null {
  const said = withoutSignature(body);
  const known = [names.self ?? "", ...names.programs];
  return isOnlyStop(said, known) ? { name: null, verb: "halting", written: said.trim() } : null;
}

/** The first line of a comment, as far as a command is looked for. */
export function commandLine(body: string): string {
  const beginning = body.slice(0, COMMAND_CHARACTERS);
  const end = beginning.search(/[\r\n]/);
  return end === -1 ? beginning : beginning.slice(0, end);
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
  const [first, after] = firstWord(rest);
  if (first === "") return { verb: "help" };
  const written = after === "" ? first : first.replace(/:$/, "");
  const word = asciiLower(written);
  const row = VERB_ROWS.find(({ verb }) => verb === word);
  if (row !== undefined) return withArguments(row, after, rest);
  const meant = after === "" ? verbMeant(word, VERB_ROWS) : null;
  const said = freeText(rest);
  return meant !== null && said.verb === "instruct" ? { verb: "unknown", written, meant } : said;
}

function freeText(rest: string): Unaddressed {
  if (deniesStop(rest)) return { verb: "unknown", written: rest, meant: "resume" };
  return mayMeanStop(rest) ? { verb: "halting", written: rest } : { verb: "instruct", text: rest };
}

function withArguments(row: VerbRow, after: string, rest: string): Unaddressed {
  switch (row.takes) {
    case "nothing":
      if (after === "") return { verb: row.verb };
      // What halts with something behind it may be meant in another way, but never as nothing.
      return row.permission === "halt" || mayMeanStop(after)
        ? { verb: "halting", written: rest }
        : { verb: "malformed", written: row.verb };
    case "reason":
      return { verb: row.verb, reason: after };
    case "key and value": {
      const [key, value] = firstWord(after);
      return value === "" ? { verb: "malformed", written: row.verb } : { verb: row.verb, key, value };
    }
    case "text":
      return after === "" ? { verb: "malformed", written: row.verb } : { verb: row.verb, text: after };
    case "number": {
      const [, digits] = /^#?([1-9]\d{0,8})$/.exec(after) ?? [];
      if (digits !== undefined) return { verb: row.verb, number: Number(digits) };
      return mayMeanStop(rest)
        ? { verb: "halting", written: rest }
        : { verb: "malformed", written: row.verb };
    }
    case "iteration": {
      const digits = /^#?(\d{1,9})$/.exec(after)?.[1];
      if (digits !== undefined) return { verb: row.verb, iteration: Number(digits) };
      // "keep the height above 8 cm" is a wish about the code.
      return after === "" ? { verb: "malformed", written: row.verb } : freeText(rest);
    }
  }
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

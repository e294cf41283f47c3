// All commands, and the questions that can be asked of them by their verbs. A verb that is not known (a later version
// wrote it into a journal) is no question and has no row.

import type { ProgramPermission } from "../authority.ts";
import type { AnswerPart, BoxWords, CommandRow } from "./command-row.ts";
import { ROWS } from "./rows.ts";

/** A row with its own verb and arguments. */
export type Row = (typeof ROWS)[number];

/** Verbs as people write them. */
export type Verb = Exclude<Row, { readonly takes: "words" }>["verb"];

/** Verbs that are questions, which change nothing. */
export type Question = Extract<Row, { readonly permission: "ask" }>["verb"];

/** The command of the same name as a check box or a button. */
export type Box = Extract<Row, { readonly box: BoxWords }>["verb"];

/** In the order in which they are listed. */
export const COMMANDS: readonly Row[] = ROWS.toSorted((a, b) => a.order - b.order);

/** Verbs of the commands that begin with one of their own. */
export const VERBS: readonly Verb[] = COMMANDS.flatMap((row) => (row.takes === "words" ? [] : [row.verb]));

/** Rows that are boxes and buttons too, in the order in which they are shown. */
export const BOXES: readonly (CommandRow & { readonly verb: Box; readonly box: BoxWords })[] =
  COMMANDS.flatMap((row) => ("box" in row ? [row] : []));

/** The row of a verb that is one. */
export function rowOf(verb: Row["verb"]): CommandRow {
  return ROW_OF[verb];
}

const ROW_OF = Object.fromEntries(ROWS.map((row) => [row.verb, row])) as Readonly<
  Record<Row["verb"], CommandRow>
>;

const BY_VERB: ReadonlyMap<string, CommandRow> = new Map(ROWS.map((row) => [row.verb, row]));

/** Stands in the journal for words that may mean stop; nobody writes it. */
const HALTING = "halting";

/** The answer is shown even though nothing is wrong. */
export function isQuestion(verb: string): boolean {
  return BY_VERB.get(verb)?.permission === "ask";
}

/** The parts that the answer to a question shows: at least where the program stands. */
export function partsOfAnswer(verb: string): readonly AnswerPart[] {
  return BY_VERB.get(verb)?.shows ?? ["status"];
}

/** How a command is acknowledged that takes effect later. 👀: when its time comes. 🚀: an iteration starts. */
export function reactionWhenQueued(verb: string): "eyes" | "rocket" {
  return BY_VERB.get(verb)?.queued ?? "rocket";
}

/** It counts although it is older than the adoption, on the program's own issue. */
export function countsEarly(verb: string): boolean {
  return BY_VERB.get(verb)?.early === true;
}

/** It ends a pause. */
export function resumes(verb: string): boolean {
  return BY_VERB.get(verb)?.resumes === true;
}

/** It is a brake: heard before everything else, and as long as nobody knows who gave it nothing begins. */
export function isHalt(verb: string): boolean {
  return permissionFor(verb) === "halt";
}

/**
 * The right that its author must have. Words that may mean stop are a brake; every other text that only begins like a
 * command is answered like a question.
 */
export function permissionFor(verb: string): ProgramPermission {
  return verb === HALTING ? "halt" : (BY_VERB.get(verb)?.permission ?? "ask");
}

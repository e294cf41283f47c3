// The state file: read as this app or an older installation wrote it and people edited it, and brought up to date.
// Reading never throws and never guesses: what cannot be read is null, and a problem says so.

import type { ProgramState } from "../../domain/journal/state.ts";
import { STATE_FILE_CHARACTERS } from "../../domain/limits.ts";
import type { Direction, Problem } from "../../domain/program/program.ts";
import { emptyStateFile } from "./state-layout.ts";
import { renderOnto } from "./state-render.ts";
import { blocksOf, bytesOfBlock, linesOf, sectionOf } from "./state-sections.ts";
import { findTable, MACHINE_TITLE, type Row } from "./state-table.ts";
import {
  booleanIn,
  branchIn,
  countIn,
  directionIn,
  isNone,
  numberIn,
  referenceIn,
  statusesIn,
  timeIn,
} from "./state-values.ts";

/** Malformed rows of one file that are told. */
const PROBLEMS = 50;

/** What a state file says. Null: the row is missing, says "none", or cannot be read. */
export interface StateFile {
  /** The file has a machine table at all. */
  readonly hasTable: boolean;
  /** As written; ISO 8601 in every file that is known. */
  readonly lastRun: string | null;
  readonly iterationCount: number | null;
  readonly bestMetric: number | null;
  readonly initialMetric: number | null;
  readonly targetMetric: number | null;
  readonly direction: Direction | null;
  readonly branch: string | null;
  readonly pullRequest: number | null;
  readonly issue: number | null;
  readonly paused: boolean | null;
  readonly pauseReason: string | null;
  readonly completed: boolean | null;
  readonly completedReason: string | null;
  readonly consecutiveErrors: number | null;
  /** In the order of the file; also words that this app never writes. */
  readonly recentStatuses: readonly string[];
  /** Sections of level 2 in order; the title as written, the body byte for byte. */
  readonly sections: readonly { readonly title: string; readonly body: string }[];
  /** All rows of the machine table, known or not. */
  readonly rows: readonly { readonly field: string; readonly value: string }[];
  readonly problems: readonly Problem[];
}

/**
 * The file with what the app owns brought up to date: the machine table, Program Info and the journal's part of the
 * Iteration History. Every other byte stays. Rendering twice changes nothing more.
 * @param previous the file as it is; null (or empty): there is none, all sections are made. One that is too long stays
 * as it is: it is people's text, and reading it again and again would cost more than everything else
 */
export function renderStateFile(previous: string | null, state: ProgramState): string {
  if (previous !== null && isTooLong(previous)) return previous;
  return renderOnto(previous || emptyStateFile(state.name), state);
}

/** Longer than any state file: it is neither read nor written until somebody shortens it. */
export function isTooLong(text: string): boolean {
  return text.length > STATE_FILE_CHARACTERS;
}

/** Reads any text. Linear; one that is too long says nothing but that. */
export function parseStateFile(text: string): StateFile {
  if (!isTooLong(text)) return parse(text);
  const found = `${text.length} characters`;
  const allowed = `at most ${STATE_FILE_CHARACTERS} characters`;
  const message = "is too long to be one";
  return { ...parse(""), problems: [{ key: "state file", value: found, allowed, line: null, message }] };
}

function parse(text: string): StateFile {
  const blocks = blocksOf(text);
  const machine = sectionOf(blocks, MACHINE_TITLE);
  const table = machine === undefined ? null : findTable(linesOf(machine.body));
  const rows = table?.rows ?? [];
  const firstOf = new Map<string, Row>();
  const odd = rows.filter((row) => {
    const field = row.field.toLowerCase();
    const isFirst = !firstOf.has(field);
    if (isFirst) firstOf.set(field, row);
    return !isFirst || row.cells !== 2;
  });
  const told = (row: Row, allowed: string, message: string): Problem => {
    const before = blocks.slice(0, machine === undefined ? 0 : blocks.indexOf(machine));
    const lines = linesOf(before.map(bytesOfBlock).join("")).length;
    return { key: row.field, value: row.value.slice(0, 100), allowed, line: 2 + lines + row.line, message };
  };
  const problems = odd
    .slice(0, PROBLEMS)
    .map((row) => told(row, "one row per field: | Field | Value |", malformed(row)));

  /** The row's value through `read`, which gives null for what it cannot read. */
  const value = <T>(field: string, allowed: string, read: (value: string) => T | null): T | null => {
    const row = firstOf.get(field.toLowerCase());
    if (row === undefined || isNone(row.value)) return null;
    const found = read(row.value);
    if (found === null) problems.push(told(row, allowed, `${field} cannot be read`));
    return found;
  };

  return {
    hasTable: table !== null,
    lastRun: value("Last Run", "a time such as 2026-05-17T13:23:35Z, or —", timeIn),
    iterationCount: value("Iteration Count", "a whole number", countIn),
    bestMetric: value("Best Metric", "a number, or —", numberIn),
    initialMetric: value("Initial Metric", "a number, or —", numberIn),
    targetMetric: value("Target Metric", "a number, or —", numberIn),
    direction: value("Metric Direction", "higher or lower", directionIn),
    branch: value("Branch", "a branch name", branchIn),
    pullRequest: value("PR", "a number such as #12, or —", referenceIn),
    issue: value("Issue", "a number such as #12, or —", referenceIn),
    paused: value("Paused", "true or false", booleanIn),
    pauseReason: value("Pause Reason", "text, or —", (text) => text),
    completed: value("Completed", "true or false", booleanIn),
    completedReason: value("Completed Reason", "text, or —", (text) => text),
    consecutiveErrors: value("Consecutive Errors", "a whole number", countIn),
    recentStatuses: value("Recent Statuses", "words with commas between", statusesIn) ?? [],
    sections: blocks.filter(({ level }) => level === 2).map(({ title, body }) => ({ title, body })),
    rows: rows.map(({ field, value }) => ({ field, value })),
    problems,
  };
}

function malformed({ field, cells }: Row): string {
  return cells === 2
    ? `${field} stands there twice; the first one counts`
    : `the row has ${cells} cells instead of 2`;
}

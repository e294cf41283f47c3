// The results table: one line of tab-separated values per ended iteration, for spreadsheets and scripts. Lines are
// added, and told anew where an iteration was revoked; the journal can make the whole table again. Lines that nothing can
// change any more stand in files of their own, so that what is written with each iteration does not grow.

import { endsIteration, type JournalEvent } from "../../domain/journal/event.ts";
import { fold } from "../../domain/journal/fold.ts";
import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { cut, oneLine } from "../format/inert.ts";
import { whyOf } from "../outcome/reasons.ts";

const COLUMNS = [
  "iteration",
  "commit",
  "metric",
  "delta",
  "status",
  "seconds",
  "cost_usd",
  "secondary",
  "description",
];
const HEADER = COLUMNS.join("\t");
/** Columns that a version added, newest first: without one of them and those before it, a table is an older one. */
const ADDED = ["secondary"];
/** What stands for "none". */
const NONE = "-";
const DESCRIPTION_CHARACTERS = 200;

/**
 * The table with a line for each record that is newer than its last line.
 * @param previous the table as it is; null, or a text that is no such table: made from the records alone
 * @param records oldest first
 */
export function renderResults(previous: string | null, records: readonly IterationRecord[]): string {
  const known = previous === null ? null : inColumns(previous);
  const last = known === null ? null : lastIteration(known);
  const kept = known === null || last === null ? `${HEADER}\n` : known;
  const added = records.filter(({ number }) => last === null || number > last);
  return revised(kept, records) + added.map((record) => `${line(record)}\n`).join("");
}

/** A table of today's columns, where an older one has those that it lacked filled with "none"; all else as it is. */
function inColumns(table: string): string {
  const end = table.indexOf("\n");
  const names = table.slice(0, Math.max(0, end)).split("\t");
  const isOlder = ADDED.some((_, index) => {
    const lacking = new Set(ADDED.slice(0, index + 1));
    return names.join("\t") === COLUMNS.filter((name) => !lacking.has(name)).join("\t");
  });
  if (!isOlder) return table;
  const widened = (row: string) => {
    const cells = row.split("\t");
    if (numberOfLine(row) === null || cells.length !== names.length) return row;
    return COLUMNS.map((name) => cells[names.indexOf(name)] ?? NONE).join("\t");
  };
  return [
    HEADER,
    ...table
      .slice(end + 1)
      .split("\n")
      .map(widened),
  ].join("\n");
}

/** Iterations of which one file of older lines tells. */
const OLDER_ITERATIONS = 50;

/** Lines that left the table, as a table of their own. */
interface OlderResults {
  /** Number of the first iteration that it may hold; 49 more follow. */
  readonly from: number;
  readonly text: string;
}

/** The first iteration of the file in which the line of this one stands, once it left the table. */
export function olderFrom(iteration: number): number {
  return iteration - (iteration % OLDER_ITERATIONS);
}

/**
 * The table without the lines that leave it: always those of fifty iterations together, none of which is remembered one by
 * one. Whatever else people wrote into the table stays there.
 * @param remembered number of the oldest iteration that is remembered one by one
 */
export function withoutOlder(
  table: string,
  remembered: number,
): { readonly table: string; readonly older: readonly OlderResults[] } {
  const end = olderFrom(remembered);
  const leaving = new Map<number, string[]>();
  const kept: string[] = [];
  for (const row of table.split("\n")) {
    const number = numberOfLine(row);
    if (number === null || number >= end) kept.push(row);
    else leaving.set(olderFrom(number), [...(leaving.get(olderFrom(number)) ?? []), row]);
  }
  const older = Array.from(leaving, ([from, rows]) => ({ from, text: `${[HEADER, ...rows].join("\n")}\n` }));
  return older.length === 0 ? { table, older } : { table: kept.join("\n"), older };
}

/** What was revoked after its line was written is told in its place. */
function revised(table: string, records: readonly IterationRecord[]): string {
  const lines = new Map(
    records.filter(({ revoked }) => revoked !== undefined).map((one) => [String(one.number), line(one)]),
  );
  if (lines.size === 0) return table;
  const told = (row: string) => lines.get(row.replace(/\t.*/s, "")) ?? row;
  return table.split("\n").map(told).join("\n");
}

/** The whole table from a whole journal; from a later segment on, what its snapshot remembers is left out. */
export function resultsFromEvents(events: readonly JournalEvent[]): string {
  const records: IterationRecord[] = [];
  let state: ProgramState | null = null;
  for (const event of events) {
    state = fold(state, [event]);
    const newest = state?.recent.at(-1);
    if (endsIteration(event) && newest !== undefined) records.push(newest);
    const revoked = event.type === "iteration.revoke" ? event.iteration : null;
    const at = records.findIndex(({ number }) => number === revoked);
    const record = state?.recent.find(({ number }) => number === revoked);
    if (record !== undefined && at >= 0) records[at] = record;
  }
  return renderResults(null, records);
}

/** A line of the table, as far as it can be read back. */
export interface ResultRow {
  readonly metric: number | null;
  readonly delta: number | null;
  readonly status: "baseline" | "keep" | "discard" | "crash";
  /** Outside text. */
  readonly description: string;
}

/** The columns that every version has at their places, whatever it has behind them, and the description last. */
const ROW =
  /^(\d{1,9})\t[^\t]*\t([^\t]*)\t([^\t]*)\t(baseline|keep|discard|crash)(?:\t[^\t]*){2,9}\t([^\t]*)$/;

/** The table's lines by iteration; lines that are none of the app's are skipped. */
export function readResults(table: string): ReadonlyMap<number, ResultRow> {
  const rows = new Map<number, ResultRow>();
  for (const line of table.split("\n")) {
    const [, number, metric = "", delta = "", status, description = ""] = ROW.exec(line) ?? [];
    if (number === undefined) continue;
    rows.set(Number(number), {
      metric: numberOf(metric),
      delta: numberOf(delta),
      status: status as ResultRow["status"],
      description,
    });
  }
  return rows;
}

function numberOf(text: string): number | null {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Number in the last line, null for a header alone and for what is no results table. */
function lastIteration(table: string): number | null {
  if (!table.startsWith(`${HEADER}\n`) || !table.endsWith("\n")) return null;
  return numberOfLine(table.slice(table.lastIndexOf("\n", table.length - 2) + 1, -1));
}

/** The iteration of which a line tells; null for the header and for what is no line of the app's. */
function numberOfLine(row: string): number | null {
  const number = /^(\d{1,15})\t/.exec(row)?.[1];
  return number === undefined ? null : Number(number);
}

function line(record: IterationRecord): string {
  const { number, commit, metric, best_before, seconds, cost, answer, secondary = {} } = record;
  const delta = metric === null || best_before === null ? null : difference(best_before, metric);
  const description = answer?.change || whyOf(record);
  return [
    String(number),
    commit?.slice(0, 7) ?? NONE,
    metric ?? NONE,
    delta ?? NONE,
    status(record),
    seconds,
    cost.usd ?? NONE,
    Object.keys(secondary).length === 0 ? NONE : asText(others(secondary)),
    asText(cut(oneLine(description), DESCRIPTION_CHARACTERS)),
  ].join("\t");
}

/** `name=value` pairs, one space between them; a name's own spaces and equal signs are underlines. */
function others(secondary: Readonly<Record<string, number>>): string {
  return Object.entries(secondary)
    .map(([name, value]) => `${oneLine(name).replace(/[\s=]+/g, "_")}=${value}`)
    .join(" ");
}

function status({ kind, verdict }: IterationRecord): string {
  if (verdict === "error") return "crash";
  if (verdict === "rejected") return "discard";
  return kind === "baseline" ? "baseline" : "keep";
}

/** Without the noise that binary fractions leave behind. */
function difference(from: number, to: number): number {
  return Number((to - from).toPrecision(12));
}

/** Spreadsheets run what begins like a formula. */
function asText(text: string): string {
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}

// Which columns a results table has, and its lines as cells by the names of these columns: a table says itself what it
// holds, so that versions with more or fewer columns keep each other's. Must never lose a column that it does not know.

import { cut, oneLine } from "../format/inert.ts";

/** What stands for "none". */
export const NONE = "-";

/** Columns of version 0.1.0: without one of them, a text is no results table. */
const OLDEST = ["iteration", "commit", "metric", "delta", "status", "seconds", "cost_usd", "description"];
const FIRST = ["iteration", "commit", "metric", "delta", "status", "seconds", "cost_usd", "tokens"];
const LAST = ["confidence", "preset", "run", "description"];
const FIXED: readonly string[] = [...FIRST, ...LAST];

/** Columns of other metrics in one table; what is measured beyond them is in the journal. */
const OTHER_METRICS = 20;
const NAME_CHARACTERS = 60;

/** The columns of a table by its first line; null: it is no results table. */
export function columnsOf(header: string): readonly string[] | null {
  const columns = header.split("\t");
  const isOurs = columns[0] === OLDEST[0] && OLDEST.every((name) => columns.includes(name));
  return isOurs && new Set(columns).size === columns.length ? columns : null;
}

/**
 * The columns that a table needs: those that it has, the fixed ones, and one for each other metric.
 * @param before of the table as it is, returned itself where it has all; null: there is no table yet
 * @param metrics names of other metrics, as evaluations print them
 */
export function columnsFor(before: readonly string[] | null, metrics: Iterable<string>): readonly string[] {
  const others = (before ?? []).filter((name) => !FIXED.includes(name));
  const room = Math.max(others.length, OTHER_METRICS);
  const wanted = [...new Set([...others, ...Array.from(metrics, metricColumn)])].slice(0, room);
  if (before !== null && wanted.length === others.length && isWhole(before)) return before;
  return [...FIRST, ...wanted, ...LAST];
}

/** The table has every column that this version writes in each table. */
export function isWhole(columns: readonly string[]): boolean {
  return FIXED.every((name) => columns.includes(name));
}

/** The columns of tables that begin with no header. */
export const COLUMNS_OF_OLD: readonly string[] = OLDEST;

/** The column of another metric. One that is called like a column of every table gets a name that is still free. */
export function metricColumn(name: string): string {
  const column = asText(cut(oneLine(name), NAME_CHARACTERS)) || NONE;
  return FIXED.includes(column) ? `evaluation.${column}` : column;
}

/** The iteration of which a line tells; null for the header and for what is no line of the app's. */
export function numberOfLine(row: string): number | null {
  const number = /^(\d{1,15})\t/.exec(row)?.[1];
  return number === undefined ? null : Number(number);
}

/** A line's cells by column, as far as it is whole; what stands behind the last column is a part of it. */
export function cellsOf(row: string, columns: readonly string[]): ReadonlyMap<string, string> | null {
  const cells = row.split("\t");
  if (numberOfLine(row) === null || cells.length < columns.length) return null;
  const last = cells.slice(columns.length - 1).join("\t");
  return new Map(columns.map((name, at) => [name, at === columns.length - 1 ? last : (cells[at] ?? "")]));
}

/** The cells as a line without its end. */
export function lineOf(
  columns: readonly string[],
  cells: ReadonlyMap<string, string | number | null>,
): string {
  return columns.map((name) => cells.get(name) ?? NONE).join("\t");
}

/** Spreadsheets run what begins like a formula. */
export function asText(text: string): string {
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}

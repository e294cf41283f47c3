// The results table: one line of tab-separated values per ended iteration, for spreadsheets and scripts. Lines are
// added, and told anew where an iteration was revoked; the journal can make the whole table again. Lines that nothing can
// change any more stand in files of their own, so that what is written with each iteration does not grow.

import { endsIteration, type JournalEvent, type NewEvent } from "../../domain/journal/event.ts";
import { fold } from "../../domain/journal/fold.ts";
import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { cut, oneLine } from "../format/inert.ts";
import { whyOf } from "../outcome/reasons.ts";
import {
  asText,
  COLUMNS_OF_OLD,
  cellsOf,
  columnsFor,
  columnsOf,
  isWhole,
  lineOf,
  metricColumn,
  NONE,
  numberOfLine,
} from "./results-columns.ts";

const DESCRIPTION_CHARACTERS = 200;

/**
 * The table with a line for each record that it has none of, in its place. Lines and columns that others wrote stay; a table
 * of fewer columns is written anew with all of them, and what is still remembered is told in the new ones, too.
 * @param previous the table as it is; null, or a text that is no such table: made from the records alone
 * @param records oldest first
 */
export function renderResults(previous: string | null, records: readonly IterationRecord[]): string {
  const [header = "", ...body] = (previous ?? "").replace(/\r?\n$/, "").split(/\r?\n/);
  const before = columnsOf(header);
  const columns = columnsFor(
    before,
    records.flatMap(({ secondary = {} }) => Object.keys(secondary)),
  );
  const rows = before === null ? [] : toldAnew(body, before, columns, records);
  const known = new Set(rows.map(({ number }) => number));
  const added = records.filter(({ number }) => !known.has(number));
  const all = added.reduce((so_far, record) => inserted(so_far, record, columns), rows);
  return [
    lineOf(columns, new Map(columns.map((name) => [name, name]))),
    ...all.map(({ text }) => text),
    "",
  ].join("\n");
}

/** A line of the table; `number` null: none of the app's, or not a whole one. */
interface Row {
  readonly number: number | null;
  readonly text: string;
}

/** The lines under other columns. What was revoked after its line was written is told in its place. */
function toldAnew(
  body: readonly string[],
  before: readonly string[],
  columns: readonly string[],
  records: readonly IterationRecord[],
): readonly Row[] {
  const remembered = new Map(records.map((record) => [record.number, record]));
  const isOlder = !isWhole(before);
  return body.map((text) => {
    const cells = cellsOf(text, before);
    const number = numberOfLine(text);
    const record = number === null ? undefined : remembered.get(number);
    if (record !== undefined && (cells === null || isOlder || record.revoked !== undefined))
      return { number, text: lineOf(columns, new Map([...(cells ?? []), ...told(record)])) };
    if (cells === null) return { number: null, text };
    return { number, text: columns === before ? text : lineOf(columns, cells) };
  });
}

function inserted(rows: readonly Row[], record: IterationRecord, columns: readonly string[]): readonly Row[] {
  const row = { number: record.number, text: lineOf(columns, told(record)) };
  const next = rows.findIndex(({ number }) => number !== null && number > record.number);
  return next < 0 ? [...rows, row] : rows.toSpliced(next, 0, row);
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
  const [header = ""] = table.split("\n", 1);
  const older = Array.from(leaving, ([from, rows]) => ({ from, text: `${[header, ...rows].join("\n")}\n` }));
  return older.length === 0 ? { table, older } : { table: kept.join("\n"), older };
}

/** The whole table from a whole journal; from a later segment on, what its snapshot remembers is left out. */
export function resultsFromEvents(events: readonly JournalEvent[]): string {
  const records: IterationRecord[] = [];
  let state: ProgramState | null = null;
  for (const event of events) {
    const before: ProgramState | null = state;
    state = fold(before, [event]);
    if (endsIteration(event)) records.push(...withMetrics(state?.recent.slice(-1) ?? [], before, [event]));
    const revoked = event.type === "iteration.revoke" ? event.iteration : null;
    const at = records.findIndex(({ number }) => number === revoked);
    const record = state?.recent.find(({ number }) => number === revoked);
    if (record !== undefined && at >= 0) records[at] = { ...records[at], ...record };
  }
  return renderResults(null, records);
}

/**
 * The records, those of iterations that end by these events with the other numbers that were measured.
 * @param before the state that the events are added to
 */
export function withMetrics(
  records: readonly IterationRecord[],
  before: ProgramState | null,
  events: readonly NewEvent[],
): readonly IterationRecord[] {
  const reports = new Map(before?.in_flight ? [[before.in_flight.number, before.in_flight.report]] : []);
  for (const event of events) if (event.type === "iteration.report") reports.set(event.iteration, event);
  return records.map((record) => {
    const measurement = reports.get(record.number)?.measurement;
    return measurement?.outcome === "measured" ? { ...record, secondary: measurement.secondary } : record;
  });
}

/** A line of the table, as far as it can be read back. */
export interface ResultRow {
  readonly metric: number | null;
  readonly delta: number | null;
  readonly status: "baseline" | "keep" | "discard" | "crash";
  /** Outside text. */
  readonly description: string;
}

const STATUSES = ["baseline", "keep", "discard", "crash"] as const;

/** The table's lines by iteration; lines that are none of the app's are skipped. */
export function readResults(table: string): ReadonlyMap<number, ResultRow> {
  const lines = table.split("\n");
  const columns = columnsOf(lines[0] ?? "") ?? COLUMNS_OF_OLD;
  const rows = new Map<number, ResultRow>();
  for (const line of lines) {
    const cells = cellsOf(line, columns);
    const status = STATUSES.find((word) => word === cells?.get("status"));
    if (cells === null || status === undefined) continue;
    rows.set(Number(cells.get("iteration")), {
      metric: numberOf(cells.get("metric")),
      delta: numberOf(cells.get("delta")),
      status,
      description: cells.get("description") ?? "",
    });
  }
  return rows;
}

function numberOf(text = ""): number | null {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Cells by column; no key where nothing new is known. */
function told(record: IterationRecord): ReadonlyMap<string, string | number> {
  const { number, commit, metric, best_before, seconds, cost, answer, run_id, secondary = {} } = record;
  const { confidence } = record;
  const delta = metric === null || best_before === null ? null : difference(best_before, metric);
  const description = answer?.change || whyOf(record);
  return new Map<string, string | number>([
    ...Object.entries(secondary)
      .map(([name, value]) => [metricColumn(name), value] as const)
      .toReversed(),
    ["iteration", number],
    ["commit", commit?.slice(0, 7) ?? NONE],
    ["metric", metric ?? NONE],
    ["delta", delta ?? NONE],
    ["status", status(record)],
    ["seconds", seconds],
    ["cost_usd", cost.usd ?? NONE],
    ["tokens", tokens(cost) ?? NONE],
    // As `8/9` a spreadsheet would take it for a day.
    ...(confidence === undefined
      ? []
      : [["confidence", `${confidence.better} of ${confidence.pairs}`] as const]),
    ["run", asText(oneLine(run_id)) || NONE],
    ["description", asText(cut(oneLine(description), DESCRIPTION_CHARACTERS))],
  ]);
}

/** Of an agent that told only a part of them, nobody knows how many it used. */
function tokens({ input_tokens, output_tokens }: IterationRecord["cost"]): number | null {
  return input_tokens === null || output_tokens === null ? null : input_tokens + output_tokens;
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

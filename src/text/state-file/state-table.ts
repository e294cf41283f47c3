// The machine table of a state file: where it stands, what its rows say, and how the app writes it. Reads what
// older installations wrote; rows it does not know are kept, never judged.

import { iterationCount, type ProgramState } from "../../domain/journal/state.ts";
import { inertLine, inlineCode, tableCell } from "../format/inert.ts";
import { definitionOf } from "../settings/overrides.ts";
import type { Line } from "./state-sections.ts";

/** Heading of the section that holds the table. */
export const MACHINE_TITLE = "⚙️ Machine State";

/** What stands for "none". */
const NONE = "—";
/** Characters of a reason that the table shows. */
const REASON_CHARACTERS = 300;

/** One row. `line` is 0-based within the section; `raw` the row's bytes. */
export interface Row {
  readonly field: string;
  readonly value: string;
  /** How many cells it has; two in a well-formed row. */
  readonly cells: number;
  readonly line: number;
  readonly raw: string;
}

/** The table within its section's lines: `from` up to, not including, `to`. */
interface Table {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly Row[];
}

/** The first table of the section that holds a row the app knows; null where there is none. */
export function findTable(lines: readonly Line[]): Table | null {
  for (let from = 0; from < lines.length; from++) {
    let to = from;
    while (isRow(lines[to])) to++;
    const table = lines.slice(from, to);
    if (table.some(({ text }) => KNOWN_ROW.test(text)))
      return { from, to, rows: table.flatMap((line, index) => rowOf(line, from + index) ?? []) };
    from = Math.max(from, to);
  }
  return null;
}

/**
 * The whole table. Every line ends with `eol`.
 * @param previous the table that it replaces: unknown rows of it are kept, byte for byte, after the known ones
 */
export function renderTable(state: ProgramState, previous: Table | null, eol: string): string {
  const known = ["| Field | Value |", "|-------|-------|", ...fields(state).map(row)].map(
    (line) => line + eol,
  );
  const kept = (previous?.rows ?? []).filter(({ field }) => !isKnownField(field) && !isOldField(field));
  return [...known, ...kept.map(({ raw }) => (/[\r\n]$/.test(raw) ? raw : raw + eol))].join("");
}

function row([field, value]: readonly [string, string]): string {
  return `| ${field} | ${value} |`;
}

function fields(state: ProgramState): readonly (readonly [string, string])[] {
  const parsed = definitionOf(state);
  return [
    ["Last Run", state.last_run_at === null ? NONE : wholeSeconds(state.last_run_at)],
    ["Iteration Count", String(iterationCount(state))],
    ["Best Metric", number(state.best?.metric ?? state.imported?.best)],
    ["Initial Metric", number(state.baseline ?? state.imported?.baseline)],
    ["Target Metric", number(parsed?.targetMetric)],
    ["Metric Direction", parsed?.direction ?? NONE],
    ["Branch", tableCell(inlineCode(state.branch, REASON_CHARACTERS))],
    ["PR", state.pull?.state === "open" ? `#${state.pull.number}` : NONE],
    ["Issue", `#${state.issue}`],
    ["Paused", String(state.status === "paused")],
    ["Pause Reason", state.status === "paused" ? reason(state.pause?.reason) : NONE],
    ["Completed", String(state.status === "completed")],
    ["Completed Reason", reason(state.ended?.reason)],
    ["Consecutive Errors", String(state.consecutive.errors)],
    ["Recent Statuses", state.recent_statuses.join(", ") || NONE],
  ];
}

/** ISO 8601 as older installations write and read it: without a fraction. */
export function wholeSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}

const KNOWN: ReadonlySet<string> = new Set([
  "last run",
  "iteration count",
  "best metric",
  "initial metric",
  "target metric",
  "metric direction",
  "branch",
  "pr",
  "issue",
  "paused",
  "pause reason",
  "completed",
  "completed reason",
  "consecutive errors",
  "recent statuses",
]);

/** Begins as a row that the app writes. Much cheaper than to read the row, of which a text may hold 20,000. */
const KNOWN_ROW = new RegExp(`^ {0,3}\\|\\s*(?:${[...KNOWN].join("|")})\\s*(?:\\||$)`, "i");

/** The row is one that the app writes. */
export function isKnownField(field: string): boolean {
  return KNOWN.has(field.toLowerCase());
}

/** Older editions' rows that `Issue` stands for now. */
export const OLD_FIELDS = ["Steering Issue", "Experiment Log"] as const;

function isOldField(field: string): boolean {
  return OLD_FIELDS.some((old) => old.toLowerCase() === field.toLowerCase());
}

function number(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : String(value);
}

function reason(text: string | undefined): string {
  return text === undefined ? NONE : tableCell(inertLine(text, REASON_CHARACTERS)) || NONE;
}

function isRow(line: Line | undefined): boolean {
  return line !== undefined && !line.fenced && /^ {0,3}\|/.test(line.text);
}

/** Null for the header and the line below it. */
function rowOf(line: Line, index: number): Row | null {
  const [field = "", ...values] = cellsOf(line.text);
  const isHeader = /^field$/i.test(field) && values[0]?.toLowerCase() === "value";
  if (isHeader || (isRule(field) && values.every(isRule))) return null;
  return {
    field,
    value: values.join(" | "),
    cells: 1 + values.length,
    line: index,
    raw: line.text + line.eol,
  };
}

function isRule(cell: string): boolean {
  return /^:?-+:?$/.test(cell);
}

/** Cells between bars; a bar behind a backslash is text. */
function cellsOf(text: string): readonly string[] {
  const inner = text.trim().slice(1);
  const isEscaped = text.includes("\\");
  const cells = isEscaped ? inner.split(/(?<!\\)\|/) : inner.split("|");
  if (cells.at(-1) === "") cells.pop();
  return cells.map((cell) => (isEscaped ? cell.trim().replaceAll("\\|", "|") : cell.trim()));
}

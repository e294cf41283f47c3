// The Iteration History of a state file: the journal's iterations, newest first, then whatever an older
// installation had written there. Ours stands between two markers, so that everything else is known as not ours.

import type { IterationRange } from "../../domain/journal/ranges.ts";
import { withRecord } from "../../domain/journal/ranges.ts";
import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { inertLine } from "../format/inert.ts";
import { formatDelta, formatMetric } from "../format/numbers.ts";
import { noteLine } from "../journal/agents-notes.ts";
import { whyOf } from "../outcome/reasons.ts";
import { bytesOf, isBreak, type Line } from "./state-sections.ts";
import { wholeSeconds } from "./state-table.ts";

/** Heading of the section. */
export const HISTORY_TITLE = "📊 Iteration History";

const BEGIN = "<!-- AUTOLOOP:HISTORY -->";
const END = "<!-- /AUTOLOOP:HISTORY -->";

const CHANGE_CHARACTERS = 300;
const REASON_CHARACTERS = 300;

/** The newest iterations in full, newest first, each as its lines. */
export function inFull(state: ProgramState, most: number): readonly (readonly string[])[] {
  return state.recent.slice(-most).toReversed().map(entry);
}

/**
 * The journal's part with its markers; every line ends with `eol`.
 * @param told the newest iterations in full; older ones are summed up
 */
export function ownHistory(state: ProgramState, told: ReturnType<typeof inFull>, eol: string): string {
  const ranges = state.recent.slice(0, state.recent.length - told.length).reduce(withRecord, state.ranges);
  const parts = [...told, ...ranges.toReversed().map((range) => [`### ${rangeLine(range)}`])];
  return marked(parts.length === 0 ? [["*(no iteration has ended yet)*"]] : parts, eol);
}

/** The journal's part when there is no room for more than a line. */
export function ownHistoryInOneLine(state: ProgramState, eol: string): string {
  const { accepted, rejected, errors } = state.counts;
  return marked(
    [[`*(no room: ${verdicts(accepted, rejected, errors)}; the journal has every iteration)*`]],
    eol,
  );
}

/**
 * What stands in the section's lines and is not ours, without blank lines around it. A line of dashes at its end will be
 * the section's separator to whoever reads it next, and so on: as there, a blank line stands before each.
 */
export function foreignHistory(lines: readonly Line[]): readonly Line[] {
  const begin = lines.findIndex(({ text, fenced }) => !fenced && text.trim() === BEGIN);
  const length =
    begin === -1 ? -1 : lines.slice(begin).findIndex(({ text, fenced }) => !fenced && text.trim() === END);
  const foreign = length === -1 ? lines : [...lines.slice(0, begin), ...lines.slice(begin + length + 1)];
  const text = foreign.slice(Math.max(0, foreign.findIndex(isText)), foreign.findLastIndex(isText) + 1);
  const end = text.findLastIndex((line) => isText(line) && !isBreak(line));
  const apart = text.slice(end + 1).flatMap((line, index) => {
    const [before] = text.slice(end + index, end + index + 1);
    const touches = before !== undefined && isText(before) && isBreak(line);
    return touches ? [{ text: "", eol: before.eol, fenced: false }, line] : [line];
  });
  return [...text.slice(0, end + 1), ...apart];
}

/** An older installation's history, newest first as it stood: what is kept of it, and how much is gone. */
export interface Foreign {
  /** Bytes of each entry, and of the blank lines behind it. */
  readonly entries: readonly { readonly text: string; readonly gap: string }[];
  /** Entries dropped earlier, as the last line of the text said. */
  readonly dropped: number;
}

/** Cuts foreign history at its headings of level 3. */
export function foreignEntries(lines: readonly Line[]): Foreign {
  const said = DROPPED.exec(lines.at(-1)?.text ?? "")?.[1];
  const entries: Line[][] = [];
  for (const line of said === undefined ? lines : lines.slice(0, -1)) {
    const last = entries.at(-1);
    if (last === undefined || (!line.fenced && /^ {0,3}###[ \t]/.test(line.text))) entries.push([line]);
    else last.push(line);
  }
  return {
    entries: entries.map((entry) => {
      const end = entry.findLastIndex(isText) + 1;
      return { text: bytesOf(entry.slice(0, end)), gap: bytesOf(entry.slice(end)) };
    }),
    dropped: Number(said ?? 0),
  };
}

/** The first `kept` entries and, where any are gone, a line that says so. A blank line first, a line end last. */
export function renderForeign({ entries, dropped }: Foreign, kept: number, eol: string): string {
  const gone = dropped + entries.length - kept;
  const text = entries
    .slice(0, kept)
    .map((entry, index) => entry.text + (index === kept - 1 ? "" : entry.gap))
    .join("");
  const note = `*(older entries that were dropped to keep this file small: ${gone})*`;
  return [text, gone === 0 ? "" : note]
    .filter((part) => part !== "")
    .map((part) => eol + part + (/[\r\n]$/.test(part) ? "" : eol))
    .join("");
}

const DROPPED = /^\*\(older entries that were dropped to keep this file small: (\d{1,9})\)\*$/;

function isText({ text }: Line): boolean {
  return text.trim() !== "";
}

function marked(parts: readonly (readonly string[])[], eol: string): string {
  const paragraphs = [[BEGIN], ...parts, [END]];
  return paragraphs.map((lines) => lines.map((line) => line + eol).join("")).join(eol);
}

function entry(record: IterationRecord): readonly string[] {
  const { number, ended_at, metric, best_before, commit, answer } = record;
  const best = best_before === null ? "" : ` (best before: ${formatMetric(best_before)}`;
  const delta =
    metric === null || best_before === null ? "" : `, delta: ${formatDelta(metric - best_before)})`;
  const facts: readonly (readonly [string, string])[] = [
    ["Status", status(record)],
    ["Change", inertLine(answer?.change ?? "", CHANGE_CHARACTERS)],
    ["Metric", metric === null ? "" : formatMetric(metric) + best + delta],
    ["Commit", commit === null ? "" : `\`${commit.slice(0, 7)}\``],
    ["Reason", inertLine(whyOf(record), REASON_CHARACTERS)],
    ["Notes", inertLine(answer?.lessons.map(noteLine).join("; ") ?? "", REASON_CHARACTERS)],
  ];
  const bullets = facts.filter(([, value]) => value !== "").map(([name, value]) => `- **${name}**: ${value}`);
  return [`### Iteration ${number} — ${wholeSeconds(ended_at)}`, "", ...bullets];
}

function status({ kind, verdict }: IterationRecord): string {
  if (verdict === "accepted") return kind === "baseline" ? "✅ baseline" : "✅ accepted";
  const word = verdict === "rejected" ? "❌ rejected" : "⚠️ error";
  return kind === "baseline" ? `${word} (baseline)` : word;
}

function rangeLine({ from, to, accepted, rejected, errors, metric_from, metric_to }: IterationRange): string {
  const name = from === to ? `Iter ${from}` : `Iters ${from}–${to}`;
  const metric =
    metric_from === null || metric_to === null
      ? ""
      : ` (metric ${formatMetric(metric_from)} → ${formatMetric(metric_to)})`;
  return `${name} — ${verdicts(accepted, rejected, errors)}${metric}`;
}

function verdicts(accepted: number, rejected: number, errors: number): string {
  return `✅ ${accepted} ❌ ${rejected}${errors === 0 ? "" : ` ⚠️ ${errors}`}`;
}

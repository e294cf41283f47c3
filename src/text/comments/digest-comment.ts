// The comment that stands for the comments of many old iterations: one line for each, so that an issue never
// holds more comments than GitHub allows. Made from the results table; the journal keeps everything.

import { memoryPath } from "../../domain/program/names.ts";
import type { Links } from "../../domain/repository/links.ts";
import { inertLine } from "../format/inert.ts";
import { memoryLink } from "../format/links.ts";
import { digestMarker } from "../format/markers.ts";
import { formatDelta, formatMetric } from "../format/numbers.ts";
import type { ResultRow } from "../journal/results-table.ts";

/** Characters shown of what an iteration tried: a hundred lines of it, escaped, fit into one comment. */
const DESCRIPTION_CHARACTERS = 120;

const SIGN: Readonly<Record<ResultRow["status"], string>> = {
  baseline: "📏",
  keep: "✅",
  discard: "❌",
  crash: "⚠️",
};

/** An iteration and what the results table says of it; null: the table has lost it. */
interface DigestLine {
  readonly number: number;
  readonly row: ResultRow | null;
}

/**
 * The comment, as Markdown with its marker in the first line.
 * @param lines at least one, in the order of their numbers
 */
export function digestComment(program: string, lines: readonly DigestLine[], links: Links): string {
  const from = lines[0]?.number ?? 0;
  const to = lines.at(-1)?.number ?? from;
  const journal = memoryLink(links, memoryPath.journalDirectory(program), "journal");
  return `${[
    `${digestMarker(program, from, to)}\n### 📚 Iterations ${from} to ${to}`,
    `${counts(lines)}. One line for each instead of a comment, because an issue holds only so many; the ${journal} has all of it.`,
    lines.map(line).join("\n"),
  ].join("\n\n")}\n`;
}

function counts(lines: readonly DigestLine[]): string {
  const of = (status: ResultRow["status"]) => lines.filter(({ row }) => row?.status === status).length;
  return `✅ ${of("keep")} accepted, ❌ ${of("discard")} rejected, ⚠️ ${of("crash")} with an error`;
}

function line({ number, row }: DigestLine): string {
  if (row === null) return `- **${number}** —`;
  const delta = row.delta === null ? "" : ` (${formatDelta(row.delta)})`;
  const metric = row.metric === null ? "" : ` ${formatMetric(row.metric)}${delta}`;
  const what = inertLine(row.description, DESCRIPTION_CHARACTERS);
  return `- **${number}** ${SIGN[row.status]}${metric}${what === "" ? "" : `: ${what}`}`;
}

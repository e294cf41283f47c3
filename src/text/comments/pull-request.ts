// Title and body of the one draft pull request of a program, and its labels.

import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { LABEL, memoryPath, programTitle } from "../../domain/program/names.ts";
import type { Links } from "../../domain/repository/links.ts";
import { inertLine, inlineCode, tableCell } from "../format/inert.ts";
import { commitLink, memoryLink } from "../format/links.ts";
import { formatChange, formatDirection, formatMetric } from "../format/numbers.ts";
import { olderFrom } from "../journal/results-table.ts";

export const pullRequestLabels: readonly string[] = [LABEL.automation, LABEL.autoloop];

/** The first words of the sentence that stands in one that is no draft because there are none. */
const NO_DRAFTS = "GitHub has no draft pull requests for this repository, so this is an ordinary one.";

/** By which a body is known to be that of an ordinary pull request. It stays so, whoever marks what ready. */
export function saysNoDrafts(body: string): boolean {
  return body.includes(NO_DRAFTS);
}

/** Kept iterations in the table, the newest first. */
const ROWS = 30;

/**
 * The text of the pull request; the body is Markdown and closes no issue when it is merged.
 * @param drafts false: it was opened where the host has none
 */
export function pullRequest(
  state: ProgramState,
  links: Links,
  drafts = true,
): { readonly title: string; readonly body: string } {
  const goal = inertLine(state.definition?.parsed.goal ?? "", 800);
  const body = [
    goal === "" ? null : `> ${goal}`,
    `Program: #${state.issue}, where it is steered and where every iteration is reported, the discarded ones too.`,
    results(state),
    kept(state, links),
    drafts
      ? null
      : `> ${NO_DRAFTS} It is still at work: merge it when you like what is in it, not because it is no draft.`,
    "---\n" +
      "🤖 This pull request is maintained by Autoloop: an agent proposed the changes, Autoloop measured each of " +
      `them away from the agent and kept only what improved the metric. It grows while the program runs${
        drafts ? " and stays a draft; Autoloop never marks it ready and" : "; Autoloop"
      } never merges it. Review it like anybody else’s.`,
  ];
  return { title: programTitle(state.name), body: `${body.filter((part) => part !== null).join("\n\n")}\n` };
}

function results({ baseline, best, definition }: ProgramState): string | null {
  if (baseline === null || best === null || definition === null) return null;
  const { metric, direction } = definition.parsed;
  const name = metric === null ? "Metric" : inlineCode(metric, 60);
  return `**${name}: ${formatMetric(baseline)} → ${formatMetric(best.metric)}**, ${formatChange(baseline, best.metric)} (${formatDirection(direction)})`;
}

function kept({ name, recent, counts }: ProgramState, links: Links): string | null {
  const all = recent.filter(({ kind, verdict }) => kind !== "baseline" && verdict === "accepted");
  if (all.length === 0) return null;
  const rows = all.slice(-ROWS).toReversed();
  const hidden = counts.accepted - rows.length;
  return [
    // Four columns: a fifth leaves no room for the words on a phone.
    "| # | Metric | Change | What |",
    "| --: | --: | --: | :-- |",
    ...rows.map((record) => row(record, links)),
    ...(hidden > 0
      ? [
          "",
          `${hidden} older ones are in the ${memoryLink(links, memoryPath.results(name), "results table")}${oldest(recent, name, links)}.`,
        ]
      : []),
  ].join("\n");
}

/** Where the lines are that left the table. */
function oldest(recent: ProgramState["recent"], name: string, links: Links): string {
  if (olderFrom(recent[0]?.number ?? 0) === 0) return "";
  return `; the oldest lines of it lie beside the ${memoryLink(links, memoryPath.journalDirectory(name), "journal")}`;
}

function row(record: IterationRecord, links: Links): string {
  const { number, metric, best_before, answer, commit } = record;
  const cells = [
    String(number),
    metric === null ? "—" : formatMetric(metric),
    metric === null || best_before === null ? "—" : formatChange(best_before, metric),
    [tableCell(inertLine(answer?.change ?? "", 200)), ...(commit === null ? [] : [commitLink(links, commit)])]
      .filter((part) => part !== "")
      .join(" ") || "—",
  ];
  return `| ${cells.join(" | ")} |`;
}

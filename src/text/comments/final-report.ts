// What remains when a program has ended: from where to where, at what price in iterations, and what was learnt.

import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { gain } from "../../domain/program/metric.ts";
import type { Links } from "../../domain/repository/links.ts";
import { inertLine } from "../format/inert.ts";
import { commitLink } from "../format/links.ts";
import { formatChange, formatMetric } from "../format/numbers.ts";
import { summary } from "./summary.ts";

/** Changes listed as "worked" and as "did not". */
const LISTED = 5;

/** The final report as Markdown. */
export function finalReport(state: ProgramState, links: Links): string {
  const { baseline, best, counts, ended, recent } = state;
  const tried = recent.filter(({ kind }) => kind !== "baseline");
  const worked = tried.filter(({ verdict }) => verdict === "accepted").toSorted(byGain(state));
  const failed = tried.filter(({ verdict }) => verdict === "rejected").toReversed();
  const rows = [
    baseline === null || best === null
      ? []
      : [
          `| Baseline → final | ${formatMetric(baseline)} → **${formatMetric(best.metric)}** |`,
          `| Improvement | **${formatChange(baseline, best.metric)}** |`,
        ],
    `| Kept / discarded / errors | ${counts.accepted} / ${counts.rejected} / ${counts.errors} |`,
    best === null || best.commit === null
      ? []
      : `| Best iteration | ${best.iteration}, ${commitLink(links, best.commit)} |`,
    state.pull === null ? [] : `| Pull request | #${state.pull.number} |`,
  ].flat();
  const reason = ended === null ? "" : inertLine(ended.reason, 400);
  return [
    state.status === "completed" ? "### ✅ Completed: final report" : "### ⏹️ Stopped: final report",
    [reason === "" ? "" : `**${reason}**`, summary(state)].filter((part) => part !== "").join(" "),
    [rows[0], "| :-- | :-- |", ...rows.slice(1)].join("\n"),
    list("What worked", worked.slice(0, LISTED)),
    list("What did not", failed.slice(0, LISTED)),
    state.pull?.state === "open"
      ? "What was kept waits in the pull request for a person to review and merge it."
      : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function byGain({ definition }: ProgramState): (a: IterationRecord, b: IterationRecord) => number {
  const gained = ({ metric, best_before }: IterationRecord) =>
    metric === null || best_before === null || definition === null
      ? 0
      : gain(definition.parsed.direction, best_before, metric);
  return (a, b) => gained(b) - gained(a) || a.number - b.number;
}

function list(title: string, records: readonly IterationRecord[]): string {
  if (records.length === 0) return "";
  return [
    `**${title}**`,
    "",
    ...records.map(({ number, answer, reason, metric, best_before }) => {
      const change = metric === null || best_before === null ? "" : `, ${formatChange(best_before, metric)}`;
      return `- Iteration ${number}${change}: ${inertLine(answer?.change || reason, 300)}`;
    }),
  ].join("\n");
}

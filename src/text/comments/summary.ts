// Where a program stands, in two or three sentences made from facts alone.

import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { gain, isTargetMet, percentChange } from "../../domain/program/metric.ts";
import { sentence } from "../format/inert.ts";
import { formatDelta, formatMetric, formatPercent } from "../format/numbers.ts";
import { definitionOf } from "../settings/overrides.ts";

/** The summary of the status comment and of the final report, as one paragraph of Markdown. */
export function summary(state: ProgramState): string {
  return [standing(state), lately(state), ahead(state)].filter((sentence) => sentence !== null).join(" ");
}

/** Best against baseline. */
function standing({ best, baseline }: ProgramState): string {
  if (best === null || baseline === null) {
    return "Nothing has been measured yet; the first iteration measures the baseline on the untouched branch.";
  }
  if (best.metric === baseline)
    return `The baseline is ${formatMetric(baseline)}, and nothing has beaten it yet.`;
  const percent = percentChange(baseline, best.metric);
  const away =
    percent === null
      ? `${formatDelta(best.metric - baseline)} from`
      : `${formatPercent(Math.abs(percent)).slice(1)} ${percent < 0 ? "below" : "above"}`;
  return `Best is ${formatMetric(best.metric)}, ${away} the baseline of ${formatMetric(baseline)}; it was found in iteration ${best.iteration}.`;
}

/** How the last iterations ended. */
function lately(state: ProgramState): string | null {
  const { recent } = state;
  const last = recent.at(-1);
  if (last === undefined || isBaseline(last)) return null;
  const before = recent.findLastIndex((one) => one.verdict !== last.verdict || isBaseline(one));
  const streak = recent.length - 1 - before;
  if (last.verdict === "accepted") {
    return streak > 1 ? `The last ${inWords(streak)} iterations were all kept.` : `${of(last)} was kept.`;
  }
  if (last.verdict === "error") {
    const which = streak > 1 ? `The last ${inWords(streak)} iterations` : of(last);
    return `${which} ended without a result. ${sentence(last.reason, 200)}`;
  }
  return streak > 1 ? `The last ${inWords(streak)} iterations kept nothing.` : `${of(last)} kept nothing.`;
}

/** Measured, but nothing that was tried. */
function isBaseline({ kind, verdict }: IterationRecord): boolean {
  return kind === "baseline" && verdict === "accepted";
}

/** What is left to the target. */
function ahead(state: ProgramState): string | null {
  const { best } = state;
  const definition = definitionOf(state);
  const target = definition?.targetMetric ?? null;
  if (best === null || definition === null || target === null) return null;
  const { direction } = definition;
  if (isTargetMet(direction, target, best.metric)) return `The target of ${formatMetric(target)} is reached.`;
  return `The target of ${formatMetric(target)} is ${formatMetric(gain(direction, best.metric, target))} away.`;
}

function of({ number }: IterationRecord): string {
  return `Iteration ${number}`;
}

const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

function inWords(amount: number): string {
  return WORDS[amount] ?? String(amount);
}

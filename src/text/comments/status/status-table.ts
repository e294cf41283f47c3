// The table of the status comment: one row a fact, always the same rows in the same order.

import type { IterationKind } from "../../../domain/journal/iteration.ts";
import type { ProgramState } from "../../../domain/journal/state.ts";
import { pairsFor } from "../../../domain/noise/confirming.ts";
import { secondsToConfirm } from "../../../domain/noise/time.ts";
import type { Policy } from "../../../domain/policy.ts";
import { memoryPath } from "../../../domain/program/names.ts";
import type { Problem, Warning } from "../../../domain/program/program.ts";
import type { Links } from "../../../domain/repository/links.ts";
import type { Point } from "../../format/chart.ts";
import { inlineCode, tableCell } from "../../format/inert.ts";
import { branchLink, commitLink, memoryLink } from "../../format/links.ts";
import {
  count,
  formatChange,
  formatConfidence,
  formatDirection,
  formatDuration,
  formatMetric,
  formatTime,
} from "../../format/numbers.ts";
import { sparkline } from "../../format/sparkline.ts";
import type { BudgetLine } from "../../outcome/budget-reasons.ts";
import { definitionOf } from "../../settings/overrides.ts";
import { budgetCell } from "./budget-cell.ts";
import type { Standing } from "./standing-list.ts";

/** What a program is doing, as people tell it apart. */
export type Phase =
  | "waiting"
  | "active"
  | "running"
  | "waiting-for-ci"
  | "paused"
  | "error"
  | "stopped"
  | "completed";

const PHASE: Readonly<Record<Phase, string>> = {
  waiting: "✋ Waiting for a maintainer",
  active: "🟢 Active",
  running: "🔄 Running",
  "waiting-for-ci": "⏳ Waiting for CI",
  paused: "⏸️ Paused",
  error: "⚠️ Error",
  stopped: "⏹️ Stopped",
  completed: "✅ Completed",
};

/** Everything that the status comment shows. */
export interface StatusFacts {
  readonly state: ProgramState;
  /** Number of the newest journal event that `state` holds. */
  readonly seq: number;
  readonly phase: Phase;
  /** Milliseconds since the epoch, negative infinity for "as soon as possible"; null: none is planned. */
  readonly nextRun: number | null;
  /**
   * What the next run waits for: the budget of so many runs in 24 hours, the day's money or tokens (`spent`), or for
   * long already a slot that no other program holds; null: its schedule.
   */
  readonly waitsFor: { readonly budget: number } | "spent" | "slot" | null;
  /** What was spent of budgets, one line a bound. */
  readonly budgets: readonly BudgetLine[];
  /** To the repository's web pages. */
  readonly links: Links;
  /** What keeps new iterations from starting. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
  readonly standing: Standing;
  /** What the repository protects and what it opens. */
  readonly paths: Pick<Policy, "protectedPaths" | "unprotected">;
}

/** The table as Markdown; its first row is its head. */
export function statusTable(facts: StatusFacts, points: readonly Point[]): string {
  const { state, phase, links } = facts;
  const definition = state.definition?.parsed ?? null;
  const spent = budgetCell(facts.budgets);
  const rows: readonly (readonly [string, string])[] = [
    ["Best metric", bestCell(facts)],
    ["Baseline", baselineCell(state)],
    ["Target metric", targetCell(state)],
    ...confirmRow(state),
    ...(points.length < 2 ? [] : ([["Trend", trendCell(points)]] as const)),
    ["Iterations", iterationsCell(state)],
    ...(state.overrides.length === 0 ? [] : ([["Set by command", overridesCell(state)]] as const)),
    ...(state.requested === null ? [] : ([["Asked for", requestCell(state.requested)]] as const)),
    ...(spent === null ? [] : ([["Spent", spent]] as const)),
    ["Last run", state.last_run_at === null ? "—" : formatTime(state.last_run_at)],
    ["Next run", nextRunCell(facts)],
    [
      "Branch",
      state.branch_head === null ? `\`${state.branch}\` (not there yet)` : branchLink(links, state.branch),
    ],
    ["Pull request", pullCell(state)],
    [
      "State file",
      [
        memoryLink(links, memoryPath.state(state.name), `\`${memoryPath.state(state.name)}\``),
        memoryLink(links, memoryPath.results(state.name), "results"),
        memoryLink(links, memoryPath.journalDirectory(state.name), "journal"),
      ].join(" · "),
    ],
  ];
  const direction = definition === null ? "" : ` (${formatDirection(definition.direction)})`;
  return [
    `| Status | ${PHASE[phase]}${doing(state)} |`,
    "| :-- | :-- |",
    ...rows.map(
      ([name, cell]) => `| ${name === "Best metric" ? name + direction : name} | ${tableCell(cell)} |`,
    ),
  ].join("\n");
}

const WHAT: Readonly<Record<IterationKind, (iteration: number) => string>> = {
  baseline: () => "measuring the baseline",
  improve: (iteration) => `iteration ${iteration}`,
  fix: (iteration) => `iteration ${iteration}, repairing what CI refused,`,
  measure: (iteration) => `iteration ${iteration}, measuring what was repaired,`,
};

function doing({ in_flight: flight }: ProgramState): string {
  if (flight === null) return "";
  const waiting = waits(flight);
  if (waiting !== null) return waiting;
  const what = WHAT[flight.kind](flight.number);
  return `, ${what} since ${formatTime(flight.started_at)}`;
}

/** The first time is not worth a word: most such waits are over after it. */
function waits({ number, outage }: NonNullable<ProgramState["in_flight"]>): string | null {
  if (outage === undefined || outage.tries < 2) return null;
  const { since, until, said } = outage;
  const next = until === null ? "it is tried again now" : `it is tried again at ${formatTime(until)}`;
  return `, iteration ${number} waits: what it needs has not answered since ${formatTime(since)}, and ${next}. Its run said: ${inlineCode(said, 200)}`;
}

function bestCell({ state: { best, definition, imported, metric_key, recent }, links }: StatusFacts): string {
  if (best === null) {
    if (imported === undefined || imported.best === null) return "—";
    return `${formatMetric(imported.best)} (as taken over; the next iteration measures it anew)`;
  }
  const metric = definition?.parsed.metric ?? metric_key ?? null;
  const unit = metric === null ? "" : ` ${inlineCode(metric, 60)}`;
  const commit = best.commit === null ? "" : `, ${commitLink(links, best.commit)}`;
  const from = best.commit === null ? "the baseline" : `iteration ${best.iteration}`;
  const found = recent.find(({ number }) => number === best.iteration)?.confidence;
  const sure = found === undefined || best.commit === null ? "" : `; ${formatConfidence(found)}`;
  return `**${formatMetric(best.metric)}**${unit} (${from}${commit}${sure})`;
}

function baselineCell({ baseline, best }: ProgramState): string {
  if (baseline === null) return "—";
  const improvement =
    best === null || best.metric === baseline
      ? "no improvement yet"
      : `improvement **${formatChange(baseline, best.metric)}**`;
  return `${formatMetric(baseline)}, ${improvement}`;
}

function targetCell(state: ProgramState): string {
  const { baseline, best } = state;
  const target = definitionOf(state)?.targetMetric ?? null;
  if (target === null) return "— (open-ended)";
  if (baseline === null || best === null || target === baseline) return formatMetric(target);
  const way = Math.floor(((best.metric - baseline) / (target - baseline)) * 100);
  return `${formatMetric(target)} (${Math.min(100, Math.max(0, way))}% of the way)`;
}

/** How what is better is confirmed, and how long that takes at most: said before the first change is. */
function confirmRow(state: ProgramState): readonly (readonly [string, string])[] {
  const definition = definitionOf(state);
  if (definition?.confirm == null) return [];
  const { noise = null, best } = state;
  const pairs = pairsFor(definition, best, noise);
  const known =
    noise === null ? "" : `; two measurements of the untouched branch differ by ${formatMetric(noise)}`;
  if (pairs === null) return [["Confirmation", `none, because there is little noise${known}`]];
  if (definition.confirm === "auto" && noise === null)
    return [["Confirmation", "as much as the noise asks for, once the baseline is measured"]];
  const seconds = secondsToConfirm(state, definition);
  const time = seconds === null ? "" : `, about ${formatDuration(seconds)} at most`;
  return [["Confirmation", `what is better, in at most ${pairs} pairs with its own base${time}${known}`]];
}

function trendCell(points: readonly Point[]): string {
  const bars = sparkline(points.map(({ best }) => best));
  return `\`${bars}\` iterations ${points[0]?.iteration ?? 0} to ${points.at(-1)?.iteration ?? 0}`;
}

function iterationsCell(state: ProgramState): string {
  const { accepted, rejected, errors } = state.counts;
  const total = accepted + rejected + errors;
  const limit = definitionOf(state)?.maxIterations ?? null;
  const all = limit === null ? String(total) : `${total} of at most ${limit}`;
  return total === 0
    ? all
    : `${all} (✅ ${accepted} accepted, ❌ ${rejected} rejected, ⚠️ ${count(errors, "error")})`;
}

function nextRunCell({ nextRun, waitsFor }: StatusFacts): string {
  if (nextRun === null) return "—";
  const when = nextRun === Number.NEGATIVE_INFINITY ? "as soon as possible" : formatTime(nextRun);
  if (waitsFor === null) return when;
  if (waitsFor === "spent") return `${when} (the day's budget is spent)`;
  return waitsFor === "slot"
    ? `${when} (waits for other programs to end their iterations)`
    : `${when} (the budget of ${count(waitsFor.budget, "run")} in 24 hours is spent)`;
}

function overridesCell({ overrides }: ProgramState): string {
  return overrides
    .map(({ key, value, by }) => `\`${key}\`: ${inlineCode(value, 80)} by ${inlineCode(by, 60)}`)
    .join(", ");
}

function requestCell({ by, instructions }: NonNullable<ProgramState["requested"]>): string {
  const words = instructions.length === 0 ? "" : `, with ${count(instructions.length, "instruction")}`;
  return `an iteration as soon as one can start, by ${inlineCode(by, 60)}${words}`;
}

function pullCell({ pull }: ProgramState): string {
  if (pull === null) return "— (opened when the first iteration is kept)";
  return pull.state === "open" ? `#${pull.number}` : `#${pull.number} (${pull.state})`;
}

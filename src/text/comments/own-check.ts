// The app's own check on the pull request's head: where the program stands, beside the checks of CI, with buttons for
// what the status comment's boxes do. It proves nothing and never counts as CI.

import type { Box } from "../../domain/commands/commands.ts";
import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { gain } from "../../domain/program/metric.ts";
import { fittingBoxes } from "../command/check-boxes.ts";
import { sha256 } from "../format/hash.ts";
import { inertLine, inlineCode, sentence, tableCell } from "../format/inert.ts";
import { formatChange, formatDelta, formatDirection, formatMetric } from "../format/numbers.ts";
import { PAUSE_TITLE } from "../format/pause-words.ts";
import { sparkline } from "../format/sparkline.ts";
import { definitionOf } from "../settings/overrides.ts";
import { summary } from "./summary.ts";

/** A check run as GitHub takes it. Texts are Markdown but for `title`. */
export interface OwnCheck {
  readonly name: string;
  readonly conclusion: "success" | "neutral" | "action_required";
  readonly title: string;
  readonly summary: string;
  readonly buttons: readonly Button[];
  /** Which program it is of and what it says, so that it is written once. */
  readonly externalId: string;
}

/** GitHub allows three, with 20, 40 and 20 characters (docs: "Create a check run"). */
interface Button {
  readonly label: string;
  readonly description: string;
  readonly identifier: Box;
}

/** Values of the best metric in the trend. */
const TREND = 20;

/** By which the program's check is known among others of this app. */
export function ownCheckName(program: string): string {
  return `Autoloop / ${program}`;
}

export function ownCheck(state: ProgramState): OwnCheck {
  const said = {
    name: ownCheckName(state.name),
    conclusion: conclusionOf(state),
    title: titleOf(state),
    summary: `${[summary(state), table(state)].join("\n\n")}\n`,
    buttons: fittingBoxes(state).map(({ verb, box: { button, description } }) => ({
      label: button,
      description,
      identifier: verb,
    })),
  };
  return { ...said, externalId: `autoloop:${state.issue}:${sha256(JSON.stringify(said)).slice(0, 16)}` };
}

/** Number of the issue whose program a check of ours is of; null for any other text. */
export function issueOfCheck(externalId: string): number | null {
  const issue = /^autoloop:([1-9]\d{0,14}):[0-9a-f]{16}$/.exec(externalId)?.[1];
  return issue === undefined ? null : Number(issue);
}

function conclusionOf({ status, pause, best }: ProgramState): OwnCheck["conclusion"] {
  if (status === "paused" && pause?.by === null) return "action_required";
  return best?.commit == null ? "neutral" : "success";
}

function titleOf(state: ProgramState): string {
  const { status, pause, best, baseline } = state;
  if (status === "paused" && pause !== null) return `Paused: ${PAUSE_TITLE[pause.kind]}`;
  if (best === null || baseline === null) return "Nothing measured yet";
  return `Best ${formatMetric(best.metric)}, ${formatChange(baseline, best.metric)}`;
}

function table(state: ProgramState): string {
  const definition = definitionOf(state);
  const tried = state.recent.filter(({ kind }) => kind !== "baseline");
  const last = tried.at(-1);
  const rows: readonly (readonly [string, string] | null)[] = [
    last === undefined ? null : ["Last iteration", verdict(last)],
    last === undefined ? null : ["Metric against best", against(last, state)],
    definition === null || definition.gates.length === 0
      ? null
      : ["Gates", definition.gates.map(({ name }) => inlineCode(name, 60)).join(", ")],
    tried.length < 2 ? null : ["Trend", `\`${sparkline(trend(tried, state))}\``],
    ["Program", `#${state.issue}`],
  ];
  const shown = rows.filter((row) => row !== null);
  return ["| | |", "| :-- | :-- |", ...shown.map(([name, cell]) => `| ${name} | ${tableCell(cell)} |`)].join(
    "\n",
  );
}

function verdict({ number, verdict: word, reason, answer }: IterationRecord): string {
  const change = inertLine(answer?.change ?? "", 200);
  return [`${number}: ${word}.`, change, sentence(reason, 300)].filter((part) => part !== "").join(" ");
}

function against({ metric, best_before: best }: IterationRecord, state: ProgramState): string {
  const direction = definitionOf(state)?.direction;
  if (metric === null || best === null || direction === undefined) return "nothing was measured";
  const better = gain(direction, best, metric) > 0 ? "better" : "no better";
  return `${formatMetric(metric)} (${formatDelta(metric - best)}, ${better}; ${formatDirection(direction)})`;
}

/** The best metric after each iteration. */
function trend(tried: readonly IterationRecord[], { baseline }: ProgramState): readonly number[] {
  let best = baseline ?? 0;
  return tried
    .map(({ verdict: word, metric }) => {
      if (word === "accepted" && metric !== null) best = metric;
      return best;
    })
    .slice(-TREND);
}

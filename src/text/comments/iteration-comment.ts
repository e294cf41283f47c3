// The one comment about an iteration that ended: short, the same for ever, readable without any other.

import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { CHECKS_NAMED, OUTPUT_CHARACTERS, SECONDARY_NAME_CHARACTERS } from "../../domain/limits.ts";
import { gain } from "../../domain/program/metric.ts";
import type { Links } from "../../domain/repository/links.ts";
import { inertBlock, inertLine, inlineCode, sentence } from "../format/inert.ts";
import { commentLink, commitLink } from "../format/links.ts";
import { iterationMarker } from "../format/markers.ts";
import {
  formatChange,
  formatConfidence,
  formatCost,
  formatDirection,
  formatDuration,
  formatMetric,
} from "../format/numbers.ts";
import { crashReason } from "../outcome/crash-reasons.ts";
import { patchBeginning, patchLine } from "./attempts-shown.ts";

/** Steering comments named in one iteration comment; more are counted. */
const STEERING_NAMED = 10;

/**
 * The comment, as Markdown with its marker in the first line.
 * @param patch of its newest proposal; null: not at hand
 * @param state of the program; only what does not change from iteration to iteration is taken from it
 */
export function iterationComment(
  record: IterationRecord,
  state: ProgramState,
  links: Links,
  patch: string | null = null,
): string {
  const parts =
    record.kind === "baseline" ? baseline(record, state, links) : attempt(record, state, links, patch);
  return `${[`${iterationMarker(state.name, record.number)}\n${parts[0]}`, ...parts.slice(1)]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

function baseline(record: IterationRecord, state: ProgramState, links: Links): readonly string[] {
  const { definition } = state;
  if (record.verdict !== "accepted" || record.metric === null) {
    return [
      `### ⚠️ Iteration ${record.number}: the baseline could not be measured`,
      sentence(record.reason, 600),
      printed(record),
      facts(record, state, links),
    ];
  }
  const metric = definition?.parsed.metric ?? null;
  const direction = definition === null ? "" : `, ${formatDirection(definition.parsed.direction)}`;
  const name = metric === null ? "the metric" : inlineCode(metric, 60);
  return [
    `### 📏 Iteration ${record.number}: baseline ${formatMetric(record.metric)}`,
    `Measured on the untouched branch: ${name}${direction}. Every later iteration has to beat this number.`,
    record.confidence === undefined
      ? ""
      : `Measured in turns with itself, which shows its noise: ${formatConfidence(record.confidence)}.`,
    alsoMeasured(record).join(""),
    facts(record, state, links),
  ];
}

/** As the final report says it, too. */
export function surpriseWords(deviations: number): string {
  return `it changed the metric by ${deviations} standard deviations more than the iterations before it did`;
}

const SIGN = { accepted: "✅", rejected: "❌", error: "⚠️" } as const;

function attempt(
  record: IterationRecord,
  state: ProgramState,
  links: Links,
  patch: string | null,
): readonly string[] {
  const { number, verdict, metric, answer, reason, steered_by, refused, broke, checks, revoked, surprise } =
    record;
  const measured = metric === null ? "" : `, ${formatMetric(metric)}`;
  const change = answer?.change ?? "";
  const lesson = answer?.lessons[0] ?? "";
  const attempts = (state.attempts ?? []).filter(({ iteration }) => iteration === number);
  return [
    revoked === undefined
      ? `### ${SIGN[verdict]} Iteration ${number}: ${verdict}${measured}`
      : `### ↩️ Iteration ${number}: revoked${measured}`,
    revoked === undefined ? "" : takenBack(revoked, links),
    change === "" ? "" : `**Tried:** ${inertLine(change, 500)}`,
    [
      ...comparison(record, state),
      ...alsoMeasured(record),
      ...patchLine(attempts, state, links),
      `- **Why:** ${sentence(reason, 600) || "no reason was recorded."}`,
      checks === undefined || checks.length === 0 ? [] : `- **CI:** ${checksNamed(checks)}`,
      surprise === undefined
        ? []
        : `- **Surprise:** ${surpriseWords(surprise)}. Look at it before you believe it.`,
      refused === undefined ? [] : `- **CI** refused it ${refused === 1 ? "once" : `${refused} times`}`,
      broke === undefined ? [] : `- **Given back:** ${crashReason.before(broke)}`,
      lesson === "" ? [] : `- **Taught:** ${sentence(lesson, 300)}`,
      steered_by.length === 0 ? [] : `- **Steered by** ${steering(record, state.issue, links)}`,
    ]
      .flat()
      .join("\n"),
    printed(record),
    patchBeginning(patch),
    facts(record, state, links),
  ];
}

/** The other numbers of the evaluation, as far as they are remembered. */
function alsoMeasured({ secondary = {} }: IterationRecord): readonly string[] {
  const numbers = Object.entries(secondary).map(
    ([name, value]) => `${inlineCode(name, SECONDARY_NAME_CHARACTERS)} ${formatMetric(value)}`,
  );
  return numbers.length === 0 ? [] : [`- **Also measured:** ${numbers.join(", ")}`];
}

/** What the gate, the evaluation or the agent that failed printed last, folded away. */
function printed({ output }: IterationRecord): string {
  if (output === undefined) return "";
  const lines = inertBlock(output, OUTPUT_CHARACTERS);
  return `<details>\n<summary>The last lines of its output</summary>\n\n${lines}\n\n</details>`;
}

function comparison(record: IterationRecord, { definition }: ProgramState): readonly string[] {
  const { metric, best_before: best, confidence } = record;
  if (metric === null || best === null) return [];
  // By how much it is better the pairs say, whose base was measured in the same minutes.
  if (confidence !== undefined)
    return [
      `- **Metric:** **${formatMetric(metric)}** against the best of ${formatMetric(best)}`,
      `- **In turns with its own base:** ${formatConfidence(confidence)}`,
    ];
  const by = definition === null ? 0 : gain(definition.parsed.direction, best, metric);
  const word = by > 0 ? " better" : by < 0 ? " worse" : "";
  return [
    `- **Metric:** **${formatMetric(metric)}** against the best of ${formatMetric(best)}: ${formatChange(best, metric)}${word}`,
  ];
}

function steering({ steered_by }: IterationRecord, issue: number, links: Links): string {
  const named = steered_by
    .slice(0, STEERING_NAMED)
    .map(({ comment, by }) =>
      commentLink(links, issue, comment, `${by.slice(0, 60).replace(/[^\w-]/g, "")}’s comment`),
    );
  const hidden = steered_by.length - named.length;
  return [...named, ...(hidden > 0 ? [`${hidden} more`] : [])].join(", ");
}

function takenBack({ check, head, at }: NonNullable<IterationRecord["revoked"]>, links: Links): string {
  return (
    `**It was kept, then the check ${inlineCode(check, 100)} turned red on ${commitLink(links, head)} (seen ` +
    `${at.slice(0, 16).replace("T", " ")} UTC).** Its number counts no more, its commit is taken back, and a later green does not bring it back.`
  );
}

function checksNamed(checks: readonly string[]): string {
  const named = checks.slice(0, CHECKS_NAMED).map((name) => inlineCode(name, 60));
  const hidden = checks.length - named.length;
  return [...named, ...(hidden > 0 ? [`${hidden} more`] : [])].join(", ");
}

/** Commit, run, pull request, duration and cost in one small line, as far as they are known. */
function facts(record: IterationRecord, { pull, branch }: ProgramState, links: Links): string {
  const cost = formatCost(record.cost);
  const { commit, workflow_run: run } = record;
  const parts = [
    ...(commit === null ? [] : [`commit ${commitLink(links, commit)}`]),
    // By the branch: the first commit is told of before its pull request has a number, and a comment says the same whenever
    // it is written.
    ...(pull !== null || commit !== null ? [`[pull request](${links.pullsOf(branch)})`] : []),
    ...(run === undefined ? [] : [`[workflow run](${links.workflowRun(run)})`]),
    ...(record.seconds > 0 ? [formatDuration(record.seconds)] : []),
    ...(cost === null ? [] : [cost]),
  ];
  return parts.length === 0 ? "" : `<sub>${parts.join(" · ")}</sub>`;
}

// The sentences that say why an iteration ended as it did. They go into the journal, the comments and the prompt
// of the next iteration, so they are short, complete and hold no outside text that was not bounded.

import type { RunLoss } from "../../domain/journal/run-loss.ts";
import type { IterationRecord } from "../../domain/journal/state.ts";
import { PATHS_NAMED } from "../../domain/limits.ts";
import { type Confidence, pairsNeeded } from "../../domain/noise/pairs.ts";
import type { Definition } from "../../domain/program/program.ts";
import type { CiTally } from "../../domain/repository/checks.ts";
import type { BrokenGuardrail, FailedGate } from "../../domain/settings/guardrails.ts";
import { count, formatConfidence, formatDuration, formatMetric } from "../format/numbers.ts";
import { runLossWords } from "./run-loss-words.ts";

/** Characters of outside text that a reason may carry. */
const DETAIL_CHARACTERS = 500;
/** And of what Autoloop wanted to do, where somebody else's words follow. */
const DEED_CHARACTERS = 150;

export const reason = {
  failed: (problem: string) => `The run broke: ${detail(problem)}`,
  refused: (problem: string) => `The proposal touched what it may not: ${detail(problem)}`,
  unseenFiles: () =>
    "GitHub does not list all files of this repository, so the proposal could not be checked against them.",
  nothingMeasured: () => reason.failed("Nothing was measured."),
  otherReport: () => reason.failed("Its report belongs to another run."),
  stopped: (why: string) => `Stopped before it ended. ${why}`,
  atLeast: () => "Its cost was counted shortly before, and is no less.",
  empty: () => "The agent changed nothing.",
  gates: (failed: readonly FailedGate[]) =>
    `Failed ${failed.length === 1 ? "gate" : "gates"}: ${detail(failed.map(failedGateWords).join(", "))}.`,
  evaluator: (why: string) => `The evaluation rejected it: ${detail(why)}`,
  guardrails: (broken: readonly BrokenGuardrail[]) =>
    `Broken guardrail: ${detail(broken.map(guardrailWords).join("; "))}.`,
  otherKey: (before: string, now: string) =>
    `The evaluation printed another number than at the baseline: \`${detail(before)}\` then, \`${detail(now)}\` now. Name the one that counts as \`metric\`.`,
  cutShort: (problem: string) => `Measured although its agent was not done: ${detail(problem)}`,
  leftOut: (paths: readonly string[]) =>
    `Left out, because tools wrote it outside Target: ${detail(paths.join(", "))}. A line in \`.gitignore\` says so for good.`,
  unmatched: (patterns: readonly string[]) =>
    `Target names what matches no file of the repository: ${detail(patterns.map((one) => `\`${one}\``).join(", "))}.`,
  baseline: () => "Measured on the untouched branch.",
  noBaselineYet: (why: string) => `The baseline could not be measured. ${detail(why)}`,
  zeroBaseline: () =>
    "The untouched branch measures 0: nothing can be a share of it, and where less is better nothing can be better.",
  baselineMeetsTarget: (target: number, metric: number) =>
    `The untouched branch measures ${formatMetric(metric)}, which meets the target metric of ${formatMetric(target)} already.`,
  baselineBreaks: (broken: readonly BrokenGuardrail[]) =>
    `The untouched branch breaks a guardrail, and so would every change of it: ${detail(broken.map(guardrailWords).join("; "))}.`,
  confirmingTakes: (seconds: number, limit: number) =>
    `To confirm one change in pairs may take ${formatDuration(seconds)}, going by what the baseline took, and a run has ${formatDuration(limit)} in all: raise \`timeout-minutes\`, set \`confirm\` to 5 or none, or make the evaluation shorter.`,
  noBaseline: () => "There is no baseline to compare with.",
  improved: () => "Better than the best so far.",
  confirmed: (confidence: Confidence) =>
    `Better than the best so far, and than its own base when measured in turns with it: ${formatConfidence(confidence)}.`,
  notConfirmed: (confidence: Confidence, most: number, minDelta: number) =>
    confidence.better >= pairsNeeded(most)
      ? `Better than its own base, but by less than the min-delta of ${formatMetric(minDelta)}: ${formatConfidence(confidence)}.`
      : `Better than the best so far at first, and then, measured in turns with its own base, better in ${confidence.better} of ${count(confidence.pairs, "pair")} only: of ${most}, ${pairsNeeded(most)} must be.`,
  unconfirmed: (pairs: number, most: number) =>
    `Better than the best so far, but not confirmed: the run brought ${count(pairs, "pair")} back, of at most ${most}, and these decide nothing. Where runs are on GitHub Actions, install the workflow of this version (\`node autoloop.mjs workflow\`).`,
  simpler: () => "As good as the best so far, with less code.",
  tooDear: () => "Better than the best so far, but by less than 0.1 %, and with more lines.",
  notBetter: ({ minDelta, direction }: Definition, best: number, metric: number) =>
    metric === best
      ? `No better than the best so far (${formatMetric(best)}).`
      : minDelta > 0 && (direction === "higher" ? metric > best : metric < best)
        ? `Better than the best so far (${formatMetric(best)}), but by less than the min-delta of ${formatMetric(minDelta)}.`
        : `Worse than the best so far (${formatMetric(best)}).`,
  ciPassed: (checks: number) => `CI is green (${checks} ${checks === 1 ? "check" : "checks"}).`,
  ciSkipped: () => "CI is not asked for.",
  ciStuck: (signature: string) => `stuck in CI fix loop: ${detail(signature)}`,
  ciExhausted: (signature: string) => `ci-fix-exhausted: ${detail(signature)}`,
  ciRepairTimeout: (minutes: number, signature: string) =>
    `ci-timeout: CI was still red after ${minutes} minutes of repair: ${detail(signature)}`,
  measuredAgain: () => "Measured with what somebody else committed to repair it.",
  redOnBase: (failing: readonly string[]) =>
    `CI is red without any change of Autoloop's, on the commit that it would stand on: ${named(failing)}.`,
  revoked: (check: string) => `It was kept, then CI turned red: ${detail(check)}.`,
  baseRevoked: (iteration: number) => `Iteration ${iteration}, on which this one stood, was revoked.`,
  ciFailed: (failing: readonly string[]) => `CI failed: ${detail(failing.join(", "))}.`,
  timedOut: () => "No report arrived before the deadline.",
  neverBegan: () => "No machine had begun the run before the deadline.",
  notCommitted: () =>
    "The proposal could not be committed in time: the host refused it, or the configuration could not be read.",
  lost: (loss: RunLoss) => `The run was lost: ${detail(runLossWords(loss))}`,
  branchMoved: () =>
    "Somebody pushed to the branch while this was measured, so the measurement no longer holds.",
  commitGone: () =>
    "The iteration's commit is no longer the head of the branch, so CI cannot speak about it.",
  reportGone: () => "The report was lost after the commit was made.",
  targetReached: (target: number) => `The target metric of ${formatMetric(target)} is reached.`,
  lastIteration: (limit: number) => `All ${limit} iterations are done.`,
  plateau: (rejections: number) => `${rejections} iterations in a row were rejected.`,
  errors: (errors: number, last: string) =>
    `${errors} iterations in a row broke. The last one: ${detail(last)}`,
  ciMissing: ({ awaited, skipped, uncounted }: Pick<CiTally, "awaited" | "skipped" | "uncounted">) =>
    [
      ...(awaited.length === 0 ? [] : [`Required, and never reported: ${named(awaited)}.`]),
      ...(skipped.length === 0 ? [] : [`Skipped or neutral: ${named(skipped)}.`]),
      ...(uncounted.length === 0
        ? []
        : [`Green, and no CI, because it runs no code or is not asked for: ${named(uncounted)}.`]),
    ].join(" ") || "No check reported on the iteration's commit.",
  ciUnknown: () =>
    "GitHub does not let Autoloop read which checks the default branch requires, so green proves nothing.",
  ciTimeout: (minutes: number, unfinished: readonly string[]) =>
    `Checks were still unfinished after ${minutes} minutes${unfinished.length === 0 ? "" : `: ${named(unfinished)}`}.`,
  stateFile: (login: string, why: string | null) =>
    `Changed in the state file by ${login}${why === null ? "." : `: ${detail(why)}`}`,
  takenOver: (why: string | null) =>
    `It stood so when Autoloop took it over${why === null ? "." : `: ${detail(why)}`}`,
  fromTheFuture: (where: "journal" | "state file", moment: string, now: string) =>
    `The ${where} tells of ${moment}, and GitHub's clock shows ${now}.`,
  /** @param said by GitHub */
  refusedByHost: (what: string, said: string | null) =>
    `GitHub did not let Autoloop ${detail(what, DEED_CHARACTERS)}${said === null ? "." : `: ${detail(said)}`}`,
  conflict: (branch: string, paths: readonly string[]) =>
    `The default branch can no longer be merged into ${branch} by a machine. ${
      paths.length === 0 ? "GitHub does not say in which files." : `Changed on both sides: ${named(paths)}.`
    }`,
  notTakenBack: (iterations: readonly number[], branch: string, paths: readonly string[]) =>
    `Iteration ${iterations.join(" and ")} was not kept, but later commits on ${branch} changed the same files, so ` +
    `a machine cannot take it back: ${named(paths)}.`,
  pullClosed: (pull: number) => `Pull request ${pull} was closed without being merged.`,
  branchDeleted: (branch: string) => `The branch ${branch} was deleted, and its work was not merged.`,
  deletedMeanwhile: () => "The branch was deleted while this was measured.",
} as const;

/** Why an iteration ended as it stands now. */
export function whyOf(record: Pick<IterationRecord, "reason" | "revoked">): string {
  return record.revoked === undefined ? record.reason : reason.revoked(record.revoked.check);
}

/** As the journal and the comments say it, without a full stop. */
export function guardrailWords(broken: BrokenGuardrail): string {
  const { metric } = broken;
  switch (broken.code) {
    case "unreported":
      return `${metric} was not reported`;
    case "no-baseline":
      return `${metric} has no baseline to compare with`;
    case "above":
      return `${metric} is ${formatMetric(broken.value)}, allowed is at most ${formatMetric(broken.bound)}${fromBaseline(broken.from)}`;
    case "below":
      return `${metric} is ${formatMetric(broken.value)}, allowed is at least ${formatMetric(broken.bound)}${fromBaseline(broken.from)}`;
    case "drifted":
      return `${metric} is ${formatMetric(broken.value)}, more than ${formatMetric(broken.fraction * 100)} % away from the baseline's ${formatMetric(broken.from)}`;
  }
}

function failedGateWords({ name, count, limit, side }: FailedGate): string {
  if (count === undefined) return name;
  const allowed =
    limit === undefined
      ? "the baseline has no count"
      : `allowed is ${side === "at-least" ? "at least" : "at most"} ${formatMetric(limit)}`;
  return `${name} (counted ${formatMetric(count)}, ${allowed})`;
}

function fromBaseline(from: number | undefined): string {
  return from === undefined ? "" : `, counted from the baseline's ${formatMetric(from)}`;
}

function named(paths: readonly string[]): string {
  const more = paths.length - PATHS_NAMED;
  return detail(`${paths.slice(0, PATHS_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`);
}

function detail(text: string, most = DETAIL_CHARACTERS): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

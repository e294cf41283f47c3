// The verdict on a report: what it is worth, before CI has spoken. The agent's own words count for nothing here.

import { asksAgent, type IterationKind, type Report } from "../../domain/journal/iteration.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { SIMPLICITY_GAIN } from "../../domain/limits.ts";
import { confidenceOf, measuredAnew, type Pair, verdictOf } from "../../domain/noise/pairs.ts";
import { changeOf, checkProposal } from "../../domain/paths/proposal-policy.ts";
import { gain, isImprovement } from "../../domain/program/metric.ts";
import type { Definition } from "../../domain/program/program.ts";
import type { FileModes } from "../../domain/repository/view.ts";
import { brokenGuardrails, failedGates } from "../../domain/settings/guardrails.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { refusalWords } from "../../text/outcome/refusals.ts";

/** `keep`: worth a commit (or, for a baseline, worth remembering). */
export type Judgement =
  | { readonly verdict: "keep"; readonly metric: number; readonly reason: string }
  | { readonly verdict: "reject" | "error"; readonly reason: string };

/** What a report is judged against. */
export interface Standard {
  readonly program: string;
  readonly kind: IterationKind;
  readonly definition: Definition;
  /** Pairs at most in which this run had to confirm what is better; absent: in none. */
  readonly confirm?: number;
  readonly protectedPaths: readonly string[];
  readonly unprotected?: readonly string[];
  readonly state: ProgramState;
  /** Every file of the commit that was measured; null where they are not known. */
  readonly base: FileModes | "unlisted" | null;
}

/** Judges a report, and says what ended the agent early, what tools left and which part of Target opens nothing. */
export function judge(report: Report, standard: Standard): Judgement {
  const judgement = verdictOn(report, standard);
  const isCutShort = report.outcome === "measured" && report.problem !== "";
  const left = report.left ?? [];
  const { targets } = standard.definition;
  const unmatched = targets.filter((pattern) => report.unmatched?.includes(pattern));
  const said = [
    judgement.reason,
    ...(isCutShort ? [reason.cutShort(report.problem)] : []),
    ...(left.length === 0 ? [] : [reason.leftOut(left)]),
    ...(unmatched.length === 0 ? [] : [reason.unmatched(unmatched)]),
  ];
  return { ...judgement, reason: said.join(" ") };
}

/** Everything is checked again here, whatever the runner did before. */
function verdictOn(report: Report, standard: Standard): Judgement {
  const { definition, kind, state } = standard;
  if (report.outcome === "failed") return { verdict: "error", reason: reason.failed(report.problem) };
  if (report.outcome === "refused") return { verdict: "error", reason: reason.refused(report.problem) };
  if (report.outcome === "empty" || (asksAgent(kind) && report.files.length === 0))
    return { verdict: "reject", reason: reason.empty() };

  const trespass = trespassOf(report, standard);
  if (trespass !== null) return { verdict: "error", reason: trespass };
  const failed = failedGates(definition.gates, report.gates, state.gate_counts ?? {}, kind === "baseline");
  if (failed.length > 0)
    return { verdict: kind === "baseline" ? "error" : "reject", reason: reason.gates(failed) };

  const measured = report.measurement;
  if (measured === null) return { verdict: "error", reason: reason.nothingMeasured() };
  if (measured.outcome === "failed") return { verdict: "error", reason: reason.failed(measured.reason) };
  if (measured.outcome === "rejected") {
    return { verdict: kind === "baseline" ? "error" : "reject", reason: reason.evaluator(measured.reason) };
  }
  const pinned = definition.metric === null && kind !== "baseline" ? state.metric_key : undefined;
  if (pinned !== undefined && measured.key !== undefined && measured.key !== pinned)
    return { verdict: "error", reason: reason.otherKey(pinned, measured.key) };
  if (kind === "baseline") return { verdict: "keep", metric: measured.metric, reason: reason.baseline() };

  const broken = brokenGuardrails(definition.guardrails, state.baseline_secondary, measured.secondary);
  if (broken.length > 0) return { verdict: "reject", reason: reason.guardrails(broken) };
  return better(report, measured.metric, standard);
}

/** Why the files may not become a commit, naming them; null where they may. */
function trespassOf(
  { files }: Report,
  { definition, protectedPaths, unprotected = [], program, base }: Standard,
): string | null {
  if (files.length === 0) return null;
  if (base === null || base === "unlisted") return reason.unseenFiles();
  const { targets, excluded } = definition;
  const rules = { targets, excluded, protectedPaths, unprotected, program };
  const refused = refusalWords(checkProposal(files.map(changeOf), base, rules));
  return refused === null ? null : reason.refused(refused);
}

function better(report: Report, metric: number, standard: Standard): Judgement {
  const { definition, state, confirm } = standard;
  const best = state.best?.metric;
  if (best === undefined) return { verdict: "error", reason: reason.noBaseline() };
  if (isImprovement(definition.direction, definition.minDelta, best, metric)) {
    const judged: Judgement =
      confirm === undefined
        ? { verdict: "keep", metric, reason: reason.improved() }
        : confirmed(report.pairs ?? [], confirm, definition);
    return judged.verdict === "keep" && isTooDear(report, definition, best, judged.metric)
      ? { verdict: "reject", reason: reason.tooDear() }
      : judged;
  }
  const shrank = report.size.after < report.size.before;
  if (definition.simplicity !== null && metric === best && shrank) {
    return { verdict: "keep", metric, reason: reason.simpler() };
  }
  return { verdict: "reject", reason: reason.notBetter(definition, best, metric) };
}

/** So little was gained, with more lines, that a program that is strict about simplicity goes without it. */
function isTooDear({ size }: Report, definition: Definition, best: number, metric: number): boolean {
  if (definition.simplicity !== "strict") return false;
  // A runner of before counts no lines.
  const { before, after } = size.lines ?? size;
  return after > before && gain(definition.direction, best, metric) < SIMPLICITY_GAIN * Math.abs(best);
}

/** Counted again here: a run's own word for it is not asked. What is kept has the value of its pairs, none of them picked. */
function confirmed(pairs: readonly Pair[], most: number, { direction, minDelta }: Definition): Judgement {
  const verdict = verdictOf(pairs, { most, direction, minDelta });
  const confidence = confidenceOf(pairs, direction);
  if (verdict === "undecided" || confidence === null)
    return { verdict: "error", reason: reason.unconfirmed(pairs.length, most) };
  return verdict === "better"
    ? { verdict: "keep", metric: measuredAnew(pairs), reason: reason.confirmed(confidence) }
    : { verdict: "reject", reason: reason.notConfirmed(confidence, most, minDelta) };
}

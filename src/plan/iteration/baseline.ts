// When a baseline is a question to the maintainers instead of a beginning: none can be had, or the one that was measured
// leaves nothing to do or lets nothing pass. Pauses the loop and never judges a change.

import type { Measurement, Report } from "../../domain/journal/iteration.ts";
import { secondsToConfirm } from "../../domain/noise/time.ts";
import { isTargetMet } from "../../domain/program/metric.ts";
import type { Definition } from "../../domain/program/program.ts";
import { brokenGuardrails } from "../../domain/settings/guardrails.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import { type Draft, record } from "../draft.ts";
import { timeoutMs } from "../facts/run-time.ts";
import type { World } from "../world.ts";

/**
 * Asks the maintainers at the first failure of a baseline that will not pass by itself, and at the second of one that may:
 * a lost run, a time that was over, an end by the system. Nothing can be compared without a baseline.
 */
export function askWithoutBaseline(world: World, draft: Draft, report: Report | null, why: string): Draft {
  const before = draft.state?.recent.at(-2);
  const isSecond = before?.kind === "baseline" && before.verdict === "error";
  if (mayPass(report) && !isSecond) return draft;
  return record(world, draft, {
    type: "loop.pause",
    kind: "baseline",
    reason: reason.noBaselineYet(why),
    by: null,
  });
}

function mayPass(report: Report | null): boolean {
  if (report === null || report.outcome === "failed") {
    const measured = report?.measurement ?? null;
    return measured?.outcome !== "failed" || measured.cause === "timeout" || measured.cause === "killed";
  }
  return false;
}

/** A baseline that leaves nothing to do, or lets nothing pass, is most likely not what its author meant. */
export function askAboutBaseline(world: World, draft: Draft, why: string | null): Draft {
  return why === null
    ? draft
    : record(world, draft, { type: "loop.pause", kind: "baseline", reason: why, by: null });
}

/**
 * What is odd about a baseline, as a sentence; null: nothing, also where no definition can tell.
 * @param metric what was measured, in the program's own units
 */
export function baselineDoubt(
  definition: Definition | null,
  metric: number,
  measurement: Measurement | null,
): string | null {
  if (definition === null || measurement?.outcome !== "measured") return null;
  const { direction, targetMetric, guardrails } = definition;
  if (targetMetric !== null && isTargetMet(direction, targetMetric, metric))
    return reason.baselineMeetsTarget(targetMetric, metric);
  if (metric === 0) return reason.zeroBaseline();
  const broken = brokenGuardrails(guardrails, measurement.secondary, measurement.secondary);
  return broken.length === 0 ? null : reason.baselineBreaks(broken);
}

/** That confirming a change would not end within the time of a run, said before an agent is paid for; null: it would. */
export function confirmingDoubt(world: World, state: Draft["state"]): string | null {
  const definition = state === null ? null : definitionOf(state);
  if (state === null || definition === null) return null;
  const seconds = secondsToConfirm(state, definition);
  const limit = timeoutMs(world, state) / 1000;
  return seconds === null || seconds <= limit ? null : reason.confirmingTakes(seconds, limit);
}

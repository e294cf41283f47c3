// What the fold takes from the report of a run: what is kept of it, and what it adds up to. Pure; moves no state.

import { ATTEMPTS_KEPT } from "../../limits.ts";
import { confidenceOf } from "../../noise/pairs.ts";
import { EVALUATIONS_REMEMBERED } from "../../run-time.ts";
import type { NewEvent } from "../event.ts";
import type { Measurement, ReportFacts } from "../iteration.ts";
import type { InFlight, IterationRecord, ProgramState } from "../state.ts";

export type ReportEvent = NewEvent & { readonly type: "iteration.report" };

type Evidence = Pick<ReportFacts, "secondary" | "output" | "workflow_run">;

/** What is kept of a report, without what is of its line. */
export function factsOf(event: ReportEvent): ReportFacts {
  const { measurement, gates, paths, answer, cost, seconds, pairs, patch } = event;
  return {
    ...{ measurement, gates, paths, answer, cost, seconds },
    ...(pairs === undefined ? {} : { pairs }),
    ...evidenceOf(event),
    ...(patch === undefined ? {} : { patch }),
  };
}

/** What the pairs of its report say; no key where there are none. */
export function confidenceIn(
  { definition }: ProgramState,
  { report }: InFlight,
): Pick<IterationRecord, "confidence"> {
  if (report?.pairs === undefined || definition === null) return {};
  const confidence = confidenceOf(report.pairs, definition.parsed.direction);
  return confidence === null ? {} : { confidence };
}

/** One more evaluation that ended well, where one did. */
export function withEvaluation(
  state: ProgramState,
  { evaluation_seconds: seconds }: Pick<ReportFacts, "evaluation_seconds">,
): ProgramState {
  if (seconds === undefined) return state;
  return { ...state, evaluations: [...(state.evaluations ?? []), seconds].slice(-EVALUATIONS_REMEMBERED) };
}

/** Null: it was not measured, or that failed. */
export function measured({ report }: InFlight): Extract<Measurement, { outcome: "measured" }> | null {
  const measurement = report?.measurement;
  return measurement?.outcome === "measured" ? measurement : null;
}

/** What shows how it ended, besides words; no key for what is not there. */
export function evidenceOf({ secondary, output, workflow_run }: Evidence): Evidence {
  return {
    ...(secondary === undefined ? {} : { secondary }),
    ...(output === undefined ? {} : { output }),
    ...(workflow_run === undefined ? {} : { workflow_run }),
  };
}

/** What soft gates counted on the untouched branch; no key where none did. */
export function countsOf({ report }: InFlight): Pick<ProgramState, "gate_counts"> {
  const counts = (report?.gates ?? []).flatMap(({ name, count }) =>
    count === undefined ? [] : [[name, count]],
  );
  return counts.length === 0 ? {} : { gate_counts: Object.fromEntries(counts) as Record<string, number> };
}

/** The proposals of which there is a patch, with that of a report; no key where there is none at all. */
export function attemptsWith(
  { attempts = [] }: Pick<ProgramState, "attempts">,
  { iteration, patch }: ReportEvent,
  { attempt }: InFlight,
): Pick<ProgramState, "attempts"> {
  if (patch === undefined) return attempts.length === 0 ? {} : { attempts };
  return { attempts: [...attempts, { iteration, attempt, ...patch }].slice(-ATTEMPTS_KEPT) };
}

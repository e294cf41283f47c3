// What the fold takes from the report of a run: what is kept of it, and what it adds up to. Pure; moves no state.

import { confidenceOf } from "../../noise/pairs.ts";
import { EVALUATIONS_REMEMBERED } from "../../run-time.ts";
import type { NewEvent } from "../event.ts";
import type { Measurement, ReportFacts } from "../iteration.ts";
import type { InFlight, IterationRecord, ProgramState } from "../state.ts";

type Evidence = Pick<ReportFacts, "secondary" | "output" | "workflow_run">;

/** What is kept of a report, without what is of its line. */
export function factsOf(event: NewEvent & { type: "iteration.report" }): ReportFacts {
  const { measurement, gates, paths, answer, cost, seconds, pairs } = event;
  return {
    ...{ measurement, gates, paths, answer, cost, seconds },
    ...(pairs === undefined ? {} : { pairs }),
    ...evidenceOf(event),
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

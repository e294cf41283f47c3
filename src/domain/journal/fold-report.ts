// What the fold takes from the report of a run: what is kept of it, and what it adds up to. Each agent run of an
// iteration that began under a budget is counted once: when its report is journalled, or when it ends without one. Pure.

import { confidenceOf } from "../noise/pairs.ts";
import { NOTHING_SPENT, type Spending, spend } from "../settings/spending.ts";
import type { NewEvent } from "./event.ts";
import { asksAgent, type Cost, type Measurement, type ReportFacts } from "./iteration.ts";
import type { InFlight, IterationRecord, ProgramState } from "./state.ts";

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

/** The report of the run in flight is there. */
export function reported(state: ProgramState, cost: Cost, at: string): Pick<ProgramState, "spent"> {
  const { in_flight: flight } = state;
  return flight === null || flight.report !== null || !counts(flight)
    ? {}
    : { spent: spend(state.spent, cost, at) };
}

/** The run in flight is over, and another may begin. */
export function unreported(state: ProgramState, at: string): Pick<ProgramState, "spent"> {
  const { in_flight: flight } = state;
  return flight === null || flight.report !== null || !counts(flight)
    ? {}
    : { spent: spend(state.spent, null, at) };
}

/** What was spent under a budget so far. */
export function spendingOf({ spent }: Pick<ProgramState, "spent">): Spending {
  return spent ?? { since: "", total: NOTHING_SPENT, day: { ...NOTHING_SPENT, date: "" } };
}

function counts({ budgeted, kind }: InFlight): boolean {
  return budgeted === true && asksAgent(kind);
}

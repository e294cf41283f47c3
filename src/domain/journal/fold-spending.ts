// The part of the fold that is about budgets: each agent run of an iteration that began under one is counted once, when
// its report is journalled, or when it ends without one. Pure.

import { asksAgent, type Cost } from "./iteration.ts";
import { NOTHING_SPENT, type Spending, spend } from "./spending.ts";
import type { InFlight, ProgramState } from "./state.ts";

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

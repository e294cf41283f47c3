// What the fold counts for budgets: each agent run of an iteration that began under one is counted once, when its report is
// journalled or when it ends without one. Pure.

import { NOTHING_SPENT, type Spending, spend } from "../../settings/spending.ts";
import { asksAgent, type Cost } from "../iteration.ts";
import type { InFlight, ProgramState } from "../state.ts";

/** The report of the run in flight is there. */
export function spentBy(state: ProgramState, cost: Cost, at: string): Pick<ProgramState, "spent"> {
  return spentOnce(state, cost, at);
}

/** The run in flight is over, and another may begin: without a report nobody knows its cost. */
export function spentUnreported(state: ProgramState, at: string): Pick<ProgramState, "spent"> {
  return spentOnce(state, null, at);
}

function spentOnce(
  { in_flight: flight, spent }: ProgramState,
  cost: Cost | null,
  at: string,
): Pick<ProgramState, "spent"> {
  return flight === null || flight.report !== null || !counts(flight)
    ? {}
    : { spent: spend(spent, cost, at) };
}

/** What was spent under a budget so far. */
export function spendingOf({ spent }: Pick<ProgramState, "spent">): Spending {
  return spent ?? { since: "", total: NOTHING_SPENT, day: { ...NOTHING_SPENT, date: "" } };
}

/** A proposal that is measured again is nobody's work. */
function counts({ budgeted, kind, keeps }: InFlight): boolean {
  return budgeted === true && asksAgent(kind) && keeps === undefined;
}

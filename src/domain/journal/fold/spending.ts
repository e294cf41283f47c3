// What the fold counts for budgets: each agent run of an iteration that began under one is counted once, when its report is
// journalled or when it ends without one. Pure.

import { NOTHING_SPENT, type Spending, spend } from "../../settings/spending.ts";
import { asksAgent, type Cost } from "../iteration.ts";
import type { InFlight, ProgramState } from "../state.ts";

/**
 * The run in flight has told its cost, or is over without a word.
 * @param cost null: nobody knows it
 */
export function spentBy(
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

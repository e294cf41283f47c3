// An iteration that waits for what did not answer: its next run begins when the time has come and a slot is free. While it
// waits it holds none.

import { isWaiting } from "../../domain/journal/repair.ts";
import { budgetFreeAt } from "../../domain/schedule/schedule.ts";
import { type Rule, wake } from "../draft.ts";
import { nextAttempt } from "../iteration/start.ts";
import { isItsTurn } from "../iteration/turn.ts";

/** How soon to look again while other programs hold all slots; their end calls sooner. */
const SLOT_RETRY_MS = 60_000;

export const outage: Rule = (world, draft) => {
  const { state } = draft;
  const flight = state?.in_flight;
  if (state === null || flight == null || state.status !== "active" || !isWaiting(flight)) return draft;
  const free = budgetFreeAt(state.starts, world.policy.dispatchesPerDay);
  const due = Math.max(Date.parse(flight.outage?.until ?? ""), free);
  if (due > world.now) return wake(draft, due);
  if (!isItsTurn(world, state, due)) return wake(draft, world.now + SLOT_RETRY_MS);
  const { branch } = world.seen.view;
  // A commit that CI refused is repaired as it is; what is tried anew stands on what is there now.
  const base = flight.kind === "improve" && branch !== "absent" ? branch.head : flight.base;
  return nextAttempt(world, draft, flight, { kind: flight.kind, base });
};

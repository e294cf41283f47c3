// Invariant 20: how much the app writes and orders.

import { type MomentRule, unless } from "./rule.ts";

const HOUR_MS = 3_600_000;

/** 75 % of what GitHub takes of content in an hour. */
const WRITES_AN_HOUR = 375;

/**
 * 20, budgets: writes in any hour, over the whole installation. The clock of a fake world stands still while the app
 * works, so nothing here tells about a minute: that is the limiter's (`test/pace/rate-limiter.test.ts`).
 */
export const writesAnHour: MomentRule = (deed, past) => {
  if (deed.what !== "write") return [];
  const recent = within(past.spending.writes, deed.at, HOUR_MS).length + 1;
  return unless(recent <= WRITES_AN_HOUR, () => `${recent} writes within an hour`);
};

/** 20, budgets: orders of one program in any 24 hours stay under the configured cap. */
export const ordersADay: MomentRule = (deed, past, { policy }) => {
  if (
    deed.what !== "run" ||
    policy.dispatchesPerDay === null ||
    past.spending.ordered.has(deed.request.nonce)
  )
    return [];
  const { program } = deed.request;
  // A journal that was put back has forgotten how often it began.
  if (past.memory.rewound.has(program)) return [];
  // No agent runs: somebody turned CI green, and wants to know what it is worth.
  if (deed.request.kind === "measure") return [];
  const orders =
    within(past.spending.orders.get(program) ?? [], past.orderedAt(deed), 24 * HOUR_MS).length + 1;
  return unless(orders <= (policy.dispatchesPerDay ?? orders), () => {
    return `${orders} runs of ${program} within a day`;
  });
};

function within(times: readonly number[], at: number, ms: number): readonly number[] {
  return times.filter((time) => time > at - ms);
}

// The one place where the machine's time becomes GitHub's (docs/decisions/0022-one-clock.md). Sets no timer, asks for
// nothing: it learns from the answers that come anyway.

import type { Clock, HostClock } from "../../ports/clock.ts";

/** `Date` tells whole seconds and cuts off the rest (RFC 9110, 6.6.1), so GitHub's clock showed at most so much more. */
const CUT_OFF_MS = 999;
/** An answer is not on its way for longer: GitHub worked for a while before it dated it. */
const LONGEST_WAY_MS = 2_000;

/** @param machine tells how far time went since an answer */
export function createHostClock(machine: Clock): HostClock {
  /** What GitHub's clock shows more than the machine's, milliseconds. */
  let ahead = 0;
  const now = () => machine.now() + ahead;
  return {
    now,
    after: (ms, callback) => machine.after(ms, callback),
    ask: () => {
      const sent = machine.now();
      return (date) => {
        const told = typeof date === "string" ? Date.parse(date) : Number.NaN;
        const way = Math.min(Math.max(0, machine.now() - sent), LONGEST_WAY_MS);
        // What agrees with the answer stays. What does not becomes the earliest moment that does: a clock that is behind
        // by part of a second hears everybody, one that is ahead takes what people do for older than it is.
        if (now() < told || now() > told + CUT_OFF_MS + way) ahead = told - machine.now();
      };
    },
  };
}

// Invariant 30: times of GitHub are compared with times of GitHub.

import { type JournalRule, unless } from "./rule.ts";

/** GitHub tells whole seconds, so that nobody who asks it can know its time better than to one. */
const SECOND_MS = 1_000;

/**
 * 30, one clock: what the app writes into a journal it dates by GitHub's clock, whatever its machine's shows: no later
 * than it is, and no earlier than its look began.
 */
export const oneClock: JournalRule = ({ program, event, at }, past) => {
  const said = Date.parse(event.at);
  // A snapshot tells when its segment began; a look that is over wrote late.
  const since = past.look === null || past.look.isOver ? Number.NEGATIVE_INFINITY : past.look.at;
  return unless(said <= at + SECOND_MS && said >= since - SECOND_MS, () => {
    return `${event.type} of ${program} says ${event.at}, and it was ${new Date(at).toISOString()}`;
  });
};

// When a cron expression matches next, and what becomes of it where clocks are set. Pure search over the calendar; never
// reads a clock.
//
// Expressions are of two kinds, as in cron(8): one with `*` or a step for its minute or hour says how often, and runs
// whenever the clock shows its time, also the second time in autumn. One of numbers, lists and ranges names times of the
// day, and each of them is one run. A time that is skipped in spring is made up for at the change, once, unless the hour
// itself is `*` or a step: then the next run is near.

import type { Cron } from "./cron.ts";
import { type Clock, clockAround, instantsOf, wallClock } from "./time-zone.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The longest gap between two leap days (2096 to 2104) is eight years. */
const HORIZON_DAYS = 9 * 366;
const HOW_OFTEN = /[*/]/;

/**
 * First minute strictly after `after` (ms since the epoch) that matches in `timeZone`; null when there is none
 * within nine years.
 */
export function nextMatch(cron: Cron, timeZone: string, after: number): number | null {
  const today = Math.floor(wallClock(timeZone, after) / DAY_MS);
  // A clock that is set back over midnight shows yesterday again.
  for (let day = today - 1; day < today + HORIZON_DAYS; day++) {
    const found = firstOn(cron, timeZone, day, after);
    if (found !== null) return Math.min(found, firstOn(cron, timeZone, day + 1, after) ?? found);
  }
  return null;
}

/** The first match after `after` of those at which the calendar shows `day` (days since the epoch). */
function firstOn(cron: Cron, timeZone: string, day: number, after: number): number | null {
  const midnight = day * DAY_MS;
  if (!matchesDay(cron, midnight)) return null;
  const clock = clockAround(timeZone, midnight);
  const runsAt = runsBy(cron, clock);
  let first: number | null = null;
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      for (const instant of runsAt(midnight + (hour * 60 + minute) * MINUTE_MS))
        if (instant > after && (first === null || instant < first)) first = instant;
      // Times of a day come in order where its clock is not set.
      if (first !== null && clock.setAt === Number.NEGATIVE_INFINITY) return first;
    }
  }
  return first;
}

/** Gives the instants at which the expression runs for a time of the day that it matches. */
function runsBy({ expression }: Cron, clock: Clock): (wall: number) => readonly number[] {
  const [minute = "", hour = ""] = expression.split(" ");
  const makesUp = !HOW_OFTEN.test(hour);
  const repeats = HOW_OFTEN.test(minute) || HOW_OFTEN.test(hour);
  return (wall) => {
    const instants = instantsOf(clock, wall);
    if (instants.length === 0) return makesUp ? [clock.setAt] : [];
    return repeats ? instants : instants.slice(0, 1);
  };
}

/** Both day fields must match, unless both are restricted: then one is enough (crontab(5)). */
function matchesDay(cron: Cron, midnight: number): boolean {
  const date = new Date(midnight);
  if (!cron.months.includes(date.getUTCMonth() + 1)) return false;
  const dayOfMonth = cron.daysOfMonth.includes(date.getUTCDate());
  const dayOfWeek = cron.daysOfWeek.includes(date.getUTCDay());
  return cron.anyDayOfMonth || cron.anyDayOfWeek ? dayOfMonth && dayOfWeek : dayOfMonth || dayOfWeek;
}

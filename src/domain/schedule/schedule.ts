// When a program is due. Pure arithmetic over milliseconds since the epoch; cron expressions are in cron.ts.

import type { Cron } from "./cron.ts";
import { nextMatch } from "./next-match.ts";

/** Milliseconds of 24 hours; a day on the calendar may be longer or shorter. */
export const DAY_MS = 24 * 60 * 60_000;

/** How often a program wants to run: so many milliseconds after its last start, or by the clock of an IANA time zone. */
export type Schedule =
  | { readonly kind: "interval"; readonly ms: number }
  | { readonly kind: "cron"; readonly cron: Cron; readonly timeZone: string };

/**
 * The moment from which an iteration may start. Times in milliseconds, moments since the epoch.
 * @param lastRunAt start of the last iteration, null when there was none: due at once
 * @param floorMs the operator's shortest allowed interval
 * @returns milliseconds since the epoch; null when a cron expression never matches again
 */
export function dueAt(schedule: Schedule, lastRunAt: number | null, floorMs: number): number | null {
  if (lastRunAt === null) return Number.NEGATIVE_INFINITY;
  if (schedule.kind === "interval") return lastRunAt + Math.max(schedule.ms, floorMs);
  return nextMatch(schedule.cron, schedule.timeZone, lastRunAt + floorMs);
}

/**
 * The moment from which a budget of runs in any 24 hours has room for one more.
 * @param starts ISO times of earlier runs, oldest first
 * @param budget runs in 24 hours, at least 1; null: no budget
 * @returns milliseconds since the epoch; −∞: there was always room
 */
export function budgetFreeAt(starts: readonly string[], budget: number | null): number {
  const leaves = budget === null ? undefined : starts.at(-budget);
  return leaves === undefined ? Number.NEGATIVE_INFINITY : Date.parse(leaves) + DAY_MS;
}

// The schedule as people write it: an interval, a word, or a cron expression with a time zone.

import { parseCron } from "../../domain/schedule/cron.ts";
import type { Schedule } from "../../domain/schedule/schedule.ts";
import { isTimeZone } from "../../domain/schedule/time-zone.ts";

/** What may be written, for messages. */
export const SCHEDULE_ALLOWED =
  '`every 30m`, `every 6h`, `every 2d` (up to 366 days), `hourly`, `daily`, `weekly`, or five cron fields or `@daily` and its like in quotes and optionally a time zone, such as `"0 3 * * 1-5 Europe/Berlin"`';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_MS = 366 * DAY_MS;

/** Largest first; `hours` and `h` mean the same. Seconds are what is left. */
const UNITS = [
  ["w", 7 * DAY_MS],
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["m", MINUTE_MS],
] as const;
const SECONDS = ["s", SECOND_MS] as const;
const WORD_MS: Readonly<Record<string, number>> = { hourly: HOUR_MS, daily: DAY_MS, weekly: 7 * DAY_MS };

const EVERY = /^every\s+(\d{1,12})\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/;

/** Null for anything that is not one of the forms above; never a guess. Cron without a zone means UTC. */
export function parseSchedule(text: string): Schedule | null {
  const trimmed = text.slice(0, 512).trim();
  const words = trimmed.toLowerCase();
  const named = Object.hasOwn(WORD_MS, words) ? WORD_MS[words] : undefined;
  if (named !== undefined) return { kind: "interval", ms: named };
  const [, count, unit = ""] = EVERY.exec(words) ?? [];
  if (count !== undefined) {
    const [, size] = UNITS.find(([letter]) => unit.startsWith(letter)) ?? SECONDS;
    const ms = Number(count) * size;
    return ms > 0 && ms <= LONGEST_MS ? { kind: "interval", ms } : null;
  }
  const fields = trimmed.split(/\s+/);
  const ofCron = trimmed.startsWith("@") ? 1 : 5;
  const [timeZone = "UTC"] = fields.slice(ofCron);
  const cron = fields.length > ofCron + 1 ? null : parseCron(fields.slice(0, ofCron).join(" "));
  return cron !== null && isTimeZone(timeZone) ? { kind: "cron", cron, timeZone } : null;
}

/** The schedule in the words of the grammar above. */
export function describeSchedule(schedule: Schedule): string {
  if (schedule.kind === "cron") return `${schedule.cron.expression} ${schedule.timeZone}`;
  const [unit, ms] = UNITS.find(([, size]) => schedule.ms % size === 0) ?? SECONDS;
  return `every ${schedule.ms / ms}${unit}`;
}

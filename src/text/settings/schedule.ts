// The schedule as people write it: words, or a cron expression, each with a time zone where it names a time.

import { parseCron } from "../../domain/schedule/cron.ts";
import type { Schedule } from "../../domain/schedule/schedule.ts";
import { isTimeZone } from "../../domain/schedule/time-zone.ts";
import { cronIn, intervalIn, SECONDS, UNITS } from "./schedule-words.ts";

/** What may be written, for messages. */
export const SCHEDULE_ALLOWED =
  '`every 30m`, `every 6 hours`, `6h`, `every 2d` (up to 366 days), `hourly`, `daily`, `weekly`; days with a time, such as `daily at 03:00`, `weekdays at 09:00` or `every monday at 9am`; or five cron fields or `@daily` and its like in quotes. Days and cron take a time zone at the end, such as `"0 3 * * 1-5 Europe/Berlin"`, else they mean UTC';

/** Null for anything that is not one of the forms above; never a guess. Days and cron without a zone mean UTC. */
export function parseSchedule(text: string): Schedule | null {
  const trimmed = text.slice(0, 512).trim();
  const words = trimmed.toLowerCase();
  const ms = intervalIn(words);
  if (ms !== null) return { kind: "interval", ms };
  const cron = parseCron(cronIn(words) ?? trimmed);
  if (cron !== null) return { kind: "cron", cron, timeZone: "UTC" };
  const [, before = "", timeZone = ""] = /^(.*\S)\s+(\S+)$/s.exec(trimmed) ?? [];
  const zoned =
    before === "" || !isTimeZone(timeZone) ? null : parseCron(cronIn(before.toLowerCase()) ?? before);
  return zoned === null ? null : { kind: "cron", cron: zoned, timeZone };
}

/** The schedule in the words of the grammar above. */
export function describeSchedule(schedule: Schedule): string {
  if (schedule.kind === "cron") return `${schedule.cron.expression} ${schedule.timeZone}`;
  const [unit, ms] = UNITS.find(([, size]) => schedule.ms % size === 0) ?? SECONDS;
  return `every ${schedule.ms / ms}${unit}`;
}

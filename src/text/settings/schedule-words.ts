// A schedule in words: how often (`every 6 hours`, `6h`, `hourly`), or on which days at what time (`weekdays at 09:00`).
// Cron's own fields and the time zone are read by `schedule.ts`.

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_MS = 366 * DAY_MS;

/** Largest first; `hours` and `h` mean the same. Seconds are what is left. */
export const UNITS = [
  ["w", 7 * DAY_MS],
  ["d", DAY_MS],
  ["h", HOUR_MS],
  ["m", MINUTE_MS],
] as const;
export const SECONDS = ["s", SECOND_MS] as const;

const WORD_MS: ReadonlyMap<string, number> = new Map([
  ["hourly", HOUR_MS],
  ["daily", DAY_MS],
  ["weekly", 7 * DAY_MS],
]);

const EVERY =
  /^(?:every\s+)?(\d{1,12})\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/;
const EVERY_ONE = /^every\s+(minute|hour|day|week)$/;

/** Days of the week as cron has them. */
const DAYS: ReadonlyMap<string, string> = new Map([
  ["day", "*"],
  ["daily", "*"],
  ["weekday", "1-5"],
  ["weekend", "0,6"],
  ...["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].flatMap((name, day) => [
    [name, String(day)] as const,
    [name.slice(0, 3), String(day)] as const,
  ]),
]);

const ON_DAYS =
  /^(?:weekly\s+on\s+|every\s+|on\s+)?([a-z]+|[a-z]{3}(?:[-,][a-z]{3}){1,6})(?:\s+at\s+(\S+(?:\s?[ap]m)?))?$/;
const TIME = /^(\d{1,2})(?::(\d{2}))?\s?([ap]m)?$/;
const TIMES: ReadonlyMap<string, string> = new Map([
  ["midnight", "0 0"],
  ["noon", "0 12"],
]);

/** Milliseconds between two starts; null for words that do not say how often. @param words in lower case, trimmed */
export function intervalIn(words: string): number | null {
  const named = WORD_MS.get(words);
  if (named !== undefined) return named;
  const [, one] = EVERY_ONE.exec(words) ?? [];
  if (one !== undefined) return sizeOf(one);
  const [, count, unit = ""] = EVERY.exec(words) ?? [];
  if (count === undefined) return null;
  const ms = Number(count) * sizeOf(unit);
  return ms > 0 && ms <= LONGEST_MS ? ms : null;
}

/** Five fields of cron for days and a time; null for words that do not say which. @param words in lower case, trimmed */
export function cronIn(words: string): string | null {
  const [, days = "", at] = ON_DAYS.exec(words) ?? [];
  // Only days of the week have a plural: `every 2 days` is no day.
  const day = DAYS.get(days) ?? DAYS.get(days.replace(/s$/, "")) ?? (/[-,]/.test(days) ? days : null);
  const time = at === undefined ? "0 0" : timeIn(at);
  return day === null || time === null || (day === "*" && at === undefined) ? null : `${time} * * ${day}`;
}

/** Minute and hour of a time that can mean only one. */
function timeIn(at: string): string | null {
  const named = TIMES.get(at);
  if (named !== undefined) return named;
  const [, hours, minutes, half] = TIME.exec(at) ?? [];
  if (hours === undefined || (minutes === undefined && half === undefined)) return null;
  const hour = Number(hours);
  if (half === undefined ? hour > 23 : hour < 1 || hour > 12) return null;
  const minute = Number(minutes ?? 0);
  if (minute > 59) return null;
  return `${minute} ${half === undefined ? hour : (hour % 12) + (half === "pm" ? 12 : 0)}`;
}

function sizeOf(unit: string): number {
  const [, size] = UNITS.find(([letter]) => unit.startsWith(letter)) ?? SECONDS;
  return size;
}

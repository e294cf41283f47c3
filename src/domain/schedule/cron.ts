// Five-field cron expressions: what they mean and when they match next. Owns the grammar and the search,
// never reads a clock; what a wall clock shows somewhere is `time-zone.ts`.

import { instantOf, wallClock } from "./time-zone.ts";

/** Sets of allowed values, and whether day-of-month or day-of-week was restricted (cron's "either" rule). */
export interface Cron {
  readonly expression: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[];
  readonly months: readonly number[];
  readonly daysOfWeek: readonly number[];
  readonly anyDayOfMonth: boolean;
  readonly anyDayOfWeek: boolean;
}

interface Field {
  readonly min: number;
  readonly max: number;
  /** Three-letter names; the first stands for `min`. */
  readonly names: readonly string[];
}

const MINUTE: Field = { min: 0, max: 59, names: [] };
const HOUR: Field = { min: 0, max: 23, names: [] };
const DAY_OF_MONTH: Field = { min: 1, max: 31, names: [] };
const MONTH: Field = { min: 1, max: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") };
/** 0 and 7 are both Sunday. */
const DAY_OF_WEEK: Field = { min: 0, max: 7, names: "sun mon tue wed thu fri sat".split(" ") };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The longest gap between two leap days (2096 to 2104) is eight years. */
const HORIZON_DAYS = 9 * 366;
/** Longer expressions are no schedule a person wrote. */
const EXPRESSION_CHARACTERS = 256;

/**
 * Reads minute, hour, day of month, month and day of week with `*`, lists, ranges, steps and English names,
 * as crontab(5) has them. Null for anything else.
 */
export function parseCron(expression: string): Cron | null {
  if (expression.length > EXPRESSION_CHARACTERS) return null;
  const [minute, hour, day, month, weekday, ...more] = expression.trim().split(/\s+/);
  if (minute === undefined || hour === undefined || day === undefined) return null;
  if (month === undefined || weekday === undefined || more.length > 0) return null;
  const minutes = parseField(minute, MINUTE);
  const hours = parseField(hour, HOUR);
  const daysOfMonth = parseField(day, DAY_OF_MONTH);
  const months = parseField(month, MONTH);
  const daysOfWeek = parseField(weekday, DAY_OF_WEEK);
  if (!minutes || !hours || !daysOfMonth || !months || !daysOfWeek) return null;
  return {
    expression: [minute, hour, day, month, weekday].join(" "),
    minutes,
    hours,
    daysOfMonth,
    months,
    daysOfWeek: [...new Set(daysOfWeek.map((one) => one % 7))].toSorted((a, b) => a - b),
    anyDayOfMonth: day.startsWith("*"),
    anyDayOfWeek: weekday.startsWith("*"),
  };
}

/**
 * First minute strictly after `after` (ms since the epoch) that matches in `timeZone`; null when there is none
 * within nine years. A local time that a clock change skips runs at the change, one that comes twice runs the
 * first time only.
 */
export function nextMatch(cron: Cron, timeZone: string, after: number): number | null {
  const start = wallClock(timeZone, after);
  const firstDay = Math.floor(start / DAY_MS);
  for (let day = firstDay; day < firstDay + HORIZON_DAYS; day++) {
    if (!matchesDay(cron, day * DAY_MS)) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const wall = day * DAY_MS + (hour * 60 + minute) * MINUTE_MS;
        if (wall <= start) continue;
        const instant = instantOf(timeZone, wall);
        if (instant > after) return instant;
      }
    }
  }
  return null;
}

/** Both day fields must match, unless both are restricted: then one is enough (crontab(5)). */
function matchesDay(cron: Cron, midnight: number): boolean {
  const date = new Date(midnight);
  if (!cron.months.includes(date.getUTCMonth() + 1)) return false;
  const dayOfMonth = cron.daysOfMonth.includes(date.getUTCDate());
  const dayOfWeek = cron.daysOfWeek.includes(date.getUTCDay());
  return cron.anyDayOfMonth || cron.anyDayOfWeek ? dayOfMonth && dayOfWeek : dayOfMonth || dayOfWeek;
}

function parseField(text: string, field: Field): readonly number[] | null {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const range = parsePart(part, field);
    if (range === null) return null;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return [...values].toSorted((a, b) => a - b);
}

function parsePart(part: string, field: Field): { from: number; to: number; step: number } | null {
  const [base = "", stepText, ...moreSteps] = part.split("/");
  const step = stepText === undefined ? 1 : wholeNumber(stepText);
  if (step === null || step < 1 || moreSteps.length > 0) return null;
  if (base === "*") return { from: field.min, to: field.max, step };
  const [first = "", last, ...moreEnds] = base.split("-");
  if (moreEnds.length > 0) return null;
  const from = parseValue(first, field);
  // `5/15` means from 5 to the end in steps, `5` alone means 5.
  const alone = stepText === undefined ? from : field.max;
  const to = last === undefined ? alone : parseValue(last, field);
  return from === null || to === null || from > to ? null : { from, to, step };
}

function parseValue(text: string, field: Field): number | null {
  const named = field.names.indexOf(text.toLowerCase());
  if (named >= 0) return field.min + named;
  const value = wholeNumber(text);
  return value === null || value < field.min || value > field.max ? null : value;
}

function wholeNumber(text: string): number | null {
  return /^\d{1,3}$/.test(text) ? Number(text) : null;
}

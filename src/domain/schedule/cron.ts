// Cron expressions: five fields or one of the usual names. Owns the grammar; when an expression matches next is
// `next-match.ts`.

/**
 * Allowed values of each field, rising, and which of the two day fields begins with `*` (cron's "either" rule: where both are
 * restricted, one is enough). Months count from 1; of the days of the week, 0 is Sunday.
 */
export interface Cron {
  /** The five fields, as they were written or as their name stands for them. */
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

/** What crontab(5) has them stand for. `@reboot` is no time. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);
/** Longer expressions are no schedule a person wrote. */
const EXPRESSION_CHARACTERS = 256;

/**
 * Reads minute, hour, day of month, month and day of week with `*`, lists, ranges, steps and English names, or a name
 * such as `@daily`, as crontab(5) has them; a range of days may end on Sunday, which is then the 7th. Null for anything
 * else. What a name stands for is the expression.
 */
export function parseCron(expression: string): Cron | null {
  if (expression.length > EXPRESSION_CHARACTERS) return null;
  const written = expression.trim();
  const fields = NAMED.get(written.toLowerCase()) ?? written;
  const [minute, hour, day, month, weekday, ...more] = fields.split(/\s+/);
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
  const to = last === undefined ? alone : lastOf(parseValue(last, field), last, from, field);
  return from === null || to === null || from > to ? null : { from, to, step };
}

/** `sun` is 0, and 7 where a range that begins on another day ends with it. */
function lastOf(value: number | null, text: string, from: number | null, field: Field): number | null {
  return field === DAY_OF_WEEK && text.toLowerCase() === "sun" && from !== 0 ? field.max : value;
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

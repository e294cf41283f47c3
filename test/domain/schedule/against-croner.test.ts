// Our cron against croner's: any expression that both read runs at the same minutes. Where we differ on purpose, the
// difference stands below by name, with its reason.

import { Cron as Croner } from "croner";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCron } from "../../../src/domain/schedule/cron.ts";
import { nextMatch } from "../../../src/domain/schedule/next-match.ts";

const COUNT = 6;
const HOUR_MS = 3_600_000;

function ours(expression: string, timeZone: string, after: number): readonly string[] {
  const cron = parseCron(expression);
  if (cron === null) throw new TypeError(`no cron expression: ${expression}`);
  const found: string[] = [];
  for (let at: number | null = after; found.length < COUNT; found.push(new Date(at).toISOString())) {
    at = nextMatch(cron, timeZone, at);
    if (at === null) break;
  }
  return found;
}

function theirs(expression: string, timeZone: string, after: number): readonly string[] {
  // Sloppy: `5/15` is a step from 5 to the end, as cron has it.
  const cron = new Croner(expression, { timezone: timeZone, paused: true, sloppyRanges: true });
  return cron.nextRuns(COUNT, new Date(after)).map((run) => run.toISOString());
}

/** A value, a range or a list of both; never the whole field. */
function someOf(min: number, max: number, names: readonly string[] = []): fc.Arbitrary<string> {
  const spelled = (value: number) =>
    names[value - min] === undefined
      ? fc.constant(String(value))
      : fc.constantFrom(String(value), names[value - min] ?? "");
  const value = fc.integer({ min, max }).chain(spelled);
  const range = fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .chain(([a, b]) => fc.tuple(spelled(Math.min(a, b)), spelled(Math.max(a, b))))
    .map(([from, to]) => `${from}-${to}`);
  return fc.array(fc.oneof(value, range), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(","));
}

/** Steps short enough to leave more than one value. */
const everyFew = (most: number) =>
  fc.oneof(
    fc.constant("*"),
    fc.integer({ min: 2, max: most }).map((step) => `*/${step}`),
  );

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
// The 8th is Sunday once more: as the end of a range.
const DAYS = "sun mon tue wed thu fri sat sun".split(" ");
const weekday = someOf(0, 7, DAYS).filter((text) => !/(?:0|sun)-sun/.test(text));
const minute = fc.oneof(
  everyFew(29),
  someOf(0, 59),
  fc.constantFrom("5/15", "0-30/10", "7-59/13", "10,30-45/5"),
);
const month = fc.oneof(fc.constant("*"), someOf(1, 12, MONTHS));
const days = fc.oneof(
  fc.constantFrom(["*", "*"], ["*/2", "*"], ["*", "fri-sun"], ["1,15", "sat-sun"], ["13", "FRI"]),
  fc.tuple(someOf(1, 28), fc.constant("*")),
  fc.tuple(fc.constant("*"), weekday),
  fc.tuple(someOf(1, 28), weekday),
);
const fieldsWith = (hour: fc.Arbitrary<string>, minutes: fc.Arbitrary<string>) =>
  fc
    .tuple(minutes, hour, days, month)
    .map(([m, h, [day, dayOfWeek], mon]) => [m, h, day, mon, dayOfWeek].join(" "));
const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) });

describe("cron against croner", () => {
  it("runs at the same minutes where clocks are never set", () => {
    const hour = fc.oneof(everyFew(11), someOf(0, 23), fc.constantFrom("3/7", "8-18/2"));
    fc.assert(
      fc.property(
        fieldsWith(hour, minute),
        fc.constantFrom("UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/Phoenix"),
        moment,
        (expression, zone, after) => {
          expect(ours(expression, zone, after)).toEqual(theirs(expression, zone, after));
        },
      ),
      { numRuns: 400 },
    );
  });

  /** Hours around a time at which a clock is set. */
  const near = fc
    .tuple(
      fc.constantFrom(
        ["Europe/Berlin", "2026-03-29T01:00Z"],
        ["Europe/Berlin", "2026-10-25T01:00Z"],
        ["America/New_York", "2026-03-08T07:00Z"],
        ["America/New_York", "2026-11-01T06:00Z"],
        ["Australia/Sydney", "2026-04-04T16:00Z"],
        ["Africa/Cairo", "2026-10-29T21:00Z"],
      ),
      fc.integer({ min: -4 * HOUR_MS, max: HOUR_MS }),
    )
    .map(([[zone = "", at = ""], by]) => ({ zone, after: Date.parse(at) + by }));

  it("runs a star or step for the hour as often as the clock shows it, and skips with the clock", () => {
    fc.assert(
      fc.property(fieldsWith(everyFew(11), minute), near, (expression, { zone, after }) => {
        expect(ours(expression, zone, after)).toEqual(theirs(expression, zone, after));
      }),
      { numRuns: 250 },
    );
  });

  it("runs one named time of the day once, and a skipped one at the change", () => {
    const one = (max: number) => fc.integer({ min: 0, max }).map(String);
    fc.assert(
      fc.property(fieldsWith(one(4), one(59)), near, (expression, { zone, after }) => {
        expect(ours(expression, zone, after)).toEqual(theirs(expression, zone, after));
      }),
      { numRuns: 250 },
    );
  });

  it.each(["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"])(
    "knows %s",
    (name) => {
      for (const zone of ["UTC", "Europe/Berlin"])
        expect(ours(name, zone, Date.UTC(2026, 5, 1))).toEqual(theirs(name, zone, Date.UTC(2026, 5, 1)));
    },
  );
});

describe("cron, where we differ from croner", () => {
  const AUTUMN = Date.parse("2026-10-24T12:00Z");
  const SPRING = Date.parse("2026-03-28T12:00Z");
  const runs = (of: typeof ours, expression: string, after: number) =>
    of(expression, "Europe/Berlin", after)
      .map((one) => one.slice(5, 16))
      .slice(0, 3);

  it("takes two named times for two named times: a list or range is no frequency (cron(8))", () => {
    expect(runs(ours, "0,30 2 * * *", AUTUMN)).toEqual(["10-25T00:00", "10-25T00:30", "10-26T01:00"]);
    expect(runs(theirs, "0,30 2 * * *", AUTUMN)).toEqual(["10-25T00:00", "10-25T00:30", "10-25T01:00"]);
  });

  it("makes up for times skipped in spring unless the hour is a star or a step: a night must not be left out", () => {
    expect(runs(ours, "0,30 2 * * *", SPRING)).toEqual(["03-29T01:00", "03-30T00:00", "03-30T00:30"]);
    expect(runs(theirs, "0,30 2 * * *", SPRING)).toEqual(["03-30T00:00", "03-30T00:30", "03-31T00:00"]);
    expect(runs(ours, "*/30 2 * * *", SPRING)).toEqual(["03-29T01:00", "03-30T00:00", "03-30T00:30"]);
    expect(runs(theirs, "*/30 2 * * *", SPRING)).toEqual(["03-30T00:00", "03-30T00:30", "03-31T00:00"]);
  });

  it("asks for both days where one begins with a star (crontab(5))", () => {
    expect(runs(ours, "0 0 */2 * mon", SPRING)).toEqual(["04-12T22:00", "04-26T22:00", "05-10T22:00"]);
    expect(runs(theirs, "0 0 */2 * mon", SPRING)).toEqual(["03-28T23:00", "03-29T22:00", "03-30T22:00"]);
  });

  it("takes a range from Sunday to Sunday for that day: whoever means the week writes a star", () => {
    expect(runs(ours, "0 12 * * 0-sun", SPRING)).toEqual(["03-29T10:00", "04-05T10:00", "04-12T10:00"]);
    expect(runs(theirs, "0 12 * * 0-sun", SPRING)).toEqual(["03-29T10:00", "03-30T10:00", "03-31T10:00"]);
  });

  it("does not read what crontab(5) has not: L, W, #, ?, seconds", () => {
    for (const expression of ["0 0 L * *", "0 0 15W * *", "0 0 * * fri#2", "0 0 ? * *", "0 0 0 * * *"]) {
      expect(parseCron(expression)).toBeNull();
      expect(theirs(expression, "UTC", SPRING)).toHaveLength(COUNT);
    }
  });
});

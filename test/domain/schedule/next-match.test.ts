import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCron } from "../../../src/domain/schedule/cron.ts";
import { nextMatch } from "../../../src/domain/schedule/next-match.ts";

/** The next matches after `after`, as ISO 8601 in UTC without seconds. */
function runs(expression: string, timeZone: string, after: string, count = 1): readonly (string | null)[] {
  const cron = parseCron(expression);
  if (cron === null) throw new TypeError(`no cron expression: ${expression}`);
  const found: (string | null)[] = [];
  let at = Date.parse(after);
  for (let index = 0; index < count; index++) {
    const next = nextMatch(cron, timeZone, at);
    found.push(next === null ? null : `${new Date(next).toISOString().slice(0, 16)}Z`);
    if (next === null) break;
    at = next;
  }
  return found;
}

describe("nextMatch", () => {
  it("is strictly after the moment it is asked about", () => {
    expect(runs("0 * * * *", "UTC", "2026-05-17T13:00:00Z", 2)).toEqual([
      "2026-05-17T14:00Z",
      "2026-05-17T15:00Z",
    ]);
    expect(runs("0 * * * *", "UTC", "2026-05-17T12:59:59.999Z")).toEqual(["2026-05-17T13:00Z"]);
  });

  it("counts in the given zone", () => {
    expect(runs("0 3 * * 1-5", "Europe/Berlin", "2026-05-15T12:00:00Z", 2)).toEqual([
      "2026-05-18T01:00Z",
      "2026-05-19T01:00Z",
    ]);
    expect(runs("30 9 * * *", "Asia/Kolkata", "2026-01-01T00:00:00Z")).toEqual(["2026-01-01T04:00Z"]);
  });

  it("runs a local time that a clock change skips at the change, and once", () => {
    // Berlin goes from 02:00 to 03:00 at 01:00 UTC on 29 March 2026.
    expect(runs("*/15 2 * * *", "Europe/Berlin", "2026-03-28T02:00:00Z", 2)).toEqual([
      "2026-03-29T01:00Z",
      "2026-03-30T00:00Z",
    ]);
    expect(runs("30 2 * * *", "America/New_York", "2026-03-08T00:00:00Z", 2)).toEqual([
      "2026-03-08T07:00Z",
      "2026-03-09T06:30Z",
    ]);
  });

  it("runs a local time that comes twice the first time only", () => {
    // Berlin goes from 03:00 back to 02:00 at 01:00 UTC on 25 October 2026.
    expect(runs("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
    ]);
    expect(runs("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z")).toEqual(["2026-10-26T01:30Z"]);
  });

  it("runs as often as the clock shows it where the minute or the hour is a star or a step", () => {
    const autumn = (expression: string, count: number) =>
      runs(expression, "Europe/Berlin", "2026-10-24T23:59:00Z", count).map((one) => one?.slice(8, 16));
    expect(autumn("30 * * * *", 4)).toEqual(["25T00:30", "25T01:30", "25T02:30", "25T03:30"]);
    expect(autumn("30 */2 * * *", 3)).toEqual(["25T00:30", "25T01:30", "25T03:30"]);
    expect(autumn("*/30 2 * * *", 5)).toEqual(["25T00:00", "25T00:30", "25T01:00", "25T01:30", "26T01:00"]);
    expect(autumn("0-30/30 2 * * *", 5)).toEqual(autumn("*/30 2 * * *", 5));
    // From the second time on, whatever the moment that is asked about.
    expect(runs("*/30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z")).toEqual(["2026-10-25T01:30Z"]);
  });

  it("runs lists and ranges that come twice the first time only", () => {
    const autumn = (expression: string) => runs(expression, "Europe/Berlin", "2026-10-24T23:59:00Z", 3);
    expect(autumn("0,30 2 * * *")).toEqual(["2026-10-25T00:00Z", "2026-10-25T00:30Z", "2026-10-26T01:00Z"]);
    expect(autumn("30 2-3 * * *")).toEqual(["2026-10-25T00:30Z", "2026-10-25T02:30Z", "2026-10-26T01:30Z"]);
  });

  it("makes up for no skipped time where the hour is a star or a step", () => {
    const spring = (expression: string) => runs(expression, "Europe/Berlin", "2026-03-28T23:00:00Z", 3);
    expect(spring("30 * * * *")).toEqual(["2026-03-28T23:30Z", "2026-03-29T00:30Z", "2026-03-29T01:30Z"]);
    expect(spring("30 */2 * * *")).toEqual(["2026-03-28T23:30Z", "2026-03-29T02:30Z", "2026-03-29T04:30Z"]);
    expect(spring("30 1-3 * * *")).toEqual(["2026-03-29T00:30Z", "2026-03-29T01:00Z", "2026-03-29T01:30Z"]);
  });

  it("shows a day again where the clock is set back over midnight", () => {
    // Casey went from 02:00 back to 23:00 of the day before at 15:00 UTC on 4 March 2010.
    expect(runs("30 */23 * * *", "Antarctica/Casey", "2010-03-04T12:00:00Z", 4)).toEqual([
      "2010-03-04T12:30Z",
      "2010-03-04T13:30Z",
      "2010-03-04T15:30Z",
      "2010-03-04T16:30Z",
    ]);
  });

  it("knows changes of half an hour and days that do not exist", () => {
    // Lord Howe Island changes by 30 minutes; Samoa had no 30 December 2011.
    expect(runs("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00:00Z")).toEqual(["2026-10-03T15:30Z"]);
    expect(runs("0 12 30 12 *", "Pacific/Apia", "2011-12-29T00:00:00Z", 2)).toEqual([
      "2011-12-30T10:00Z",
      "2012-12-29T22:00Z",
    ]);
  });

  it("finds leap days, also over a century without one", () => {
    expect(runs("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z")).toEqual(["2104-02-29T00:00Z"]);
  });

  it("never finds a day that does not exist", () => {
    expect(runs("0 0 31 2 *", "UTC", "2026-01-01T00:00:00Z")).toEqual([null]);
  });

  it("takes either day where both fields are restricted, and both where one begins with a star", () => {
    expect(runs("0 0 13 * fri", "UTC", "2026-05-09T00:00:00Z", 3)).toEqual([
      "2026-05-13T00:00Z",
      "2026-05-15T00:00Z",
      "2026-05-22T00:00Z",
    ]);
    expect(runs("0 0 */2 * mon", "UTC", "2026-05-01T00:00:00Z")).toEqual(["2026-05-11T00:00Z"]);
  });

  it("moves forward and lands on a minute that the expression allows", () => {
    const expression = fc
      .tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }))
      .map(([minute, hour]) => ({ minute, hour, text: `${minute} ${hour} * * *` }));
    const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(expression, instant, ({ minute, hour, text }, after) => {
        const cron = parseCron(text);
        const next = cron === null ? null : nextMatch(cron, "UTC", after);
        if (next === null) return false;
        const date = new Date(next);
        return (
          next > after &&
          next - after <= 86_400_000 &&
          date.getUTCMinutes() === minute &&
          date.getUTCHours() === hour
        );
      }),
    );
  });
});

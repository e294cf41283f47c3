import { describe, expect, it } from "vitest";
import { clockAround, instantsOf, isTimeZone, wallClock } from "../../../src/domain/schedule/time-zone.ts";

const shown = (zone: string, instant: string) => new Date(wallClock(zone, Date.parse(instant))).toISOString();
const clock = (zone: string, wall: string) => clockAround(zone, Date.parse(`${wall.slice(0, 10)}T00:00Z`));
const instants = (zone: string, wall: string) =>
  instantsOf(clock(zone, wall), Date.parse(`${wall}:00Z`)).map((one) => new Date(one).toISOString());

describe(isTimeZone, () => {
  it.each(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])("knows %s", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(["", "Mars/Olympus", "+02:00", "Europe/Berlin ", " UTC", "?UTC", "UTC?", `E${"u".repeat(64)}`])(
    "does not know %j",
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});

describe(wallClock, () => {
  it("is what the clock shows, cut to the minute", () => {
    expect(shown("UTC", "2026-03-01T23:59:59.999Z")).toBe("2026-03-01T23:59:00.000Z");
    expect(shown("Europe/Berlin", "2026-01-31T23:30:00Z")).toBe("2026-02-01T00:30:00.000Z");
    expect(shown("Europe/Berlin", "2026-07-01T10:00:00Z")).toBe("2026-07-01T12:00:00.000Z");
    expect(shown("America/New_York", "2026-01-01T04:15:00Z")).toBe("2025-12-31T23:15:00.000Z");
    expect(shown("Asia/Kathmandu", "2026-01-01T00:00:00Z")).toBe("2026-01-01T05:45:00.000Z");
  });

  it("is the same after more zones were asked for than it remembers", () => {
    const zones = Intl.supportedValuesOf("timeZone");
    const at = Date.UTC(2026, 6, 1);
    const once = zones.map((zone) => wallClock(zone, at));
    expect(zones.length).toBeGreaterThan(128);
    expect(zones.map((zone) => wallClock(zone, at))).toEqual(once);
    expect(wallClock("Europe/Berlin", at)).toBe(at + 2 * 3_600_000);
  });
});

describe(instantsOf, () => {
  it("is the instant when the clock shows it", () => {
    expect(instants("UTC", "2026-03-01T12:00")).toEqual(["2026-03-01T12:00:00.000Z"]);
    expect(instants("Europe/Berlin", "2026-01-15T12:00")).toEqual(["2026-01-15T11:00:00.000Z"]);
    expect(instants("America/New_York", "2026-07-04T00:00")).toEqual(["2026-07-04T04:00:00.000Z"]);
    expect(instants("Europe/Berlin", "2026-03-29T03:00")).toEqual(["2026-03-29T01:00:00.000Z"]);
  });

  it("is both in order where the clock shows it twice", () => {
    expect(instants("Europe/Berlin", "2026-10-25T02:30")).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ]);
    expect(instants("America/New_York", "2026-11-01T01:30")).toEqual([
      "2026-11-01T05:30:00.000Z",
      "2026-11-01T06:30:00.000Z",
    ]);
  });

  it("is none where the clock skips it", () => {
    expect(instants("Europe/Berlin", "2026-03-29T02:30")).toEqual([]);
    expect(instants("America/New_York", "2026-03-08T02:00")).toEqual([]);
    // Samoa went over the date line: the whole of the 30th is missing.
    expect(instants("Pacific/Apia", "2011-12-30T12:00")).toEqual([]);
  });
});

describe(clockAround, () => {
  const setAt = (zone: string, wall: string) => clock(zone, wall).setAt;

  it("says when the clock is set", () => {
    expect(setAt("Europe/Berlin", "2026-03-29T02:30")).toBe(Date.parse("2026-03-29T01:00Z"));
    expect(setAt("America/New_York", "2026-11-01T01:30")).toBe(Date.parse("2026-11-01T06:00Z"));
    expect(setAt("Pacific/Apia", "2011-12-30T12:00")).toBe(Date.parse("2011-12-30T10:00Z"));
  });

  it("says that it is not", () => {
    expect(setAt("Europe/Berlin", "2026-05-29T02:30")).toBe(Number.NEGATIVE_INFINITY);
  });
});

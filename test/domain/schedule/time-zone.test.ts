import { describe, expect, it } from "vitest";
import { instantOf, isTimeZone, wallClock } from "../../../src/domain/schedule/time-zone.ts";

const shown = (zone: string, instant: string) => new Date(wallClock(zone, Date.parse(instant))).toISOString();
const instant = (zone: string, wall: string) =>
  new Date(instantOf(zone, Date.parse(`${wall}:00Z`))).toISOString();

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

describe(instantOf, () => {
  it("is the instant when the clock shows it", () => {
    expect(instant("UTC", "2026-03-01T12:00")).toBe("2026-03-01T12:00:00.000Z");
    expect(instant("Europe/Berlin", "2026-01-15T12:00")).toBe("2026-01-15T11:00:00.000Z");
    expect(instant("America/New_York", "2026-07-04T00:00")).toBe("2026-07-04T04:00:00.000Z");
  });

  it("is the first one where the clock shows it twice", () => {
    expect(instant("Europe/Berlin", "2026-10-25T02:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(instant("America/New_York", "2026-11-01T01:30")).toBe("2026-11-01T05:30:00.000Z");
  });

  it("is the change where the clock skips it", () => {
    expect(instant("Europe/Berlin", "2026-03-29T02:30")).toBe("2026-03-29T01:00:00.000Z");
    expect(instant("America/New_York", "2026-03-08T02:00")).toBe("2026-03-08T07:00:00.000Z");
    // Samoa went over the date line: the whole of the 30th is missing.
    expect(instant("Pacific/Apia", "2011-12-30T12:00")).toBe("2011-12-30T10:00:00.000Z");
  });
});

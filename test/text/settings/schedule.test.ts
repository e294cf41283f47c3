import { describe, expect, it } from "vitest";
import { describeSchedule, parseSchedule } from "../../../src/text/settings/schedule.ts";

describe("parseSchedule", () => {
  it.each([
    ["every 30s", 30_000],
    ["every 45m", 2_700_000],
    ["Every 6 hours", 21_600_000],
    ["every 2d", 172_800_000],
    ["every 366d", 31_622_400_000],
    ["hourly", 3_600_000],
    ["daily", 86_400_000],
    [" weekly ", 604_800_000],
    ["every day", 86_400_000],
    ["every hour", 3_600_000],
    ["6h", 21_600_000],
    ["6 hours", 21_600_000],
  ])("reads %j as %d ms", (text, ms) => {
    expect(parseSchedule(text)).toEqual({ kind: "interval", ms });
  });

  it("reads cron with and without a zone", () => {
    expect(parseSchedule("0 3 * * 1-5 Europe/Berlin")).toMatchObject({
      kind: "cron",
      timeZone: "Europe/Berlin",
    });
    expect(parseSchedule("0 3 * * *")).toMatchObject({ kind: "cron", timeZone: "UTC" });
  });

  it("reads cron's names with and without a zone", () => {
    expect(parseSchedule("@daily")).toEqual(parseSchedule("0 0 * * *"));
    expect(parseSchedule("@Weekly Europe/Berlin")).toEqual(parseSchedule("0 0 * * 0 Europe/Berlin"));
  });

  it.each([
    ["daily at 03:00", "0 3 * * *"],
    ["every day at 3:30pm Europe/Berlin", "30 15 * * * Europe/Berlin"],
    ["weekdays", "0 0 * * 1-5"],
    ["weekdays at 09:00 Europe/Berlin", "0 9 * * 1-5 Europe/Berlin"],
    ["weekends at 12am", "0 0 * * 0,6"],
    ["Every Monday", "0 0 * * 1"],
    ["mondays at noon", "0 12 * * 1"],
    ["weekly on fri at 9 am", "0 9 * * 5"],
    ["fri-sun at 18:00", "0 18 * * fri-sun"],
  ])("reads %j as %j", (words, cron) => {
    expect(parseSchedule(words)).toEqual(parseSchedule(cron));
    expect(parseSchedule(cron)).not.toBeNull();
  });

  it.each([
    "nightly",
    "daily at 9",
    "daily at 24:00",
    "daily at 13pm",
    "daily at 0am",
    "daily at 09:60",
    "daily at dawn",
    "daily Europe/Berlin",
    "every 6h UTC",
    "every days",
    "every mondag",
    "xyz-abc at 03:00",
    "weekdays at 09:00 Nowhere/Land",
    "30",
    "",
    "every 0m",
    "every -1h",
    "every 5",
    "every h",
    "every 1h30m",
    "every 367d",
    "every 99999999999h",
    "every 1.5h",
    "constructor",
    "0 3 * * * Nowhere/Land",
    "0 3 * * * UTC UTC",
    "60 3 * * *",
    "@reboot",
    "@daily Nowhere/Land",
    "@daily UTC UTC",
    "@ daily",
  ])("refuses %j", (text) => {
    expect(parseSchedule(text)).toBeNull();
  });
});

describe("describeSchedule", () => {
  it("says a schedule in words that read back to it", () => {
    for (const text of [
      "every 90s",
      "every 45m",
      "every 6h",
      "every 3d",
      "every 1w",
      "0 3 * * 1-5 Europe/Berlin",
    ]) {
      const schedule = parseSchedule(text);
      expect(schedule && describeSchedule(schedule)).toBe(text);
    }
  });
});

import { describe, expect, it } from "vitest";
import { parseCron } from "../../src/domain/cron.ts";
import { dueAt } from "../../src/domain/schedule.ts";

const HOUR = 3_600_000;

describe("dueAt", () => {
  it("is due at once when it never ran", () => {
    expect(dueAt({ kind: "interval", ms: HOUR }, null, 0)).toBe(Number.NEGATIVE_INFINITY);
  });

  it("is due one interval after the last run, and never sooner than the floor", () => {
    expect(dueAt({ kind: "interval", ms: HOUR }, 1_000, 0)).toBe(1_000 + HOUR);
    expect(dueAt({ kind: "interval", ms: 1 }, 1_000, HOUR)).toBe(1_000 + HOUR);
  });

  it("is due at the cron's next match after the floor", () => {
    const cron = parseCron("*/5 * * * *");
    if (cron === null) throw new TypeError("the expression is valid");
    const schedule = { kind: "cron", cron, timeZone: "UTC" } as const;
    expect(dueAt(schedule, 0, 0)).toBe(5 * 60_000);
    expect(dueAt(schedule, 0, 6 * 60_000)).toBe(10 * 60_000);
  });

  it("is never due where the cron never matches", () => {
    const cron = parseCron("0 0 30 2 *");
    if (cron === null) throw new TypeError("the expression is valid");
    expect(dueAt({ kind: "cron", cron, timeZone: "UTC" }, 0, 0)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { parseCron } from "../../../src/domain/schedule/cron.ts";
import { budgetFreeAt, dueAt } from "../../../src/domain/schedule/schedule.ts";

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

describe("budgetFreeAt", () => {
  const starts = ["2026-01-01T00:00:00Z", "2026-01-01T06:00:00Z", "2026-01-01T12:00:00Z"];

  it("is a day after the start that has to leave the window", () => {
    expect(budgetFreeAt(starts, 3)).toBe(Date.parse("2026-01-02T00:00:00Z"));
    expect(budgetFreeAt(starts, 1)).toBe(Date.parse("2026-01-02T12:00:00Z"));
  });

  it("is at once while there is room, and without a budget", () => {
    expect(budgetFreeAt(starts, 4)).toBe(Number.NEGATIVE_INFINITY);
    expect(budgetFreeAt(starts, null)).toBe(Number.NEGATIVE_INFINITY);
  });
});

// The real clock over timers that a test moves.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/app/system-clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("systemClock", () => {
  it("goes on as before when the machine's clock is set", () => {
    const before = systemClock.now();
    vi.setSystemTime(5_000_000_000);
    vi.advanceTimersByTime(7);
    expect(systemClock.now()).toBe(before + 7);
  });

  const DAYS_60 = 60 * 24 * 60 * 60 * 1_000;

  it("calls back once, after the time", () => {
    const fired: number[] = [];
    const from = systemClock.now();
    systemClock.after(500, () => fired.push(systemClock.now()));
    vi.advanceTimersByTime(10_000);
    expect(fired).toEqual([from + 500]);
  });

  it("keeps delays longer than a timer can hold", () => {
    const fired: number[] = [];
    const from = systemClock.now();
    systemClock.after(DAYS_60, () => fired.push(systemClock.now()));
    vi.advanceTimersByTime(DAYS_60 - 1);
    expect(fired).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(fired).toEqual([from + DAYS_60]);
  });

  it("can be called off, also in the second part of a long delay", () => {
    const fired: string[] = [];
    systemClock.after(500, () => fired.push("short"))();
    const cancel = systemClock.after(DAYS_60, () => fired.push("long"));
    vi.advanceTimersByTime(2 ** 31);
    cancel();
    vi.advanceTimersByTime(DAYS_60);
    expect(fired).toEqual([]);
  });
});

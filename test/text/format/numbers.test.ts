import { describe, expect, it } from "vitest";
import {
  count,
  formatChange,
  formatCost,
  formatDelta,
  formatDirection,
  formatDuration,
  formatMetric,
  formatPercent,
  formatTime,
} from "../../../src/text/format/numbers.ts";

describe("formatMetric", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [603.2, "603.2"],
    [0.1 + 0.2, "0.3"],
    [-3.5, "−3.5"],
    [1_234_567, "1234567"],
    [1_234_567.89, "1234567.9"],
    [0.000123456789, "0.000123457"],
    [1.5e-9, "1.5e−9"],
    [-2e20, "−2e20"],
  ])("shows %d as %s", (value, text) => expect(formatMetric(value)).toBe(text));
});

describe("formatChange", () => {
  it.each([
    [760, 603.2, "−156.8 (−20.6%)"],
    [0.5, 0.75, "+0.25 (+50%)"],
    [-2, -1, "+1 (+50%)"],
    [606.1, 603.2, "−2.9 (−0.48%)"],
    [0, 3, "+3"],
    [5, 5, "±0"],
  ])("from %d to %d is %s", (from, to, text) => expect(formatChange(from, to)).toBe(text));
});

describe("formatDelta", () => {
  it("always has a sign", () => expect([3, -3, 0].map(formatDelta)).toEqual(["+3", "−3", "±0"]));
});

describe("formatPercent", () => {
  it("keeps one decimal, or two digits of something small", () => {
    expect([-20.63, 12, 0.0123, 0].map(formatPercent)).toEqual(["−20.6%", "+12%", "+0.012%", "0%"]);
  });
});

describe("formatDirection", () => {
  it("says which way is better", () => expect(formatDirection("lower")).toBe("lower is better"));
});

describe("formatTime", () => {
  it("is UTC to the minute", () => {
    expect(formatTime("2026-05-17T13:23:59Z")).toBe("2026-05-17 13:23 UTC");
    expect(formatTime(Date.UTC(2026, 4, 17, 13, 23))).toBe("2026-05-17 13:23 UTC");
  });

  it("says that there is no time", () => expect(formatTime("soon")).toBe("—"));
});

describe("formatDuration", () => {
  it.each([
    [0.42, "0.4 s"],
    [43.4, "43 s"],
    [59.6, "1 min"],
    [252, "4 min 12 s"],
    [7500, "2 h 5 min"],
  ])("shows %d seconds as %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe("formatCost", () => {
  it("says only what is known", () => {
    expect(formatCost({ usd: 0.123, input_tokens: 14_000, output_tokens: 300 })).toBe(
      "0.12 USD, 14,300 tokens",
    );
    expect(formatCost({ usd: 0.0042, input_tokens: null, output_tokens: null })).toBe("0.004 USD");
    expect(formatCost({ usd: null, input_tokens: null, output_tokens: null })).toBeNull();
  });
});

describe("count", () => {
  it("has a plural", () => expect([count(1, "error"), count(2, "error")]).toEqual(["1 error", "2 errors"]));
});

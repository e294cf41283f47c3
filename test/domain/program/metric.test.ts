import { describe, expect, it } from "vitest";
import {
  gain,
  isImprovement,
  isTargetMet,
  median,
  percentChange,
} from "../../../src/domain/program/metric.ts";

describe("gain", () => {
  it("is positive when the metric moved the right way", () => {
    expect(gain("higher", 1, 3)).toBe(2);
    expect(gain("lower", 1, 3)).toBe(-2);
  });
});

describe("isImprovement", () => {
  it("needs a strictly better metric", () => {
    expect(isImprovement("higher", 0, 5, 5)).toBe(false);
    expect(isImprovement("higher", 0, 5, 5.001)).toBe(true);
    expect(isImprovement("lower", 0, 5, 5.001)).toBe(false);
  });

  it("needs at least min-delta", () => {
    expect(isImprovement("lower", 2, 10, 8.5)).toBe(false);
    expect(isImprovement("lower", 2, 10, 8)).toBe(true);
  });
});

describe("isTargetMet", () => {
  it("is met when reached or passed in the direction, never without a target", () => {
    expect(isTargetMet("higher", 10, 10)).toBe(true);
    expect(isTargetMet("higher", 10, 9.9)).toBe(false);
    expect(isTargetMet("lower", 10, 9.9)).toBe(true);
    expect(isTargetMet("lower", null, 0)).toBe(false);
  });
});

describe("percentChange", () => {
  it("counts from the size of the old value, and not from zero", () => {
    expect(percentChange(-4, -2)).toBe(50);
    expect(percentChange(0, 3)).toBeNull();
  });
});

describe("median", () => {
  it("is the middle, or the mean of the two in the middle", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 10, 4])).toBe(3);
    expect(median([1.5e308, 1.5e308])).toBe(1.5e308);
  });

  it("refuses nothing at all", () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

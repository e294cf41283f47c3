import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { surpriseOf } from "../../../src/domain/program/surprise.ts";

describe(surpriseOf, () => {
  const usual = [1, -1, 2, -2, 1, -1, 2, -2];

  it.each([
    [usual, 1, null],
    // Mean 0, deviation 1.69.
    [usual, 8.4, null],
    [usual, 8.5, 5],
    [usual, -17, 10.1],
    [usual.slice(1), 100, null],
    [[3, 3, 3, 3, 3, 3, 3, 3], 100, null],
    [[], 100, null],
  ])("of %j and %d is %j", (changes, change, deviations) => {
    expect(surpriseOf(changes, change)).toBe(deviations);
  });

  it("does not depend on units or on which way is better", () => {
    const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 8, maxLength: 40 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: -900, max: 900 }), (changes, change) => {
        const times = (factor: number) =>
          surpriseOf(
            changes.map((one) => one * factor),
            change * factor,
          );
        expect(times(-4)).toBe(times(1));
        expect(times(1024)).toBe(times(1));
      }),
    );
  });
});

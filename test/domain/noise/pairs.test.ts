import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  confidenceOf,
  firstSide,
  measuredAnew,
  type Pair,
  pairsNeeded,
  verdictOf,
} from "../../../src/domain/noise/pairs.ts";

/** `+`: better, `-`: worse, `=`: the same; lower is better. */
const pairs = (line: string): readonly Pair[] =>
  [...line].map((sign) => ({ base: 100, candidate: sign === "+" ? 97 : sign === "-" ? 103 : 100 }));
const rule = (most: number, minDelta = 0) => ({ most, minDelta, direction: "lower" as const });

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const anyPairs = fc.array(fc.record({ base: number, candidate: number }), { maxLength: 12 });
const anyRule = fc.record({
  most: fc.constantFrom(5, 9),
  minDelta: fc.constantFrom(0, 1, 1e5),
  direction: fc.constantFrom("higher" as const, "lower" as const),
});

describe(verdictOf, () => {
  it.each<[string, number, string]>([
    ["", 9, "undecided"],
    ["+++++++", 9, "undecided"],
    ["++++++++", 9, "better"],
    ["-++++++++", 9, "better"],
    ["+++-++++", 9, "undecided"],
    ["+++++++-+", 9, "better"],
    ["--", 9, "not-better"],
    ["+-+-", 9, "not-better"],
    ["+++++++=-", 9, "not-better"],
    ["++++", 5, "undecided"],
    ["+++++", 5, "better"],
    ["-", 5, "not-better"],
    ["++++=", 5, "not-better"],
  ])("takes %j of at most %d for %s", (line, most, verdict) => {
    expect(verdictOf(pairs(line), rule(most))).toBe(verdict);
  });

  it("asks the middle gain to reach min-delta", () => {
    expect(verdictOf(pairs("+++++"), rule(5, 3))).toBe("better");
    expect(verdictOf(pairs("+++++"), rule(5, 3.5))).toBe("not-better");
  });

  it("lets no pair count after those that decide", () => {
    fc.assert(
      fc.property(anyPairs, anyPairs, anyRule, (first, later, one) => {
        const verdict = verdictOf(first, one);
        if (verdict !== "undecided") expect(verdictOf([...first, ...later], one)).toBe(verdict);
      }),
    );
  });

  it("has decided when all pairs are there", () => {
    fc.assert(
      fc.property(anyPairs, anyRule, (some, one) => {
        if (some.length >= one.most) expect(verdictOf(some, one)).not.toBe("undecided");
      }),
    );
  });

  it("keeps only what is better in all pairs but the one that may fail, whoever counts them", () => {
    fc.assert(
      fc.property(anyPairs, anyRule, (some, one) => {
        if (verdictOf(some, one) !== "better") return;
        const counted = some.slice(0, one.most);
        const better = counted.filter(({ base, candidate }) =>
          one.direction === "lower" ? candidate < base : candidate > base,
        );
        expect(better.length).toBeGreaterThanOrEqual(one.most === 5 ? 5 : 8);
      }),
    );
  });
});

describe(pairsNeeded, () => {
  it("is all of five and all but one of nine", () => {
    expect([pairsNeeded(5), pairsNeeded(9)]).toEqual([5, 8]);
  });
});

describe(firstSide, () => {
  it("cancels what grows steadily: both sides are measured equally early", () => {
    // Moments 0, 1, 2, …: in each two pairs the base has as much of them as the candidate.
    const moments = [0, 1, 2, 3, 4, 5, 6, 7].map((index) =>
      firstSide(index) === "base" ? [2 * index, 2 * index + 1] : [2 * index + 1, 2 * index],
    );
    const sum = (side: 0 | 1) => moments.reduce((all, pair) => all + (pair[side] ?? 0), 0);
    expect(sum(0)).toBe(sum(1));
  });
});

describe(confidenceOf, () => {
  it("is nothing where there are no pairs", () => {
    expect(confidenceOf([], "lower")).toBeNull();
  });

  it("counts what is better, and has the middle of base, difference and noise", () => {
    const some = [
      { base: 100, candidate: 96 },
      { base: 102, candidate: 99 },
      { base: 98, candidate: 98.5 },
    ];
    const facts = { pairs: 3, base: 100, change: -3, noise: 1 };
    expect(confidenceOf(some, "lower")).toEqual({ ...facts, better: 2 });
    expect(confidenceOf(some, "higher")).toEqual({ ...facts, better: 1 });
  });
});

describe(measuredAnew, () => {
  it("is the candidate's middle value", () => {
    expect(measuredAnew(pairs("++-"))).toBe(97);
  });
});

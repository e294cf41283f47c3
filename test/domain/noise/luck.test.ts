// What the rule that ships keeps of changes that change nothing, and finds of those that change something. Chance is drawn
// from fixed seeds, so every figure here is the same in every run; docs/noise.md publishes those of more lives.

import { describe, expect, it } from "vitest";
import { DRIFTS, lived, NOTHING } from "../../support/noise/noisy-life.ts";

const LIVES = 500;

/** Kept of fifty changes, on average. */
const kept = (rule: Parameters<typeof lived>[1], drift: keyof typeof DRIFTS = "steady") =>
  lived(LIVES, rule, drift, NOTHING).kept / LIVES;

describe("fifty changes that change nothing, at 3 % noise", () => {
  it.each([1, 3, 5])("are kept three times and more by luck with `repeat: %d` alone", (repeat) => {
    expect(kept({ repeat, confirm: null })).toBeGreaterThan(3);
  });

  it.each([1, 3])("are kept half a time at most with `confirm: 9` and `repeat: %d`", (repeat) => {
    expect(kept({ repeat, confirm: 9 })).toBeLessThanOrEqual(0.5);
  });

  it.each(Object.keys(DRIFTS) as (keyof typeof DRIFTS)[])(
    "are kept once at most with `confirm: 9` on a machine that is %s",
    (drift) => {
      expect(kept({ repeat: 1, confirm: 9 }, drift)).toBeLessThanOrEqual(1);
    },
  );

  it("take six tenths of nine full pairs at most to confirm, on average", () => {
    const { inPairs, confirmed } = lived(LIVES, { repeat: 1, confirm: 9 }, "steady", NOTHING);
    expect(inPairs / confirmed / 18).toBeLessThanOrEqual(0.6);
  });
});

describe("one change that is truly better, at 3 % noise", () => {
  it.each([
    [0.02, 0.08],
    [0.05, 0.55],
    [0.1, 0.95],
  ])("by %d is found with `confirm: 9` at least in this share of tries: %d", (effect, share) => {
    expect(lived(2_000, { repeat: 1, confirm: 9 }, "steady", [-effect]).kept / 2_000).toBeGreaterThan(share);
  });
});

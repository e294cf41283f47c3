import { describe, expect, it } from "vitest";
import { evaluationsFor, noiseOf, noisePairsFor, pairsFor } from "../../../src/domain/noise/confirming.ts";
import { secondsToConfirm } from "../../../src/domain/noise/time.ts";
import { aDefinition, aJournal } from "../../support/plan/journal.ts";

describe(pairsFor, () => {
  const known = { confirm: "auto", minDelta: 0, best: 200, noise: 0.9 } as const;

  it.each([
    [{ ...known, confirm: null }, null],
    [{ ...known, confirm: undefined }, null],
    [{ ...known, confirm: 9 as const, noise: 0 }, 9],
    [{ ...known, confirm: 5 as const }, 5],
    // 0.5 % of 200 is 1.
    [known, null],
    [{ ...known, noise: 1 }, null],
    [{ ...known, noise: 1.1 }, 9],
    [{ ...known, best: -200, noise: 1.1 }, 9],
    [{ ...known, best: -200, noise: 0.9 }, null],
    // Half of min-delta, whatever the value is.
    [{ ...known, minDelta: 4, noise: 2 }, null],
    [{ ...known, minDelta: 4, noise: 2.1 }, 9],
    // Nobody knows the noise: the setting came later than the baseline.
    [{ ...known, noise: null }, 9],
    [{ ...known, best: null }, 9],
  ])("%j: %j", (given, pairs) => {
    const { best, noise, ...asked } = given;
    expect(pairsFor(asked, best, noise)).toBe(pairs);
  });
});

describe("a program that nobody approved", () => {
  it("confirms nothing", () => {
    expect([pairsFor(null, 1, 1), noisePairsFor(null)]).toEqual([null, null]);
  });
});

describe(noisePairsFor, () => {
  it("measures the untouched branch with itself for `auto` alone", () => {
    const asked = (["auto", 9, 5, null] as const).map((confirm) => noisePairsFor({ confirm, minDelta: 0 }));
    expect(asked).toEqual([5, null, null, null]);
  });
});

describe(noiseOf, () => {
  it("is the middle one of the differences, without their signs", () => {
    const differing = [-3, 1, 0, 2, -1].map((by) => ({ base: 100, candidate: 100 + by }));
    expect(noiseOf(differing)).toBe(1);
  });
});

describe(evaluationsFor, () => {
  it("counts two of each pair, and one run that fills the base's caches", () => {
    expect([evaluationsFor(9), evaluationsFor(5)]).toEqual([19, 11]);
  });
});

describe(secondsToConfirm, () => {
  const known = aJournal("carton", { confirm: 9, repeat: 3 });

  it("counts from what the baseline took", () => {
    const { state } = known.baseline(760, { seconds: 6 });
    expect(secondsToConfirm(state, aDefinition({ confirm: 9, repeat: 3 }))).toBe(38);
    expect(secondsToConfirm(state, aDefinition({ confirm: 5, repeat: 1 }))).toBe(66);
    expect(secondsToConfirm(state, aDefinition({ repeat: 3 }))).toBeNull();
  });

  it("counts the pairs with which the baseline's noise was measured", () => {
    const pairs = [{ base: 760, candidate: 790 }];
    const { state } = aJournal("carton", { confirm: "auto" }).baseline(760, { seconds: 8, pairs });
    expect(secondsToConfirm(state, aDefinition({ confirm: "auto" }))).toBe(38);
  });

  it("knows nothing before the baseline", () => {
    expect(secondsToConfirm(aJournal().state, aDefinition({ confirm: 9 }))).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { heldOutFolder, holdOutVerdict, isHeldOut } from "../../../src/domain/noise/hold-out.ts";

describe(isHeldOut, () => {
  it.each([
    ["a/held/measure.sh", "a/held/measure.sh", true],
    ["a/held/measure.sh", "a/held/deep/data.csv", true],
    ["a/held/measure.sh", "A/Held/data.csv", true],
    ["a/held/measure.sh", "a/held", false],
    ["a/held/measure.sh", "a/held-too/data.csv", false],
    ["a/held/measure.sh", "a/measure.sh", false],
    [null, "a/held/measure.sh", false],
    [undefined, "a/held/measure.sh", false],
  ])("of %j: %j: %j", (script, path, held) => {
    expect(isHeldOut(script, path)).toBe(held);
  });

  it("is about the folder of the script", () => {
    expect(heldOutFolder("a/held/measure.sh")).toBe("a/held");
  });
});

describe(holdOutVerdict, () => {
  const worse = { base: 5, candidate: 6 };
  const same = { base: 5, candidate: 5 };
  const better = { base: 5, candidate: 4 };

  it.each([
    [[], "undecided"],
    [[worse, worse], "undecided"],
    [[worse, worse, worse], "worse"],
    [[same], "passed"],
    [[worse, worse, better], "passed"],
  ])("%j: %s", (pairs, verdict) => {
    expect(holdOutVerdict(pairs, "lower")).toBe(verdict);
  });

  it("goes by the metric's direction", () => {
    expect(holdOutVerdict([worse], "higher")).toBe("passed");
  });
});

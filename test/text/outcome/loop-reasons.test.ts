import { describe, expect, it } from "vitest";
import { loopReason } from "../../../src/text/outcome/loop-reasons.ts";

describe("loopReason", () => {
  it("names each part of a text that is read otherwise once, ten at most, and little of each", () => {
    expect(loopReason.readOtherwise(["Target", "metric", "Target"])).toMatch(/: Target, metric\.$/);
    const keys = Array.from({ length: 12 }, (_, index) => `${index}${"x".repeat(80)}`);
    const said = loopReason.notUnderstood(keys);
    expect(said).toMatch(/, 9x+… and 2 more\.$/);
    expect(said.length).toBeLessThan(800);
  });
});

import { describe, expect, it } from "vitest";
import { summary } from "../../../src/text/comments/summary.ts";
import { carton } from "./carton.ts";

describe(summary, () => {
  it("does not count the baseline among what was tried", () => {
    expect(summary(carton(0).state)).toMatch(/^The baseline is 760, and nothing has beaten it yet\./);
    expect(summary(carton(1).state)).toContain("Iteration 1 was kept.");
    expect(summary(carton(2).state)).toContain("The last two iterations were all kept.");
  });
});

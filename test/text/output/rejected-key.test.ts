import { describe, expect, it } from "vitest";
import { rejectedOtherwise } from "../../../src/text/output/rejected-key.ts";
import { readMetric } from "../../../src/text/run/metric-output.ts";

describe("rejectedOtherwise", () => {
  it.each([
    [{ rejectedReason: "bad" }, "bad"],
    [{ "rejection-reason": "bad" }, "bad"],
    [{ reject_reason: "bad" }, "bad"],
    [{ rejected: "bad" }, "bad"],
    [{ rejected: true }, "it says `rejected`"],
    [{ is_rejected: true }, "it says `is_rejected`"],
  ])("hears %j", (value, reason) => {
    expect(rejectedOtherwise(value)).toBe(reason);
    expect(readMetric(JSON.stringify({ score: 5, ...value }), "score")).toEqual({
      outcome: "rejected",
      reason,
    });
    expect(readMetric(JSON.stringify({ score: null, ...value }), "score")).toEqual({
      outcome: "rejected",
      reason,
    });
  });

  it.each([
    { rejected: false },
    { rejected: 3 },
    { rejectedReason: "" },
    { rejectedReason: "none" },
    { rejection: "x" },
  ])("says nothing of %j", (value) => {
    expect(rejectedOtherwise(value)).toBeNull();
    expect(readMetric(JSON.stringify({ score: 5, ...value }), "score")).toMatchObject({ metric: 5 });
  });
});

describe("a number of another base", () => {
  it.each(["0x10", "0b11", "0o7"])("%s is none", (word) => {
    expect(readMetric(`METRIC ms=${word}`, "ms").outcome).toBe("failed");
  });

  it("is not a number with a unit that begins with x", () => {
    expect(readMetric("METRIC speedup=12x", "speedup")).toMatchObject({ metric: 12 });
  });
});

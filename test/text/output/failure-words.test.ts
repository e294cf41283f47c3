import { describe, expect, it } from "vitest";
import { failureIn } from "../../../src/text/output/failure-words.ts";
import { readMetric } from "../../../src/text/run/metric-output.ts";

describe("failureIn", () => {
  it.each([
    { status: "build failed" },
    { Status: "ERROR" },
    { message: "server crashed" },
    { outcome: "timeout" },
    { result: "timed out" },
    { error: "no such module" },
    { error: true },
    { exception: "ValueError" },
    { ok: false },
    { success: false },
  ])("hears %j", (value) => {
    expect(failureIn({ elapsed_s: 0.4, ...value })).not.toBeNull();
    expect(readMetric(JSON.stringify({ elapsed_s: 0.4, ...value }), null)).toMatchObject({
      outcome: "failed",
      reason: expect.stringContaining("elapsed_s"),
    });
  });

  it.each([
    { status: "ok" },
    { status: "0 failed" },
    { message: "no errors" },
    { message: "finished without errors" },
    { status: " " },
    { error: null },
    { error: "" },
    { error: false },
    { ok: true },
    { name: "error-rate bench" },
    { status: "failover" },
  ])("says nothing of %j", (value) => {
    expect(failureIn({ elapsed_s: 0.4, ...value })).toBeNull();
    expect(readMetric(JSON.stringify({ elapsed_s: 0.4, ...value }), null)).toMatchObject({ metric: 0.4 });
  });

  it("leaves a number that the program names to the program", () => {
    expect(readMetric('{"ms": 4, "status": "failed"}', "ms")).toMatchObject({ metric: 4 });
  });
});

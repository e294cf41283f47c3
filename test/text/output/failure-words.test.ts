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
    expect(readMetric('{"ms": 4}\n{"error": "boom"}', "ms")).toMatchObject({ metric: 4 });
  });

  it.each([
    '{"score": 5}\n{"error": "boom"}',
    'METRIC score=5\n{"step": "report", "ok": false}\n{"took": "1 s"}',
  ])("hears what is said behind a number that nobody named: %j", (stdout) => {
    expect(readMetric(stdout, null)).toEqual({
      outcome: "failed",
      reason: expect.stringMatching(
        /^The evaluation printed "score" and then (?:error: boom|ok: false)\. Name /,
      ),
    });
  });

  it("takes a number behind what went wrong before it", () => {
    expect(readMetric('{"error": "the first try failed"}\n{"score": 5}', null)).toMatchObject({ metric: 5 });
    expect(readMetric('{"score": 3, "ok": false}\n{"score": 5, "ok": true}', null)).toMatchObject({
      metric: 5,
    });
  });
});

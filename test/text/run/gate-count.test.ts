import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCount } from "../../../src/text/run/gate-count.ts";

describe("readCount", () => {
  it.each([
    ["12\n", 12],
    ["      12 warnings.txt\n", 12],
    ["checking…\nsrc/a.ts:3:1 warning\nFound 7 warnings.\n", 7],
    ["METRIC warnings=3\n", 3],
    ["METRIC warnings=3\nAll 12 files were checked in 40 steps.", 3],
    ['{"warnings": 0}', 0],
    ["\u001b[31mFound -2 things\u001b[0m\n\n", -2],
    ["score: 0.5", 0.5],
    ["warnings:3", 3],
    ["5 TODOs in src", 5],
  ])("of %j is %d", (printed, count) => {
    expect(readCount(printed)).toBe(count);
  });

  it.each([
    ["nothing", ""],
    ["no number", "all is well"],
    ["a line of several", "✖ 3 problems (2 errors, 1 warning)"],
    ["several METRIC lines", "METRIC a=1\nMETRIC b=2"],
    ["several keys", '{"errors": 1, "warnings": 2}'],
    ["a list", '[{"errorCount":1}]'],
    ["a refusal", '{"rejected_reason": "no"}\n5'],
    ["digits in groups", "1,234 warnings"],
    ["a duration", "took 12ms"],
    ["a version", "eslint 9.1.2"],
    ["a place", "src/a.ts:3:1"],
    ["a date", "2026-12-01"],
    ["a number of what was looked at", "Success: no issues found in 10 source files"],
    ["the same where nothing was found", "All 30 files are clean"],
    ["the same after a verb", "Checked 10 files"],
    ["a time", "Done in 3 s"],
    ["another time", "took 3 seconds"],
    ["the line of a file", "src/a.ts:12 error"],
    ["a code", "exit code 1"],
    ["a share", "12%"],
  ])("is none where there is %s", (_, printed) => {
    expect(readCount(printed)).toBeNull();
  });

  it("is never guessed between two numbers of the last line", () => {
    const number = fc.integer({ min: 0, max: 1_000_000 });
    const word = fc.constantFrom("errors", "of", "warnings in", "|", "/", "(", "fixed");
    fc.assert(
      fc.property(number, word, number, (a, between, b) => {
        expect(readCount(`Found ${a} ${between} ${b} things`)).toBeNull();
      }),
    );
  });
});

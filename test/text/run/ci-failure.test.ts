import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FailedCheck } from "../../../src/domain/repository/checks.ts";
import { CI_SUMMARY_CHARACTERS, ciFailure } from "../../../src/text/run/ci-failure.ts";

const failed = (change: Partial<FailedCheck>): FailedCheck => ({
  ...{ name: "test", summary: "", annotations: [], log: "" },
  ...change,
});

const log = (run: {
  time: string;
  path: string;
  line: number;
  ms: number;
  sha: string;
}) => `\uFEFF${run.time}Z Run npm test
${run.time}Z \u001b[31mnot ok 3 - keeps the volume\u001b[39m
${run.time}Z   AssertionError: expected 999.${run.line} to equal 1000 at ${run.path}/carton.mjs:${run.line}:7 (${run.ms}ms)
${run.time}Z   commit ${run.sha}
${run.time}Z ##[error]Process completed with exit code 1.`;

const first = {
  time: "2026-11-21T03:44:45.1234567",
  path: "/home/runner/work/carton/src",
  line: 12,
  ms: 3,
  sha: "a".repeat(40),
};

describe(ciFailure, () => {
  it("tells the lines that say what went wrong, without colours, times and words that say nothing", () => {
    const { summary, signature } = ciFailure([failed({ log: log(first) })]);
    expect(summary).toBe(`test:
  not ok 3 - keeps the volume
  AssertionError: expected 999.12 to equal 1000 at /home/runner/work/carton/src/carton.mjs:12:7 (3ms)`);
    expect(signature).toMatch(/^test: not ok N - keeps the volume \[[0-9a-f]{8}\]$/);
  });

  it("knows the same failure again under other line numbers, times, hashes and paths", () => {
    const again = {
      ...first,
      time: "2027-01-02T13:04:05.0000001",
      path: "D:\\a\\carton",
      line: 947,
      ms: 12_345,
      sha: "0f".repeat(20),
    };
    const signatures = [first, again].map((run) => ciFailure([failed({ log: log(run) })]).signature);
    expect(signatures[0]).toBe(signatures[1]);
  });

  it("keeps in its signature the paths that people know a file by", () => {
    const annotations = [{ path: "src/carton.mjs", line: 4, message: "see /home/a/repo/README.md" }];
    expect(ciFailure([failed({ name: "ci/test", annotations })]).signature).toMatch(
      /^ci\/test: src\/carton\.mjs:N: see README\.md \[/,
    );
  });

  it.each([
    ["error at 0xDEADBEEF1 in 1a2b3c4d", "error at # in #"],
    ["error 5f0c2ab1-9d3e-4c7b-8a6f-0123456789ab", "error #"],
    ["error: expected 1.55, got 12:34,5", "error: expected N, got N"],
    ["failed after 3ms, 20 ms, 1 s and 4min", "failed after N, N, N and N"],
  ])("says %j in its signature without what differs from run to run", (line, words) => {
    expect(ciFailure([failed({ log: line })]).signature.replace(/\[.*/, "")).toBe(`test: ${words} `);
  });

  it("passes over annotations that only say that a step failed", () => {
    const annotations = [
      { path: ".github", line: 12, message: "Process completed with exit code 1." },
      { path: "src/carton.mjs", line: 4, message: "" },
    ];
    expect(ciFailure([failed({ annotations, log: log(first) })])).toEqual(
      ciFailure([failed({ log: log(first) })]),
    );
  });

  it("tells an annotation without a line, and not twice what two say", () => {
    const one = { path: "src/a.ts", line: null, message: "Unexpected token" };
    const { summary } = ciFailure([failed({ annotations: [one, { ...one, line: 0 }, one] })]);
    expect(summary).toBe("test:\n  src/a.ts: Unexpected token\n  src/a.ts:0: Unexpected token");
  });

  it("tells twelve lines of a check, of which the first three make the signature", () => {
    const lines = Array.from({ length: 14 }, (_, index) => `error ${String.fromCharCode(97 + index)}`);
    const told = (some: readonly string[]) => ciFailure([failed({ log: some.join("\n") })]);
    expect(told(lines).summary.split("\n  ")).toEqual(["test:", ...lines.slice(0, 12)]);
    expect(told(lines.slice(0, 3)).signature).toBe(told(lines).signature);
    expect(told(lines.slice(0, 2)).signature).not.toBe(told(lines).signature);
  });

  it("looks for errors in the last 400 lines of a log, and tells its last three where it finds none", () => {
    const quiet = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
    const told = (...lines: readonly string[]) => ciFailure([failed({ log: lines.join("\n") })]).summary;
    expect(told("error: x", ...quiet(399))).toBe("test:\n  error: x");
    expect(told("error: x", ...quiet(400))).toBe("test:\n  line 398\n  line 399\n  line 400");
  });

  it("leaves out the lines that only say that it failed, and nothing that begins otherwise", () => {
    const told = (summary: string) =>
      ciFailure([failed({ summary })])
        .summary.split("\n  ")
        .slice(1);
    expect(
      told("Process completed with exit code 1.\n##[error]Error: Process completed\n\n1 failed\r\n2 passed"),
    ).toEqual(["1 failed", "2 passed"]);
    expect(told("lint: Process completed with exit code 1.\nsee ##[group] below")).toEqual([
      "lint: Process completed with exit code 1.",
      "see ##[group] below",
    ]);
  });

  it("tells another failure from it", () => {
    const other = log(first).replace("keeps the volume", "keeps the weight");
    expect(ciFailure([failed({ log: other })]).signature).not.toBe(
      ciFailure([failed({ log: log(first) })]).signature,
    );
    expect(ciFailure([failed({ name: "lint", log: log(first) })]).signature).not.toBe(
      ciFailure([failed({ log: log(first) })]).signature,
    );
  });

  it("prefers annotations to the log, the log to the check's own summary, and names a check that says nothing", () => {
    const annotations = [{ path: "src/carton.mjs", line: 4, message: "Unexpected token" }];
    const told = (change: Partial<FailedCheck>) => ciFailure([failed(change)]).summary;
    expect(told({ annotations, log: log(first) })).toBe("test:\n  src/carton.mjs:4: Unexpected token");
    expect(told({ summary: "1 test failed", log: "all is quiet\nbut not well" })).toBe(
      "test:\n  all is quiet\n  but not well",
    );
    expect(told({ summary: "1 test failed" })).toBe("test:\n  1 test failed");
    expect(told({})).toBe("test:");
    expect(ciFailure([failed({})]).signature).toMatch(/^test: failed \[/);
  });

  it("does not depend on the order of the checks, and keeps its limits whatever it is given", () => {
    const text = fc.string({ maxLength: 400, unit: "binary" });
    const checks = fc.array(
      fc.record({
        name: text,
        summary: text,
        log: text,
        annotations: fc.array(fc.record({ path: text, line: fc.option(fc.nat()), message: text }), {
          maxLength: 3,
        }),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(checks, (some) => {
        const { summary, signature } = ciFailure(some);
        expect(summary.length).toBeLessThanOrEqual(CI_SUMMARY_CHARACTERS);
        expect(signature.length).toBeLessThanOrEqual(80);
        expect(signature).not.toMatch(/[\r\n]/);
        expect(ciFailure(some.toReversed())).toEqual({ summary, signature });
      }),
    );
  });
});

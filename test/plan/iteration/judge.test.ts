import { describe, expect, it } from "vitest";
import type { Report } from "../../../src/domain/journal/iteration.ts";
import type { Definition } from "../../../src/domain/program/program.ts";
import { type Judgement, judge, type Standard } from "../../../src/plan/iteration/judge.ts";
import { aReport } from "../../support/loop/fake-executor.ts";
import { aDefinition, aJournal } from "../../support/plan/journal.ts";

interface Case {
  readonly metric?: number;
  readonly report?: Partial<Report>;
  readonly definition?: Partial<Definition>;
  readonly kind?: "baseline" | "improve";
  readonly protectedPaths?: readonly string[];
  readonly unprotected?: readonly string[];
  readonly baseline?: boolean;
  readonly base?: Standard["base"];
  readonly confirm?: number;
}

const BASE = new Map([["src/carton.mjs", "100644"]]);

/** Best so far is 760, lower is better. */
function verdict({ metric = 750, kind = "improve", ...one }: Case): Judgement {
  const history = aJournal();
  const { state } = one.baseline === false ? history : history.baseline(760);
  return judge(aReport({ nonce: "n", base: "b", kind }, metric, one.report), {
    program: "carton",
    kind,
    definition: aDefinition(one.definition),
    protectedPaths: one.protectedPaths ?? [],
    ...(one.confirm === undefined ? {} : { confirm: one.confirm }),
    ...(one.unprotected === undefined ? {} : { unprotected: one.unprotected }),
    base: one.base === undefined ? BASE : one.base,
    state,
  });
}

const gate = (name: string, passed: boolean) => ({ name, passed, seconds: 1, detail: "" });
const file = (path: string) => [{ path, mode: "100644" as const, contents: "" }];

describe(judge, () => {
  it("takes no number under another key than the baseline's, where the program names none", () => {
    const keyed = (key: string | undefined, definition: Partial<Definition> = { metric: null }) => {
      const found = { outcome: "measured" as const, metric: 750, secondary: {} };
      const measurement = key === undefined ? found : { ...found, key };
      const { state } = aJournal().baseline(760);
      return judge(aReport({ nonce: "n", base: "b", kind: "improve" }, 750, { measurement }), {
        program: "carton",
        kind: "improve",
        definition: aDefinition(definition),
        protectedPaths: [],
        base: BASE,
        state: { ...state, metric_key: "p95_ms" },
      });
    };
    expect(keyed("elapsed_s")).toEqual({
      verdict: "error",
      reason:
        "The evaluation printed another number than at the baseline: `p95_ms` then, `elapsed_s` now. Name the one that counts as `metric`.",
    });
    expect(keyed("p95_ms").verdict).toBe("keep");
    expect(keyed(undefined).verdict).toBe("keep");
    expect(keyed("elapsed_s", { metric: "elapsed_s" }).verdict).toBe("keep");
  });

  it("says what tools left beside the proposal", () => {
    const { reason } = verdict({ report: { left: [".omx/state.json", "nohup.out"] } });
    expect(reason).toBe(
      "Better than the best so far. Left out, because tools wrote it outside Target: .omx/state.json, nohup.out. A line in `.gitignore` says so for good.",
    );
  });

  it("says what ended the agent before it was done, and judges what it changed all the same", () => {
    const problem = "The agent reached its limit of 60 turns and ended.";
    expect(verdict({ report: { problem } })).toEqual({
      verdict: "keep",
      metric: 750,
      reason: `Better than the best so far. Measured although its agent was not done: ${problem}`,
    });
    expect(verdict({ report: { problem, left: ["nohup.out"] } }).reason).toMatch(/ended\. Left out, because/);
    expect(verdict({ report: { outcome: "failed", problem } }).reason).toBe(`The run broke: ${problem}`);
  });

  it("keeps what is better by at least min-delta", () => {
    expect(verdict({})).toEqual({ verdict: "keep", metric: 750, reason: "Better than the best so far." });
    expect(verdict({ definition: { minDelta: 10 } }).verdict).toBe("keep");
    expect(verdict({ definition: { minDelta: 10.5 } })).toEqual({
      verdict: "reject",
      reason: "Better than the best so far (760), but by less than the min-delta of 10.5.",
    });
  });

  describe("where it is confirmed in pairs", () => {
    const pair = (by: number) => ({ base: 780, candidate: 780 + by });
    const pairs = (better: number, worse = 0) => [
      ...Array.from({ length: worse }, () => pair(10)),
      ...Array.from({ length: better }, () => pair(-20)),
    ];
    const confirmed = (some: readonly ReturnType<typeof pair>[] | undefined, change: Case = {}) =>
      verdict({ ...{ confirm: 9, report: some === undefined ? {} : { pairs: some } }, ...change });

    it("keeps what is better than its own base, with its value of these pairs", () => {
      expect(confirmed(pairs(8))).toEqual({
        verdict: "keep",
        metric: 760,
        reason:
          "Better than the best so far, and than its own base when measured in turns with it: −2.6% ± 0, 8 of 8 pairs.",
      });
      expect(confirmed(pairs(8, 1))).toMatchObject({ verdict: "keep" });
      expect(confirmed(pairs(5), { confirm: 5 })).toMatchObject({ verdict: "keep" });
    });

    it("rejects what is not, however good it was alone", () => {
      expect(confirmed(pairs(1, 2), { metric: 1 })).toEqual({
        verdict: "reject",
        reason:
          "Better than the best so far at first, and then, measured in turns with its own base, better in 1 of 3 pairs only: of 9, 8 must be.",
      });
    });

    it("rejects what is better by less than min-delta in the middle of its pairs", () => {
      expect(confirmed(pairs(8), { metric: 700, definition: { minDelta: 25 } })).toEqual({
        verdict: "reject",
        reason: "Better than its own base, but by less than the min-delta of 25: −2.6% ± 0, 8 of 8 pairs.",
      });
    });

    it("believes no report whose pairs decide nothing, or that has none", () => {
      const words = (count: string) =>
        `Better than the best so far, but not confirmed: the run brought ${count} back, of at most 9, and these decide nothing. Where runs are on GitHub Actions, install the workflow of this version (\`node autoloop.mjs workflow\`).`;
      expect(confirmed(pairs(7))).toEqual({ verdict: "error", reason: words("7 pairs") });
      expect(confirmed([])).toEqual({ verdict: "error", reason: words("0 pairs") });
      expect(confirmed(undefined)).toEqual({ verdict: "error", reason: words("0 pairs") });
    });

    it("asks for no pairs of what does not beat the best, nor of what is as good and smaller", () => {
      expect(confirmed(undefined, { metric: 761 }).verdict).toBe("reject");
      const smaller = { size: { before: 30, after: 20 } };
      const simplicity = { metric: 760, definition: { simplicity: "keep" as const }, report: smaller };
      expect(confirmed(undefined, simplicity).verdict).toBe("keep");
    });
  });

  it.each([
    [760, "No better than the best so far (760)."],
    [761, "Worse than the best so far (760)."],
  ])("rejects %d", (metric, reason) => {
    expect(verdict({ metric })).toEqual({ verdict: "reject", reason });
  });

  it("goes by the metric's direction", () => {
    expect(verdict({ metric: 770, definition: { direction: "higher" } }).verdict).toBe("keep");
  });

  it("keeps an equal metric with less code only where the program says so", () => {
    const report = { size: { before: 30, after: 20 } };
    const definition = { simplicity: "keep" as const };
    expect(verdict({ metric: 760, report, definition })).toMatchObject({ verdict: "keep", metric: 760 });
    expect(verdict({ metric: 760, report }).verdict).toBe("reject");
    expect(verdict({ metric: 761, report, definition }).verdict).toBe("reject");
    expect(verdict({ metric: 760, definition, report: { size: { before: 20, after: 20 } } }).verdict).toBe(
      "reject",
    );
  });

  it.each([
    ["a small gain with more lines", 759.5, [10, 11], "reject"],
    ["a small gain with as many lines", 759.5, [10, 10], "keep"],
    ["a gain of 0.1 % with more lines", 759.2, [10, 11], "keep"],
    ["the same with more lines", 760, [10, 11], "reject"],
    ["worse with fewer lines", 761, [10, 9], "reject"],
  ] as const)("is strict about %s where the program says so", (_, metric, [before, after], word) => {
    const definition = { simplicity: "strict" as const };
    // Bytes go the other way than lines.
    const report = { size: { before: 100, after: 110 + before - after, lines: { before, after } } };
    expect(verdict({ metric, report, definition }).verdict).toBe(word);
    expect(verdict({ metric, report }).verdict).toBe(metric < 760 ? "keep" : "reject");
  });

  it("keeps an equal metric with less code where it is strict, too", () => {
    const definition = { simplicity: "strict" as const };
    const report = { size: { before: 30, after: 20, lines: { before: 3, after: 2 } } };
    expect(verdict({ metric: 760, report, definition }).verdict).toBe("keep");
  });

  it("is strict by bytes where a runner counts no lines, and after min-delta", () => {
    const strict = (size: Report["size"], metric: number, direction: "lower" | "higher", minDelta = 0) =>
      verdict({ metric, report: { size }, definition: { simplicity: "strict", direction, minDelta } });
    expect(strict({ before: 10, after: 11 }, 760.5, "higher")).toEqual({
      verdict: "reject",
      reason: "Better than the best so far, but by less than 0.1 %, and with more lines.",
    });
    expect(strict({ before: 11, after: 10 }, 760.5, "higher").verdict).toBe("keep");
    expect(strict({ before: 10, after: 11 }, 760.5, "higher", 1).reason).toContain("min-delta");
  });

  it("says which part of Target matches no file, as far as it is one of the program's", () => {
    const told = (unmatched: readonly string[]) =>
      verdict({
        ...{ kind: "baseline", baseline: false, definition: { targets: ["src/**", "lib/*.ts"] } },
        report: { files: [], unmatched },
      });
    expect(told(["lib/*.ts", "<img>"])).toEqual({
      ...{ verdict: "keep", metric: 750 },
      reason:
        "Measured on the untouched branch. Target names what matches no file of the repository: `lib/*.ts`.",
    });
    expect(told(["<img>"]).reason).toBe("Measured on the untouched branch.");
  });

  it("takes a protected file where the repository opens it", () => {
    const change = {
      report: { files: file("package.json") },
      definition: { targets: ["package.json"] },
      base: new Map([["package.json", "100644"]]),
    };
    const verdicts = [verdict(change), verdict({ ...change, unprotected: ["package.json"] })];
    expect(verdicts.map((one) => one.verdict)).toEqual(["error", "keep"]);
  });

  it.each<[string, Case, string, string]>([
    ["a run that broke", { report: { outcome: "failed", problem: "it hung" } }, "error", "it hung"],
    ["a refused proposal", { report: { outcome: "refused", problem: "x" } }, "error", "may not"],
    ["a proposal of nothing", { report: { outcome: "empty" } }, "reject", "changed nothing"],
    ["a measurement without a change", { report: { files: [] } }, "reject", "changed nothing"],
    ["a path outside Target", { report: { files: file("evaluate.mjs") } }, "error", "outside Target"],
    ["a protected path", { protectedPaths: ["src/**"] }, "error", "protected"],
    ["an excluded path", { definition: { excluded: ["src/carton.mjs"] } }, "error", "excluded"],
    [
      "a link in the way",
      { base: new Map([["src/carton.mjs", "120000"]]) },
      "error",
      '"src/carton.mjs" (is a symbolic link',
    ],
    ["a twin", { base: new Map([["SRC/carton.mjs", "100644"]]) }, "error", "case or spelling"],
    ["what cannot be checked: too many files", { base: "unlisted" }, "error", "does not list all files"],
    ["what cannot be checked: nobody looked", { base: null }, "error", "does not list all files"],
    [
      "a failed gate",
      { report: { gates: [gate("lint", false), gate("test", true)] } },
      "reject",
      "gate: lint.",
    ],
    ["no measurement", { report: { measurement: null } }, "error", "Nothing was measured"],
    [
      "a broken measurement",
      { report: { measurement: { outcome: "failed", reason: "NaN" } } },
      "error",
      "NaN",
    ],
    [
      "an evaluation that said no",
      { report: { measurement: { outcome: "rejected", reason: "odd" } } },
      "reject",
      "odd",
    ],
    [
      "a broken guardrail",
      { definition: { guardrails: [{ metric: "ms", kind: "at-most", value: 5 }] } },
      "reject",
      "ms was not reported",
    ],
    ["an improvement on nothing", { baseline: false }, "error", "no baseline"],
  ])("does not keep %s", (_, one, kind, reason) => {
    expect(verdict(one)).toEqual({ verdict: kind, reason: expect.stringContaining(reason) });
  });

  it("keeps a baseline whatever it measured, without a change and without guardrails", () => {
    const definition = { guardrails: [{ metric: "ms", kind: "at-most" as const, value: 5 }] };
    expect(verdict({ kind: "baseline", metric: 9e9, baseline: false, definition })).toEqual({
      verdict: "keep",
      metric: 9e9,
      reason: "Measured on the untouched branch.",
    });
  });

  it.each<[string, Partial<Report>]>([
    ["a failed gate", { gates: [gate("lint", false)] }],
    ["an evaluation that said no", { measurement: { outcome: "rejected", reason: "odd" } }],
  ])("takes %s of a baseline for an error: there is nothing to reject", (_, report) => {
    expect(verdict({ kind: "baseline", report }).verdict).toBe("error");
  });
});

import { describe, expect, it } from "vitest";
import { reason } from "../../../src/text/outcome/reasons.ts";
import { briefingOf } from "../../../src/text/run/briefing.ts";
import { ciFailure } from "../../../src/text/run/ci-failure.ts";
import { guidance } from "../../../src/text/run/guidance.ts";
import { agentPrompt } from "../../../src/text/run/prompt.ts";
import { inputVariable, RUN_INPUTS, readRunInputs } from "../../../src/text/run/run-inputs.ts";
import { clip } from "../../../src/text/run/run-parts.ts";
import { decodeLaunch, encodeLaunch } from "../../../src/text/run/run-request.ts";
import { decodeSearchBriefing } from "../../../src/text/run/search-briefing.ts";
import { aDefinition, aJournal, someFacts } from "../../support/plan/journal.ts";
import { CIRCUMSTANCES } from "../comments/carton.ts";

describe("reason", () => {
  it("counts gates, checks and paths", () => {
    expect(reason.gates([{ name: "lint" }])).toBe("Failed gate: lint.");
    expect(reason.gates([{ name: "lint" }, { name: "test" }])).toBe("Failed gates: lint, test.");
    expect(reason.gates([{ name: "lint", count: 14, limit: 12, side: "at-most" }])).toBe(
      "Failed gate: lint (counted 14, allowed is at most 12).",
    );
    expect(reason.gates([{ name: "hits", count: 1, limit: 2, side: "at-least" }])).toBe(
      "Failed gate: hits (counted 1, allowed is at least 2).",
    );
    expect(reason.gates([{ name: "lint", count: 14 }])).toBe(
      "Failed gate: lint (counted 14, the baseline has no count).",
    );
    expect(reason.ciPassed(1)).toBe("CI is green (1 check).");
    expect(reason.ciPassed(2)).toBe("CI is green (2 checks).");
    expect(reason.conflict("b", [])).toMatch(/GitHub does not say in which files\.$/);
    expect(reason.conflict("b", ["x", "y"])).toMatch(/Changed on both sides: x, y\.$/);
    const many = Array.from({ length: 30 }, (_, n) => `f${n}`);
    expect(reason.notTakenBack([2, 5], "b", many)).toMatch(/^Iteration 2 and 5 .*f0, f1.* and \d+ more\.$/);
    const behind = (paths: readonly string[]) => reason.conflict("b", paths).replace(/.* both sides: /, "");
    expect(behind(many.slice(0, 10))).toBe("f0, f1, f2, f3, f4, f5, f6, f7, f8, f9.");
    expect(behind(many.slice(0, 11))).toBe("f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 1 more.");
  });

  it.each([
    ["lower", 5, 100, 96, "Better than the best so far (100), but by less than the min-delta of 5."],
    ["higher", 5, 100, 104, "Better than the best so far (100), but by less than the min-delta of 5."],
    ["lower", 5, 100, 104, "Worse than the best so far (100)."],
    ["higher", 5, 100, 96, "Worse than the best so far (100)."],
    ["higher", 0, 100, 104, "Worse than the best so far (100)."],
    ["lower", 5, 100, 100, "No better than the best so far (100)."],
  ] as const)("%s, min-delta %d: after %d not %d", (direction, minDelta, best, metric, words) => {
    expect(reason.notBetter(aDefinition({ direction, minDelta }), best, metric)).toBe(words);
  });

  it("says why somebody else stopped it, where that is known", () => {
    expect(reason.takenOver(null)).toBe("It stood so when Autoloop took it over.");
    expect(reason.takenOver("lunch")).toBe("It stood so when Autoloop took it over: lunch");
    expect(reason.stateFile("maria", null)).toBe("Changed in the state file by maria.");
    expect(reason.stateFile("maria", "lunch")).toBe("Changed in the state file by maria: lunch");
  });

  it("keeps outside text on one line of at most 500 characters", () => {
    const lost = (why: string) => reason.lost({ code: "report-unreadable", why });
    expect(lost(" a\n\tb ")).toBe("The run was lost: a b");
    expect(lost("x".repeat(500))).toBe(`The run was lost: ${"x".repeat(500)}`);
    expect(lost("x".repeat(501))).toBe(`The run was lost: ${"x".repeat(499)}…`);
  });
});

describe("clip", () => {
  it("cuts what a document does not hold", () => {
    expect(clip("x".repeat(4_000))).toBe("x".repeat(4_000));
    expect(clip("x".repeat(4_001))).toBe(`${"x".repeat(3_999)}…`);
  });
});

describe("guidance", () => {
  const told = (change: string) => {
    const { answer } = someFacts(0);
    if (answer === null) throw new Error("no answer");
    const { state } = aJournal()
      .baseline(760)
      .accepted(750, { answer: { ...answer, change } });
    return guidance(state, null);
  };

  it("names the change that was kept, or why it was where its agent did not say", () => {
    expect(told("Fold it.").advice).toMatch(/^The last change was kept; the block below says what it was\. /);
    expect([told("Fold it."), told("")].map(({ about }) => about)).toEqual([
      "Fold it.",
      "better, and CI is green",
    ]);
  });
});

describe("agentPrompt", () => {
  const now = { ...CIRCUMSTANCES, iteration: 2 };
  const prompt = (definition: Parameters<typeof aDefinition>[0]) =>
    agentPrompt(briefingOf(aJournal().baseline(760).state, aDefinition(definition), now));

  it("says what an exclusion gives back", () => {
    const text = prompt({ targets: ["src/**"], excluded: ["src/gen/**", "!src/gen/a.ts"] });
    expect(text).toContain("src/gen/**\n");
    expect(text).toContain("  except src/gen/a.ts");
  });

  it("speaks of the metric where it has no name", () => {
    expect(prompt({ metric: null })).toContain("\nThe metric: lower is better; baseline 760");
    expect(prompt({ metric: "ms" })).toContain(
      "\nThe metric: lower is better; baseline 760, best so far 760. It is called:\n\n```text\nms\n```\n",
    );
  });
});

describe("ciFailure", () => {
  it("is the same in whatever order the checks are told, also of equal names", () => {
    const check = (name: string, log: string) => ({ name, summary: "", annotations: [], log });
    const checks = [
      check("b", "error: x"),
      check("a", "error: y"),
      check("b", "error: w"),
      check("a", "error: y"),
    ];
    const expected = ciFailure(checks);
    expect(expected.summary.split("\n")).toEqual([
      ...["a:", "  error: y", "a:", "  error: y", "b:", "  error: w", "b:", "  error: x"],
    ]);
    expect(ciFailure(checks.toReversed())).toEqual(expected);
  });
});

describe("readRunInputs", () => {
  const good = {
    ...{ program: "carton", iteration: "3", kind: "improve", attempt: "1", base: "a".repeat(40) },
    ...{ definition: "b".repeat(64), request: "c".repeat(64), nonce: "n0nce" },
  } as const;
  const variables = (change: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(
      Object.entries({ ...good, ...change }).map(([key, value]) => [`AUTOLOOP_${key.toUpperCase()}`, value]),
    );

  it("reads what the workflow hands over in variables of these names", () => {
    expect(readRunInputs({ ...variables(), OTHER: "x" })).toEqual(good);
    expect(RUN_INPUTS.map(inputVariable)).toEqual(Object.keys(variables()));
  });

  it.each([
    ["program", "../carton"],
    ["iteration", "-1"],
    ["kind", "other"],
    ["attempt", "0"],
    ["base", "main"],
    ["definition", "b"],
    ["request", ""],
    ["nonce", "$(x)"],
  ])("names the variable of a wrong %s and not its value", (key, value) => {
    const sentence = `The variable AUTOLOOP_${key.toUpperCase()} is missing or not what Autoloop sends.`;
    expect(() => readRunInputs(variables({ [key]: value }))).toThrow(sentence);
    expect(() => readRunInputs({ ...variables(), [`AUTOLOOP_${key.toUpperCase()}`]: undefined })).toThrow(
      sentence,
    );
  });

  it("names the first of several that are wrong, and keeps why", () => {
    const wrong = variables({ attempt: "0", kind: "other" });
    expect(() => readRunInputs(wrong)).toThrow(
      expect.objectContaining({
        kind: "user-input",
        message: "The variable AUTOLOOP_KIND is missing or not what Autoloop sends.",
        cause: expect.objectContaining({
          issues: [
            expect.objectContaining({ path: ["kind"] }),
            expect.objectContaining({ path: ["attempt"] }),
          ],
        }),
      }),
    );
  });
});

describe("launches and briefings of the search", () => {
  it("are read as they were written, and nothing else is", () => {
    const launch = { environment: { PATH: "/bin" }, secrets: { KEY: "canary" } };
    expect(decodeLaunch(encodeLaunch(launch))).toEqual(launch);
    for (const cut of ["", "{}", encodeLaunch(launch).slice(0, -1)])
      expect(() => decodeLaunch(cut)).toThrow("The launch document on standard input is incomplete.");
    const now = { ...CIRCUMSTANCES, iteration: 2 };
    const briefing = briefingOf(aJournal().baseline(760).accepted(750).state, aDefinition(), now);
    const read = decodeSearchBriefing(JSON.stringify(briefing));
    expect(read).toMatchObject({ program: "carton", iteration: 2, best: 750, targets: ["src/carton.mjs"] });
    expect(read.history).toEqual(briefing.history);
    expect(() => decodeSearchBriefing("{}")).toThrow();
  });
});

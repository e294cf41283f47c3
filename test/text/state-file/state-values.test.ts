import { describe, expect, it } from "vitest";
import { importedFacts, oldIssues } from "../../../src/text/state-file/import.ts";
import { parseStateFile, renderStateFile } from "../../../src/text/state-file/state-file.ts";
import {
  booleanIn,
  branchIn,
  countIn,
  directionIn,
  isNone,
  numberIn,
  referenceIn,
  statusesIn,
  timeIn,
} from "../../../src/text/state-file/state-values.ts";
import { aJournal } from "../../support/plan/journal.ts";

type Value = string | number | boolean | null;

describe("the values of the machine table", () => {
  it.each<readonly [read: (text: string) => Value, text: string, value: Value]>([
    [timeIn, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"],
    [timeIn, "2026-01-01 00:00 UTC", "2026-01-01 00:00 UTC"],
    [timeIn, "2026-01-01", "2026-01-01"],
    [timeIn, "yesterday", null],
    [timeIn, "2026-01-01T00:00:00Z x", null],
    ...[
      ...[
        "2026-01-01T00:00",
        "2026-01-01 00:00:00.123456",
        "2026-01-01T00:00:00.123Z",
        "2026-01-01T00:00UTC",
      ],
      ...["2026-01-01T00:00+01:00", "2026-01-01T00:00:00-0130"],
    ].map((text) => [timeIn, text, text] as const),
    ...[
      ...["x2026-01-01", "2026-01-01x", "202-01-01", "20266-01-01", "2026-1-01", "2026-01-1", "2026-01-011"],
      ...[
        "2026-001-01",
        "y026-01-01",
        "2026-m1-01",
        "2026-01-d1",
        "2026-01-01T",
        "2026-01-01T0:00",
        "2026-01-01x00:00",
      ],
      ...["2026-01-01T00:00:00.1234567", "2026-01-01Tab:cd", "2026-01-01T00:00 CET", "2026-01-01T00:00  UTC"],
      ...[
        "2026-01-01T00:00+1:00",
        "2026-01-01T00:00+01:0",
        "2026-01-01T00:00*01:00",
        "2026-01-01T00:00+01::00",
      ],
      ...["2026-01-01T00:00+aa:00", "2026-01-01T00:00+01:aa", "2026-01-01T00:00 Z"],
    ].map((text) => [timeIn, text, null] as const),
    [countIn, "1".repeat(15), 111_111_111_111_111],
    [countIn, "x1", null],
    [countIn, "1x", null],
    [countIn, "", null],
    [numberIn, "+5", 5],
    [numberIn, "12.75", 12.75],
    [numberIn, "5e3", 5_000],
    [numberIn, "5E-3", 0.005],
    [numberIn, "5e+12", 5e12],
    [numberIn, ".25", 0.25],
    [numberIn, "5.e1", 50],
    ...[".", "e5", "5e", "x5", "5x", "1.5.2", "-", "5e3.2", "--5", "1 5", "5.x", ".x", "5ex", "0x10"].map(
      (text) => [numberIn, text, null] as const,
    ),
    [countIn, "0", 0],
    [countIn, "317", 317],
    [countIn, "-1", null],
    [countIn, "1.5", null],
    [countIn, "1".repeat(16), null],
    [numberIn, "-1.5e2", -150],
    [numberIn, ".5", 0.5],
    [numberIn, "5.", 5],
    [numberIn, "1e999", null],
    [numberIn, "5 ms", null],
    [directionIn, "Higher", "higher"],
    [directionIn, "lower", "lower"],
    [directionIn, "down", null],
    [branchIn, "`autoloop/a` (draft)", "autoloop/a"],
    [branchIn, "autoloop/a", "autoloop/a"],
    [branchIn, "two words", null],
    [branchIn, "`` ` ``", null],
    [branchIn, "` autoloop/a `", "autoloop/a"],
    [branchIn, "`two words` x", null],
    [branchIn, " autoloop/a ", "autoloop/a"],
    [branchIn, "x`autoloop/a`", null],
    [branchIn, "autoloop/a`", null],
    [branchIn, "", null],
    [referenceIn, "#12 (open)", 12],
    [referenceIn, "[#12](https://x)", 12],
    [referenceIn, "12", 12],
    [referenceIn, "#12-a", null],
    [referenceIn, "#12_", null],
    [referenceIn, "#12.", 12],
    [referenceIn, "[#12", 12],
    [referenceIn, "[12]", null],
    [referenceIn, "x#12", null],
    [referenceIn, "#x", null],
    [referenceIn, "[[#12", null],
    [referenceIn, "12x", null],
    [referenceIn, "x12", null],
    [referenceIn, "1".repeat(15), 111_111_111_111_111],
    [referenceIn, `#${"1".repeat(15)}`, 111_111_111_111_111],
    [referenceIn, "1".repeat(16), null],
    [referenceIn, `#${"1".repeat(16)}`, null],
    [referenceIn, "none", null],
    [booleanIn, "True", true],
    [booleanIn, "false", false],
    [booleanIn, "yes", null],
  ])("%o of %j is %j", (read, text, value) => {
    expect(read(text)).toBe(value);
  });

  it("are none in several spellings", () => {
    const none = [
      "—",
      "–",
      "-",
      "--",
      "",
      "none",
      "N/A",
      "null",
      "— (never)",
      "—(not  yet)",
      "none  ()",
      "(new)",
    ];
    expect(none.filter(isNone)).toEqual(none);
    const some = [
      "0",
      "no",
      "----",
      "— never",
      "x —",
      "— (a) b",
      "— (a(b))",
      "— (a",
      "none x",
      "n/ab",
      "—x(a)",
    ];
    expect(some.filter(isNone)).toEqual([]);
    expect(statusesIn(" a, b ,,c ")).toEqual(["a", "b", "c"]);
  });
});

describe("importedFacts", () => {
  const table = (...rows: readonly string[]) =>
    parseStateFile(
      [
        "## ⚙️ Machine State",
        "",
        "| Field | Value |",
        "|---|---|",
        ...rows.map((one) => `| ${one} |`),
        "",
      ].join("\n"),
    );
  const now = Date.UTC(2026, 0, 1);
  const facts = (...rows: readonly string[]) =>
    importedFacts(table(...rows), { direction: "lower", now, pullRequest: null });

  it("believes what can be read and takes nothing for the rest", () => {
    expect(facts("Best Metric | 5")).toEqual({
      ...{ iterations: 0, best: 5, baseline: null, last_run: null, recent_statuses: [], pull_request: null },
    });
    expect(facts("Iteration Count | 7", "Last Run | 2025-12-31 10:00 UTC")).toMatchObject({
      ...{ iterations: 7, last_run: "2025-12-31T10:00:00.000Z" },
    });
    expect(facts("Iteration Count | 7", "Last Run | 2026-02-01")).toMatchObject({ last_run: null });
    expect(facts("Best Metric | 5", "Metric Direction | higher").best).toBeNull();
    expect(facts("Best Metric | 5", "Metric Direction | lower").best).toBe(5);
  });

  it("takes the older edition's numbers only where they were counted the same way", () => {
    const all = [
      ...["Iteration Count | 7", "Best Metric | 5", "Initial Metric | 9", "Last Run | 2026-01-01 00:00 UTC"],
      "Recent Statuses | accepted",
    ];
    const pulled = { direction: "lower", now, pullRequest: 12 } as const;
    const taken = {
      ...{ iterations: 7, best: 5, baseline: 9, last_run: "2026-01-01T00:00:00.000Z" },
      ...{ recent_statuses: ["accepted"], pull_request: 12 },
    };
    expect(importedFacts(table(...all), pulled)).toEqual(taken);
    expect(importedFacts(table(...all, "Metric Direction | Lower"), pulled)).toEqual(taken);
    expect(importedFacts(table(...all, "Metric Direction | higher"), pulled)).toEqual({
      ...{ ...taken, best: null, baseline: null },
    });
    expect(importedFacts(table(...all), { ...pulled, now: now - 1 }).last_run).toBeNull();
  });

  it("takes the newest ten words that could be a status", () => {
    const words = ["a1", "Accepted", "-a", "a b", "x".repeat(42), `a${"b".repeat(40)}`, "pending-ci", "a-"];
    expect(facts(`Recent Statuses | ${words.join(", ")}`).recent_statuses).toEqual([
      ...[`a${"b".repeat(40)}`, "pending-ci", "a-"],
    ]);
    const many = [..."abcdefghijkl"];
    expect(facts(`Recent Statuses | ${many.join(",")}`).recent_statuses).toEqual(many.slice(2));
  });

  it("finds the issues that stood beside the program's, each once, and no other words", () => {
    const file = table("Steering Issue | #4", "Experiment Log | #4", "Issue | #9");
    expect(oldIssues(file)).toEqual([4]);
    expect(oldIssues(table("Steering Issue | none", "experiment log | #5", "Issue | #9"))).toEqual([5]);
  });
});

describe("renderStateFile: odd programs", () => {
  it("speaks of the only number, and of targets beyond the tenth", () => {
    const targets = Array.from({ length: 12 }, (_, n) => `src/f${n}.ts`);
    const file = renderStateFile(null, aJournal("carton", { metric: null, targets }).state);
    expect(file).toContain("- **Metric**: the evaluation's only number (");
    expect(file).toMatch(/`src\/f9\.ts` and 2 more$/m);
    expect(file).not.toContain("src/f10.ts");
    const ten = renderStateFile(null, aJournal("carton", { targets: targets.slice(0, 10) }).state);
    expect(ten).toMatch(/`src\/f9\.ts`$/m);
  });

  it("shows no reason where one holds nothing to read", () => {
    const file = renderStateFile(null, aJournal().paused("command", "\u200b").state);
    expect(file).toContain("| Pause Reason | — |");
    expect(file).toContain("| Paused | true |");
  });

  it("ends an unknown row that had no end, and keeps it", () => {
    const { state } = aJournal();
    const [start = "", ...others] = renderStateFile(null, state).split(/^(?=## )/m);
    const machine = others[0]?.slice(0, others[0].indexOf("\n\n---")) ?? "";
    const moved = [start, ...others.slice(1), machine, "\n| Colour | red |"].join("");
    const again = renderStateFile(moved, state);
    expect(again).toBe(`${moved}\n`);
    expect(renderStateFile(again, state)).toBe(again);
  });

  it("keeps the line behind the history, however close it stands", () => {
    const { state } = aJournal().baseline(760);
    const file = renderStateFile(null, state).trimEnd();
    for (const end of ["\n---\n", "\n\n---\n", "\n---", "\n\n---\n\nMore.\n"]) {
      const again = renderStateFile(file + end, state);
      expect(again.trimEnd().endsWith(end.trim())).toBe(true);
      expect(renderStateFile(again, state)).toBe(again);
    }
  });
});

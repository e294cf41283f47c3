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
import { aJournal } from "../../support/journal.ts";

describe("the values of the machine table", () => {
  it.each([
    [timeIn, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"],
    [timeIn, "2026-01-01 00:00 UTC", "2026-01-01 00:00 UTC"],
    [timeIn, "2026-01-01", "2026-01-01"],
    [timeIn, "yesterday", null],
    [timeIn, "2026-01-01T00:00:00Z x", null],
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
    [referenceIn, "#12 (open)", 12],
    [referenceIn, "[#12](https://x)", 12],
    [referenceIn, "12", 12],
    [referenceIn, "#12-a", null],
    [referenceIn, "none", null],
    [booleanIn, "True", true],
    [booleanIn, "false", false],
    [booleanIn, "yes", null],
  ])("%o of %j is %j", (read, text, value) => {
    expect(read(text)).toBe(value);
  });

  it("are none in several spellings", () => {
    for (const text of ["—", "–", "-", "", "none", "N/A", "null", "— (never)"])
      expect(isNone(text)).toBe(true);
    for (const text of ["0", "no", "--", "— never"]) expect(isNone(text)).toBe(false);
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

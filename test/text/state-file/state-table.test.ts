import { describe, expect, it } from "vitest";
import type { ProgramState } from "../../../src/domain/journal/state.ts";
import { blocksOf, linesOf } from "../../../src/text/state-file/state-sections.ts";
import {
  findTable,
  isKnownField,
  renderTable,
  wholeSeconds,
} from "../../../src/text/state-file/state-table.ts";
import { aJournal, JournalBuilder } from "../../support/plan/journal.ts";
import { newCarton } from "../comments/carton.ts";

const tableIn = (...lines: readonly string[]) =>
  findTable(blocksOf(lines.join("\n")).flatMap(({ body }) => linesOf(body)));

describe("findTable", () => {
  it.each(["|paused", "|  Last Run\t|", "   | PR |x", "|Recent Statuses| a | b |"])(
    "knows the row %j",
    (row) => {
      expect(tableIn("| Mine | 1 |", row)?.rows).toHaveLength(2);
    },
  );

  it.each([
    "| Paused \\| x | y |",
    "| Paused too | y |",
    "| x | Paused |",
    "|| Paused |",
    "    | Paused | y |",
  ])("does not know the row %j", (row) => {
    expect(tableIn("| Mine | 1 |", row)).toBeNull();
  });

  it("finds the first table that holds a row of the app's, wherever it stands", () => {
    expect(
      tableIn(
        "| Mine | 1 |",
        "",
        "words | Paused | no |",
        "| Field | Value |",
        "|---|---|",
        "  | pAUSED | true |",
        "| x",
        "y",
      ),
    ).toEqual({
      ...{ from: 3, to: 7 },
      rows: [
        { field: "pAUSED", value: "true", cells: 2, line: 5, raw: "  | pAUSED | true |\n" },
        { field: "x", value: "", cells: 1, line: 6, raw: "| x\n" },
      ],
    });
    expect(tableIn("a", "| PR | 1 |", "|| 2 |")).toEqual({
      ...{ from: 1, to: 3 },
      rows: [
        { field: "PR", value: "1", cells: 2, line: 1, raw: "| PR | 1 |\n" },
        { field: "", value: "2", cells: 2, line: 2, raw: "|| 2 |" },
      ],
    });
  });

  it.each([
    [["| Mine | 1 |"]],
    [["Paused | true |"]],
    [["    | Paused | true |"]],
    [["```", "| Paused | true |", "```"]],
    [["x | Paused | true |"]],
    [[""]],
  ])("finds none in %j", (lines) => {
    expect(tableIn(...lines)).toBeNull();
  });

  it.each([
    ["| Mine | a | b |", "Mine", "a | b", 3],
    ["| Mine | a \\| b |", "Mine", "a | b", 2],
    ["| Mine | a \\\\ b", "Mine", "a \\\\ b", 2],
    ["| Mine | a |  ", "Mine", "a", 2],
    ["| Mine | a | |", "Mine", "a | ", 3],
    ["| Mine | a \\|", "Mine", "a |", 2],
    ["| Mine |", "Mine", "", 1],
    ["|", "", "", 1],
    ["||", "", "", 1],
    ["| Field | 1 |", "Field", "1", 2],
    ["| Fields | Value |", "Fields", "Value", 2],
    ["| Field | Values |", "Field", "Values", 2],
    ["| Field |", "Field", "", 1],
    ["| --- | a |", "---", "a", 2],
    ["| --- | - - |", "---", "- -", 2],
    ["| | --- |", "", "---", 2],
  ])("reads the row %j", (text, field, value, cells) => {
    expect(tableIn("| Paused | true |", text)?.rows[1]).toEqual({ field, value, cells, line: 1, raw: text });
  });

  it.each(["| FIELD | vALUE |", "| Field | Value | More |", "|-|-|", "| :---: | --: |", "|:-", "|\t---\t|"])(
    "takes %j for no row",
    (text) => {
      expect(tableIn("| Paused | true |", text)).toMatchObject({ to: 2, rows: [{ field: "Paused" }] });
    },
  );
});

describe("renderTable", () => {
  const values = (state: ProgramState) =>
    renderTable(state, null, "\n")
      .split("\n")
      .slice(2, -1)
      .map((row) => row.slice(2, -2).split(" | "));

  it("says what the state says", () => {
    const journal = aJournal("carton", { targetMetric: 600, direction: "higher" });
    expect(values(newCarton())[0]).toEqual(["Last Run", "—"]);
    journal
      .baseline(500)
      .failed()
      .accepted(550)
      .pull(12)
      .paused("command", `wait | x ${"y".repeat(400)}`);
    expect(values(journal.state)).toEqual([
      ["Last Run", "2026-01-01T00:09:00Z"],
      ["Iteration Count", "2"],
      ["Best Metric", "550"],
      ["Initial Metric", "500"],
      ["Target Metric", "600"],
      ["Metric Direction", "higher"],
      ["Branch", "`autoloop/carton`"],
      ["PR", "#12"],
      ["Issue", "#1"],
      ["Paused", "true"],
      ["Pause Reason", `wait \\| x ${"y".repeat(290)}…`].flatMap((one) => one.split(" | ")),
      ["Completed", "false"],
      ["Completed Reason", "—"],
      ["Consecutive Errors", "0"],
      ["Recent Statuses", "error, accepted"],
    ]);
    const later = journal.resumed().pull(12, "closed").failed();
    later.event({ type: "loop.complete", reason: "All done." });
    expect(Object.fromEntries(values(later.state))).toMatchObject({
      ...{
        PR: "—",
        Paused: "false",
        "Pause Reason": "—",
        Completed: "true",
        "Completed Reason": "All done.",
      },
      ...{ "Consecutive Errors": "1", "Recent Statuses": "error, accepted, error" },
    });
  });

  it("shows what an older edition measured until something was measured again", () => {
    const imported = {
      ...{ iterations: 7, best: 5, baseline: 9, last_run: null, recent_statuses: [], pull_request: null },
    };
    const journal = new JournalBuilder("carton").adopted(2, imported);
    expect(Object.fromEntries(values(journal.state))).toMatchObject({
      ...{ "Iteration Count": "7", "Best Metric": "5", "Initial Metric": "9", Issue: "#2" },
      ...{ "Target Metric": "—", "Metric Direction": "—", "Recent Statuses": "—" },
    });
  });

  it("keeps the rows that it does not know as they are, and not those of older editions", () => {
    const table = tableIn(
      ...[
        "| paused | true |",
        "|Mine|1|\r",
        "| STEERING ISSUE | #1 |",
        "| Experiment Log | #2 |",
        "| Steering | 3 |",
      ],
    );
    expect(renderTable(aJournal().state, table, "\r\n").split("| Recent Statuses | — |\r\n")[1]).toBe(
      "|Mine|1|\r\n| Steering | 3 |\r\n",
    );
    expect(renderTable(aJournal().state, null, "\n")).toMatch(
      /^\| Field \| Value \|\n\|-+\|-+\|\n\| Last Run \| — \|\n/,
    );
  });
});

describe("the words of the table", () => {
  it("are known in any case, and times without a fraction", () => {
    expect(["PR", "pr", "Recent statuses", "Mine", "Steering Issue", ""].map(isKnownField)).toEqual([
      ...[true, true, true, false, false, false],
    ]);
    expect(wholeSeconds("2026-01-01T00:00:00.123Z")).toBe("2026-01-01T00:00:00Z");
    expect(wholeSeconds("2026-01-01T00:00:00Z")).toBe("2026-01-01T00:00:00Z");
  });
});

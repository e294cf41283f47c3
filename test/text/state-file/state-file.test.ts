import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STATE_FILE_BYTES, STATE_FILE_CHARACTERS } from "../../../src/domain/limits.ts";
import { parseStateFile, renderStateFile } from "../../../src/text/state-file/state-file.ts";
import { histories } from "../../support/plan/histories.ts";
import { aJournal } from "../../support/plan/journal.ts";

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/state/${name}.md`, import.meta.url), "utf8");
const bytes = (text: string) => new TextEncoder().encode(text).length;
const lines = (...all: readonly string[]) => all.join("\n");
const bodyOf = (text: string, title: string) =>
  parseStateFile(text).sections.find((one) => one.title === title)?.body;

const FIELDS = [
  ...["Last Run", "Iteration Count", "Best Metric", "Initial Metric", "Target Metric", "Metric Direction"],
  ...[
    "Branch",
    "PR",
    "Issue",
    "Paused",
    "Pause Reason",
    "Completed",
    "Completed Reason",
    "Consecutive Errors",
  ],
  "Recent Statuses",
];

describe("parseStateFile", () => {
  it.each([
    [
      "port-unit-library",
      { iterationCount: 317, bestMetric: 149, direction: "higher", pullRequest: 323, issue: 1 },
    ],
    [
      "bench-coverage",
      { iterationCount: 319, bestMetric: 664, direction: null, pullRequest: null, issue: 221 },
    ],
    [
      "sort-evolve",
      { iterationCount: 48, bestMetric: 20.663, direction: "lower", pullRequest: 321, issue: 189 },
    ],
  ])("reads the real file %s", (name, facts) => {
    const state = parseStateFile(fixture(name));
    expect(state).toMatchObject({
      ...facts,
      branch: `autoloop/${name}`,
      targetMetric: null,
      initialMetric: null,
    });
    expect(state).toMatchObject({ paused: false, pauseReason: null, completed: false, consecutiveErrors: 0 });
    expect(state.recentStatuses).toHaveLength(10);
    expect(state.problems).toEqual([]);
  });

  it("keeps statuses, sections and rows as they are written", () => {
    const state = parseStateFile(fixture("sort-evolve"));
    expect(state.lastRun).toBe("2026-05-17T01:31:52Z");
    expect(state.recentStatuses.slice(0, 3)).toEqual(["pending-ci", "pending-ci", "accepted"]);
    expect(state.sections.map(({ title }) => title)).toEqual([
      "⚙️ Machine State",
      "🧬 Population (summary)",
      "📚 Lessons Learned",
      "🚧 Foreclosed Avenues",
      "🔭 Future Directions",
      "📊 Iteration History",
    ]);
    expect(state.rows.map(({ field }) => field)).toHaveLength(14);
  });

  it("reads odd rows as far as they can be read and names the others", () => {
    const { sections, rows, problems, ...values } = parseStateFile(fixture("odd"));
    expect(values).toEqual({
      hasTable: true,
      lastRun: "2026-04-03 10:11 UTC",
      iterationCount: 12,
      bestMetric: null,
      initialMetric: null,
      targetMetric: null,
      direction: null,
      branch: "autoloop/odd-1a2b3c4",
      pullRequest: 17,
      issue: null,
      paused: true,
      pauseReason: "waiting | watching",
      completed: null,
      completedReason: null,
      consecutiveErrors: null,
      recentStatuses: ["not-pushed", "local-only", "pending"],
    });
    expect(sections.map(({ title }) => title)).toEqual([
      "⚙️ Machine State",
      "Lessons Learned",
      "Lessons Learned",
    ]);
    expect(rows).toContainEqual({ field: "Experiment Log", value: "#9" });
    expect(problems.map(({ key, value, line }) => [key, value, line])).toEqual([
      ["Consecutive Errors", "0 | 1", 24],
      ["Iteration Count", "13", 27],
      ["Target Metric", "soon", 17],
      ["Consecutive Errors", "0 | 1", 24],
    ]);
  });

  it.each([
    "pending-ci",
    "#pending",
    "#aw_pr1",
    "(created this run)",
    "",
    "—",
    "2026-05-17",
    "#12abc",
    "#99999999999999999",
  ])("reads no pull request from %j", (value) => {
    expect(parseStateFile(`## Machine State\n| PR | ${value} |\n`).pullRequest).toBeNull();
  });

  it("reads every row, and says of each that cannot be read where it is and what it may be", () => {
    const rows = (...values: readonly string[]) =>
      FIELDS.map((field, index) => `| ${field.toUpperCase()} | ${values[index] ?? ""} |`);
    const good = [
      "2026-01-01",
      "7",
      "1.5",
      "-2",
      ".5",
      "Higher",
      "`b/c`",
      "#4",
      "[#5](x)",
      "True",
      "why",
      "false",
    ];
    const file = (table: readonly string[]) =>
      lines(
        "# a",
        "",
        "## Other",
        "x",
        "",
        "## Machine State",
        "",
        "| Field | Value |",
        "|-|-|",
        ...table,
        "",
      );
    expect(parseStateFile(file(rows(...good, "done", "2", "a, b")))).toEqual({
      ...{ hasTable: true, lastRun: "2026-01-01", iterationCount: 7, bestMetric: 1.5, initialMetric: -2 },
      ...{ targetMetric: 0.5, direction: "higher", branch: "b/c", pullRequest: 4, issue: 5, paused: true },
      ...{ pauseReason: "why", completed: false, completedReason: "done", consecutiveErrors: 2 },
      recentStatuses: ["a", "b"],
      sections: [
        { title: "Other", body: "x\n\n" },
        { title: "Machine State", body: expect.stringMatching(/^\n\| Field .*\| a, b \|\n$/s) },
      ],
      rows: FIELDS.map((field, index) => ({
        ...{ field: field.toUpperCase(), value: [...good, "done", "2", "a, b"][index] },
      })),
      problems: [],
    });
    const nothing = {
      ...{ lastRun: null, iterationCount: null, bestMetric: null, initialMetric: null, targetMetric: null },
      ...{ direction: null, branch: null, pullRequest: null, issue: null, paused: null, pauseReason: null },
      ...{ completed: null, completedReason: null, consecutiveErrors: null, recentStatuses: [] },
    };
    expect(parseStateFile(file(rows()))).toMatchObject({ ...nothing, problems: [] });
    const words = "two words ".repeat(12).trim();
    const { problems, ...read } = parseStateFile(file(rows(...FIELDS.map(() => words))));
    expect(read).toMatchObject({
      ...nothing,
      pauseReason: words,
      completedReason: words,
      recentStatuses: [words],
    });
    const allowed = {
      "Last Run": "a time such as 2026-05-17T13:23:35Z, or —",
      "Iteration Count": "a whole number",
      "Best Metric": "a number, or —",
      "Initial Metric": "a number, or —",
      "Target Metric": "a number, or —",
      "Metric Direction": "higher or lower",
      Branch: "a branch name",
      PR: "a number such as #12, or —",
      Issue: "a number such as #12, or —",
      Paused: "true or false",
      Completed: "true or false",
      "Consecutive Errors": "a whole number",
    };
    expect(problems).toEqual(
      Object.entries(allowed).map(([field, one]) => ({
        key: field.toUpperCase(),
        value: words.slice(0, 100),
        allowed: one,
        line: 10 + FIELDS.indexOf(field),
        message: `${field} cannot be read`,
      })),
    );
  });

  it("names rows of other than two cells and rows that come again, fifty at most", () => {
    const table = (...rows: readonly string[]) => parseStateFile(lines("## Machine State", ...rows, ""));
    const allowed = "one row per field: | Field | Value |";
    const { problems, paused } = table(
      "| Paused | true |",
      "| PAUSED | false |",
      "| Mine |",
      "| Mine | 1 | 2 |",
    );
    expect(paused).toBe(true);
    expect(problems).toEqual([
      {
        key: "PAUSED",
        value: "false",
        allowed,
        line: 3,
        message: "PAUSED stands there twice; the first one counts",
      },
      { key: "Mine", value: "", allowed, line: 4, message: "the row has 1 cells instead of 2" },
      { key: "Mine", value: "1 | 2", allowed, line: 5, message: "the row has 3 cells instead of 2" },
    ]);
    const many = table(
      "| Paused | true |",
      ...Array.from({ length: 60 }, (_, index) => `| r${index} |`),
    ).problems;
    expect([many.length, many.at(-1)?.key]).toEqual([50, "r49"]);
  });

  it("reads the longest text that a state file may be, and nothing of a longer one", () => {
    const text = `## Machine State\n| Paused | true |\n${"x\n".repeat(STATE_FILE_CHARACTERS)}`;
    const { state } = aJournal();
    const longest = text.slice(0, STATE_FILE_CHARACTERS);
    expect(parseStateFile(longest)).toMatchObject({ hasTable: true, paused: true, problems: [] });
    expect(renderStateFile(longest, state) === longest).toBe(false);
    const longer = text.slice(0, STATE_FILE_CHARACTERS + 1);
    expect(renderStateFile(longer, state) === longer).toBe(true);
    expect(parseStateFile(longer)).toEqual({
      ...parseStateFile(""),
      problems: [
        {
          ...{
            key: "state file",
            value: "92161 characters",
            allowed: "at most 92160 characters",
            line: null,
          },
          message: "is too long to be one",
        },
      ],
    });
  });

  it("reads nothing from a text that is no state file", () => {
    for (const text of ["", "# x", "| Paused | true |", "```\n## Machine State\n| Paused | true |\n```\n"]) {
      const state = parseStateFile(text);
      expect([state.hasTable, state.paused, state.problems]).toEqual([false, null, []]);
    }
  });
});

describe("renderStateFile", () => {
  it("makes every section, in order, when there is no file", () => {
    const { state } = aJournal("carton", { targetMetric: 600 });
    expect(renderStateFile(null, state)).toBe(
      lines(
        "# Autoloop: carton",
        "",
        "🤖 *Autoloop keeps the machine table, Program Info and Iteration History. All other sections are yours.*",
        "",
        "---",
        "",
        "## ⚙️ Machine State",
        "",
        "| Field | Value |",
        "|-------|-------|",
        "| Last Run | — |",
        "| Iteration Count | 0 |",
        "| Best Metric | — |",
        "| Initial Metric | — |",
        "| Target Metric | 600 |",
        "| Metric Direction | lower |",
        "| Branch | `autoloop/carton` |",
        "| PR | — |",
        "| Issue | #1 |",
        "| Paused | false |",
        "| Pause Reason | — |",
        "| Completed | false |",
        "| Completed Reason | — |",
        "| Consecutive Errors | 0 |",
        "| Recent Statuses | — |",
        "",
        "---",
        "",
        "## 📋 Program Info",
        "",
        "- **Goal**: Use less cardboard for a carton of one litre.",
        "- **Metric**: `cardboard_cm2` (lower is better)",
        "- **Target**: `src/carton.mjs`",
        "- **Issue**: #1",
        "",
        "---",
        "",
        "## 🎯 Current Priorities",
        "",
        "*(nothing set: the agent explores freely)*",
        "",
        "---",
        "",
        "## 📚 Lessons Learned",
        "",
        "*(none yet)*",
        "",
        "---",
        "",
        "## 🚧 Foreclosed Avenues",
        "",
        "*(none yet)*",
        "",
        "---",
        "",
        "## 🔭 Future Directions",
        "",
        "*(none yet)*",
        "",
        "---",
        "",
        "## 📊 Iteration History",
        "",
        "<!-- AUTOLOOP:HISTORY -->",
        "",
        "*(no iteration has ended yet)*",
        "",
        "<!-- /AUTOLOOP:HISTORY -->",
        "",
      ),
    );
  });

  it("tells iterations newest first", () => {
    const { state } = aJournal()
      .baseline(760)
      .accepted(700)
      .rejected(720, "no *improvement* @maria\n## Machine State")
      .failed("<b>boom</b> | --> https://example.org")
      .paused("plateau", "five | in a row")
      .pull(5);
    const text = renderStateFile(null, state);
    expect(bodyOf(text, "📊 Iteration History")).toBe(
      lines(
        "",
        "<!-- AUTOLOOP:HISTORY -->",
        "",
        "### Iteration 3 — 2026-01-01T00:16:00Z",
        "",
        "- **Status**: ⚠️ error",
        "- **Reason**: \\<b\\>boom\\</b\\> \\| --\\> `https://example.org`",
        "",
        "### Iteration 2 — 2026-01-01T00:14:00Z",
        "",
        "- **Status**: ❌ rejected",
        "- **Change**: Make the carton a little deeper.",
        "- **Metric**: 720 (best before: 700, delta: +20)",
        "- **Reason**: no \\*improvement\\* `@maria` ## Machine State",
        "",
        "### Iteration 1 — 2026-01-01T00:11:00Z",
        "",
        "- **Status**: ✅ accepted",
        "- **Change**: Make the carton a little deeper.",
        "- **Metric**: 700 (best before: 760, delta: −60)",
        "- **Commit**: `e600c0c`",
        "- **Reason**: better, and CI is green",
        "",
        "### Iteration 0 — 2026-01-01T00:06:00Z",
        "",
        "- **Status**: ✅ baseline",
        "- **Metric**: 760",
        "- **Reason**: the baseline was measured",
        "",
        "<!-- /AUTOLOOP:HISTORY -->",
        "",
      ),
    );
    expect(parseStateFile(text)).toMatchObject({
      lastRun: "2026-01-01T00:15:00Z",
      iterationCount: 3,
      bestMetric: 700,
      initialMetric: 760,
      direction: "lower",
      branch: "autoloop/carton",
      pullRequest: 5,
      issue: 1,
      paused: true,
      pauseReason: "five | in a row",
      consecutiveErrors: 1,
      recentStatuses: ["accepted", "rejected", "error"],
      problems: [],
    });
  });

  it("is what the same state renders to when the file was lost", () => {
    const { state } = aJournal().baseline(760).accepted(700);
    const earlier = renderStateFile(null, aJournal().baseline(760).state);
    expect(renderStateFile(earlier, state)).toBe(renderStateFile(null, state));
  });

  it.each(["port-unit-library", "bench-coverage", "sort-evolve", "odd"])(
    "leaves everything that is not its own in %s",
    (name) => {
      const before = fixture(name);
      const after = renderStateFile(before, aJournal().baseline(760).accepted(700).state);
      const own = ["⚙️ Machine State", "📋 Program Info", "📊 Iteration History"];
      const human = (text: string) =>
        parseStateFile(text).sections.filter(({ title }) => !own.includes(title));
      expect(human(after).map(({ title }) => title)).toEqual(human(before).map(({ title }) => title));
      for (const [index, { body }] of human(before).entries())
        expect(human(after)[index]?.body.startsWith(body)).toBe(true);
      expect(after.startsWith(before.slice(0, before.indexOf("| Field")))).toBe(true);
      const history = bodyOf(before, "📊 Iteration History")?.trim() ?? "";
      expect(after).toContain(history);
      expect(parseStateFile(after)).toMatchObject({ bestMetric: 700, iterationCount: 1 });
    },
  );

  it("keeps rows that it does not know behind its own, in the file's line ends, but not those that Issue replaces", () => {
    const before = fixture("odd").replace("| Steering Issue |", "| Favourite | 3 |\r\n| Steering Issue |");
    const after = renderStateFile(before, aJournal().state);
    expect(after).toContain("| Recent Statuses | — |\r\n| Favourite | 3 |\r\n\r\n");
    expect(after).not.toMatch(/Steering Issue|Experiment Log/);
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
    expect(after).toContain("```\r\n| Best Metric | 1 |\r\n## 📊 Iteration History\r\n```\r\n");
  });

  it("tells ten iterations in full and sums up the older ones", () => {
    const history = aJournal().baseline(1_000);
    for (let n = 1; n <= 120; n++) n % 4 === 0 ? history.accepted(1_000 - n) : history.rejected(2_000);
    history.failed().failed();
    const text = renderStateFile(null, history.state);
    expect(text.match(/^### .*/gm)?.slice(9)).toEqual([
      "### Iteration 113 — 2026-01-01T06:41:00Z",
      "### Iters 100–112 — ✅ 4 ❌ 9 (metric 900 → 888)",
      "### Iters 50–99 — ✅ 12 ❌ 38 (metric 948 → 904)",
      "### Iters 0–49 — ✅ 13 ❌ 37 (metric 1000 → 952)",
    ]);
    expect(bytes(text)).toBeLessThan(STATE_FILE_BYTES);
  });

  it("tells five when the file would be more than 80 % full", () => {
    const history = aJournal().baseline(1_000);
    for (let n = 1; n <= 12; n++) history.rejected(2_000, "x".repeat(2_000));
    const filled = (size: number) =>
      renderStateFile(null, history.state).replace("*(none yet)*", "y".repeat(size));
    const entries = (text: string) => renderStateFile(text, history.state).match(/^### Iteration/gm)?.length;
    expect(entries(filled(15_000))).toBe(10);
    expect(entries(filled(22_000))).toBe(5);
    expect(entries(filled(27_500))).toBeLessThan(5);
    expect(entries(filled(29_300))).toBeUndefined();
    expect(bytes(renderStateFile(filled(27_500), history.state))).toBeLessThanOrEqual(STATE_FILE_BYTES);
  });

  it("drops the oldest of an older installation's history when room is short, and says how many", () => {
    const old = Array.from(
      { length: 200 },
      (_, n) => `### Iteration ${200 - n}\n\n- ${"old ".repeat(60)}\n\n`,
    );
    const before = `# Autoloop: p\n\n## Iteration History\n\n${old.join("")}`;
    const { state } = aJournal().baseline(760).accepted(700);
    const after = renderStateFile(before, state);
    const kept = after.match(/^### Iteration \d+$/gm) ?? [];
    expect(kept[0]).toBe("### Iteration 200");
    expect(kept.length).toBeGreaterThan(80);
    expect(after).toContain(
      `*(older entries that were dropped to keep this file small: ${200 - kept.length})*`,
    );
    expect(bytes(after)).toBeLessThanOrEqual(STATE_FILE_BYTES);
    const later = renderStateFile(after, aJournal().baseline(760).accepted(700).rejected(720).failed().state);
    const left = later.match(/^### Iteration \d+$/gm) ?? [];
    expect(left.length).toBeLessThan(kept.length);
    expect(later).toContain(`dropped to keep this file small: ${200 - left.length})*`);
    expect(later.match(/were dropped/g)).toHaveLength(1);
  });

  it("leaves a file alone that is far too long, and says so", () => {
    const { state } = aJournal().baseline(760);
    for (const most of [STATE_FILE_CHARACTERS, 5_000_000]) {
      const text = "x\n".repeat(most / 2 + 1);
      expect(renderStateFile(text, state) === text).toBe(true);
    }
    expect(parseStateFile("x\n".repeat(2_500_000))).toMatchObject({
      hasTable: false,
      sections: [],
      problems: [{ key: "state file", message: "is too long to be one" }],
    });
  });

  it("brings a file of very many sections up to date", () => {
    const { state } = aJournal().baseline(760);
    const text = renderStateFile("## a\n".repeat(15_000), state);
    expect(parseStateFile(text)).toMatchObject({ bestMetric: 760, problems: [] });
  });

  it("never cuts what people wrote, even where that alone is too much", () => {
    const human = "word ".repeat(8_000);
    const history = aJournal().baseline(760).accepted(700);
    const text = renderStateFile(
      `## Lessons Learned\n\n${human}\n\n## Iteration History\n\nold\n`,
      history.state,
    );
    expect(text).toContain(human);
    expect(bodyOf(text, "Iteration History")).toBe(
      lines(
        "",
        "<!-- AUTOLOOP:HISTORY -->",
        "",
        "*(no room: ✅ 1 ❌ 0; the journal has every iteration)*",
        "",
        "<!-- /AUTOLOOP:HISTORY -->",
        "",
        "*(older entries that were dropped to keep this file small: 1)*",
        "",
      ),
    );
  });
});

describe("the laws of the state file", () => {
  /** Lines that look like structure, so that arbitrary order of them makes every confusion. */
  const line = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    fc.constantFrom(
      "",
      "   ",
      "---",
      "```",
      "````js",
      "~~~",
      "<!--",
      "-->",
      "# Autoloop: p",
      "## ⚙️ Machine State",
      "## Machine State ##",
      "## 📋 Program Info",
      "## 📊 Iteration History",
      "### Iteration 3 — then",
      "<!-- AUTOLOOP:HISTORY -->",
      "<!-- /AUTOLOOP:HISTORY -->",
      "| Field | Value |",
      "|---|---|",
      "| Paused | true |",
      "| Mine | yes |",
      "| x",
      "\uFEFF## 🎯 Current Priorities",
      "*(older entries that were dropped to keep this file small: 3)*",
    ),
  );
  const eol = fc.constantFrom("\n", "\r\n", "\r");
  const texts = fc
    .tuple(fc.constantFrom("", "\uFEFF"), fc.array(fc.tuple(line, eol), { maxLength: 30 }), line)
    .map(([start, lines, end]) => start + lines.flat().join("") + end);

  it("rendering twice is rendering once, for any file and any history", () => {
    fc.assert(
      fc.property(texts, histories, (text, { state }) => {
        const once = renderStateFile(text, state);
        expect(renderStateFile(once, state)).toBe(once);
      }),
      { numRuns: 400 },
    );
  });

  it("rendering twice is rendering once, for files that are nearly or more than full", () => {
    const entry = fc.nat(2_500).map((size) => `### Iteration\n\n${"z".repeat(size)}\n\n`);
    fc.assert(
      fc.property(fc.nat(31_000), fc.array(entry, { maxLength: 30 }), histories, (size, old, { state }) => {
        const text = `## Lessons Learned\n\n${"y".repeat(size)}\n\n## Iteration History\n${old.join("")}`;
        const once = renderStateFile(text, state);
        expect(renderStateFile(once, state)).toBe(once);
        const history =
          parseStateFile(once).sections.find(({ title }) => title === "Iteration History")?.body ?? "";
        expect(bytes(once) <= STATE_FILE_BYTES || bytes(history) < 250).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("people's sections survive any number of renders, byte for byte", () => {
    const own = /machine state|program info|iteration history/i;
    const human = fc
      .tuple(fc.array(fc.tuple(line, eol), { maxLength: 12 }))
      .map(([lines]) => lines.flat().join(""));
    fc.assert(
      fc.property(
        human,
        human,
        fc.array(histories, { minLength: 1, maxLength: 3 }),
        (first, second, steps) => {
          const isSafe = (text: string) => !own.test(text) && !/^ {0,3}(?:`{3}|~{3})/m.test(text);
          fc.pre(isSafe(first) && isSafe(second));
          const fence = "```\n## 📊 Iteration History\n| Paused | true |\n```\n";
          const start = `intro\n${first}\n## 🎯 Current Priorities\n${second}\n${fence}## 🧬 Population\n${first}\n`;
          const end = steps.reduce((text, { state }) => renderStateFile(text, state), start);
          expect(end.startsWith(`intro\n${first}\n`)).toBe(true);
          expect(end).toContain(start.slice(`intro\n${first}\n`.length));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("the machine table says what the state says", () => {
    fc.assert(
      fc.property(texts, histories, (text, { state }) => {
        const read = parseStateFile(renderStateFile(text, state));
        expect(read.bestMetric).toBe(state.best?.metric ?? null);
        expect(read.initialMetric).toBe(state.baseline);
        expect(read.recentStatuses).toEqual(state.recent_statuses);
        expect(read.branch).toBe(state.branch);
        expect(read.paused).toBe(state.status === "paused");
        expect(read.pullRequest).toBe(state.pull?.state === "open" ? state.pull.number : null);
      }),
      { numRuns: 200 },
    );
  });
});

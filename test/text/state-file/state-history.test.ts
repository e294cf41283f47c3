import { describe, expect, it } from "vitest";
import {
  foreignEntries,
  foreignHistory,
  inFull,
  ownHistory,
  ownHistoryInOneLine,
  renderForeign,
} from "../../../src/text/state-file/state-history.ts";
import { blocksOf, bytesOf, linesOf as linesOfBody } from "../../../src/text/state-file/state-sections.ts";
import { aJournal } from "../../support/plan/journal.ts";
import { anAnswer, newCarton } from "../comments/carton.ts";

const linesOf = (text: string) => blocksOf(text).flatMap(({ body }) => linesOfBody(body));
const BEGIN = "<!-- AUTOLOOP:HISTORY -->";
const END = "<!-- /AUTOLOOP:HISTORY -->";

describe("the journal's part of the history", () => {
  const journal = aJournal().begun("baseline").reported(5, { answer: null });
  journal.event({ type: "iteration.reject", iteration: 0, reason: "The gate failed." });
  journal.begun("baseline");
  journal.event({ type: "iteration.error", iteration: 1, reason: "It broke." });
  journal.baseline(10).rejected(12, `Worse. ${"y".repeat(400)}`, {
    answer: anAnswer("x".repeat(400), "One.", "Two."),
  });
  journal.accepted(9.5, { answer: null });
  const { state } = journal;

  it("tells each iteration with what is known of it, newest first", () => {
    const [accepted, rejected, baseline, broken, refused, ...more] = inFull(state, 10);
    expect(more).toEqual([]);
    expect(accepted?.slice(2)).toEqual([
      "- **Status**: ✅ accepted",
      "- **Metric**: 9.5 (best before: 10, delta: −0.5)",
      `- **Commit**: \`${state.recent.at(-1)?.commit?.slice(0, 7)}\``,
      "- **Reason**: better, and CI is green",
    ]);
    expect(rejected?.slice(2)).toEqual([
      "- **Status**: ❌ rejected",
      `- **Change**: ${"x".repeat(299)}…`,
      "- **Metric**: 12 (best before: 10, delta: +2)",
      `- **Reason**: Worse. ${"y".repeat(292)}…`,
      "- **Notes**: One.; Two.",
    ]);
    expect(baseline?.slice(2)).toEqual([
      "- **Status**: ✅ baseline",
      "- **Metric**: 10",
      "- **Reason**: the baseline was measured",
    ]);
    expect(broken).toEqual([
      expect.stringMatching(/^### Iteration 1 — 2026-01-01T00:\d\d:00Z$/),
      "",
      "- **Status**: ⚠️ error (baseline)",
      "- **Reason**: It broke.",
    ]);
    expect(refused?.slice(2)).toEqual([
      "- **Status**: ❌ rejected (baseline)",
      "- **Metric**: 5",
      "- **Reason**: The gate failed.",
    ]);
    expect(inFull(state, 2)).toEqual([accepted, rejected]);
  });

  it("stands between its markers, and sums up what it does not tell in full", () => {
    const told = [["### a", "", "- b"]];
    const four = [1, 2, 3, 4];
    expect(
      ownHistory(
        state,
        four.flatMap(() => told),
        "\r\n",
      ).split("\r\n"),
    ).toEqual([
      ...[BEGIN, "", ...four.flatMap(() => ["### a", "", "- b", ""])],
      ...["### Iter 0 — ✅ 0 ❌ 1", "", END, ""],
    ]);
    expect(ownHistory(state, [], "\n").split("\n")).toEqual([
      ...[BEGIN, "", "### Iters 0–4 — ✅ 2 ❌ 2 ⚠️ 1 (metric 10 → 9.5)", "", END, ""],
    ]);
    expect(ownHistory(newCarton(), [], "\n").split("\n")).toEqual([
      ...[BEGIN, "", "*(no iteration has ended yet)*", "", END, ""],
    ]);
    expect(ownHistoryInOneLine(state, "\n").split("\n")).toEqual([
      ...[BEGIN, "", "*(no room: ✅ 1 ❌ 2 ⚠️ 1; the journal has every iteration)*", "", END, ""],
    ]);
  });
});

describe("what others wrote into the history", () => {
  it.each([
    ["", ""],
    ["\n \n", ""],
    ["\na\n\nb\n\n", "a\n\nb\n"],
    [`${BEGIN}\nours\n${END}\n`, ""],
    [`\na\n ${BEGIN} \nours\n${END}\t\nb\n\n`, "a\nb\n"],
    [`a\n${BEGIN}\nours\n`, `a\n${BEGIN}\nours\n`],
    [`${END}\na\n`, `${END}\na\n`],
    [`${END}\na\n${BEGIN}\nours\n${END}\nb\n`, `${END}\na\nb\n`],
    [`${BEGIN}\nours\n${END}\n${BEGIN}\nb\n${END}\n`, `${BEGIN}\nb\n${END}\n`],
    [`\`\`\`\n${BEGIN}\n\`\`\`\na\n${END}\n`, `\`\`\`\n${BEGIN}\n\`\`\`\na\n${END}\n`],
    [`${BEGIN}\n\`\`\`\n${END}\n\`\`\`\n${END}\nb\n`, "b\n"],
    ["---\n", "---\n"],
    ["a\n\n---\n", "a\n\n---\n"],
    ["a\r\n---\n", "a\r\n\r\n---\n"],
    ["a\n---\n---\n\n---\n", "a\n\n---\n\n---\n\n---\n"],
    ["---\n---\n---\n", "---\n\n---\n\n---\n"],
    ["---\n---\nb\n", "---\n---\nb\n"],
  ])("of %j is %j", (text, foreign) => {
    expect(bytesOf(foreignHistory(linesOf(text)))).toBe(foreign);
  });

  const DROPPED = "*(older entries that were dropped to keep this file small: 12)*";

  it("is cut at its headings, and says what is gone already", () => {
    const text = "old\n   ###\tTwo\n\n \n```\n### code\n```\n###Two\n    ### code\n### Three\nx ### y\n\n";
    expect(foreignEntries(linesOf(`${text}${DROPPED}\n`))).toEqual({
      entries: [
        { text: "old\n", gap: "" },
        { text: "   ###\tTwo\n\n \n```\n### code\n```\n###Two\n    ### code\n", gap: "" },
        { text: "### Three\nx ### y\n", gap: "\n" },
      ],
      dropped: 12,
    });
    expect(foreignEntries(linesOf("### One\n\n### Two"))).toEqual({
      entries: [
        { text: "### One\n", gap: "\n" },
        { text: "### Two", gap: "" },
      ],
      dropped: 0,
    });
    expect(foreignEntries([])).toEqual({ entries: [], dropped: 0 });
    for (const last of [
      `${DROPPED} x`,
      `x ${DROPPED}`,
      DROPPED.replace("12", "x"),
      DROPPED.replace("12", "1".repeat(10)),
    ])
      expect(foreignEntries(linesOf(last))).toEqual({ entries: [{ text: last, gap: "" }], dropped: 0 });
  });

  it("is written with a blank line before it, its oldest entries dropped", () => {
    const entries = [
      { text: "a\n", gap: "\n" },
      { text: "b\r", gap: " \n" },
      { text: "c", gap: "\n" },
    ];
    const gone = (count: number) => DROPPED.replace("12", String(count));
    expect(renderForeign({ entries: [], dropped: 0 }, 0, "\n")).toBe("");
    expect(renderForeign({ entries, dropped: 0 }, 3, "\n")).toBe("\na\n\nb\r \nc\n");
    expect(renderForeign({ entries, dropped: 2 }, 2, "\n")).toBe(`\na\n\nb\r\n${gone(3)}\n`);
    expect(renderForeign({ entries, dropped: 0 }, 1, "\r\n")).toBe(`\r\na\n\r\n${gone(2)}\r\n`);
    expect(renderForeign({ entries, dropped: 0 }, 0, "\n")).toBe(`\n${gone(3)}\n`);
  });
});

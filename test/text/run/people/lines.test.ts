import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PEOPLES_LINES_CHARACTERS } from "../../../../src/domain/limits.ts";
import { PEOPLES_SECTIONS, peoplesLines } from "../../../../src/text/run/people/lines.ts";

const lessons = (...bodies: readonly string[]) =>
  peoplesLines(bodies.map((body) => ({ title: "📚 Lessons Learned", body })))["Lessons Learned"];

describe(peoplesLines, () => {
  it.each([
    ["- a\n* b\n\t- c\n+ d\n1. e\n2) f", ["a", "b", "c", "d", "e", "f"]],
    ["Words before.\n\n- a", ["Words before.", "a"]],
    ["- a well-known - thing * of 3\n- b", ["a well-known - thing * of 3", "b"]],
    ["- it goes on,\ncross- over\r\n  and on", ["it goes on, cross- over and on"]],
    ["- a\n  \nWords behind.\n- b\r\n\r\nMore.", ["a", "Words behind.", "b", "More."]],
    ["- \n- a\n-  \n", ["a"]],
    ["*(none yet)*\n\n---\n", []],
    ["", []],
  ])("reads the items and paragraphs of %j", (section, told) => {
    expect(lessons(section)).toEqual({ told, left: 0 });
  });

  it("reads every section of a name", () => {
    expect(lessons("- a", "- b").told).toEqual(["a", "b"]);
  });

  it("says how much does not fit, and goes on with what does", () => {
    const { told, left } = lessons(`- ${"x".repeat(PEOPLES_LINES_CHARACTERS)}\n- short`);
    expect([told, left]).toEqual([["short"], 1]);
  });

  it("keeps the share of each section from the others, and lends what is free", () => {
    const many = (word: string, lines: number) =>
      Array.from({ length: lines }, (_, n) => `- ${word} ${n} ${"y".repeat(180)}`).join("\n");
    const told = (sections: Readonly<Record<string, string>>) => {
      const lines = peoplesLines(Object.entries(sections).map(([title, body]) => ({ title, body })));
      return PEOPLES_SECTIONS.map(
        (name) => `${lines[name].told.length} of ${lines[name].told.length + lines[name].left}`,
      );
    };
    expect(told({ "Foreclosed Avenues": many("f", 200), "Lessons Learned": "- l" })).toEqual([
      ...["0 of 0", "81 of 200", "1 of 1", "0 of 0"],
    ]);
    expect(
      told({
        "Current Priorities": many("p", 200),
        "Foreclosed Avenues": many("f", 200),
        "Lessons Learned": many("l", 200),
        "Future Directions": "- One idea.",
      }),
    ).toEqual(["40 of 200", "20 of 200", "20 of 200", "1 of 1"]);
  });

  it("loses no line without counting it", () => {
    const bodies = fc.array(fc.constantFrom("- a", "b", "", "```", "x".repeat(3_000), "  - c", "---"), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(bodies, (parts) => {
        const { told, left } = lessons(parts.join("\n"));
        const length = told.join("\n").length;
        expect(length).toBeLessThanOrEqual(PEOPLES_LINES_CHARACTERS);
        if (left > 0) expect(length).toBeGreaterThan(PEOPLES_LINES_CHARACTERS - 3_100 - 15 * told.length);
      }),
    );
  });
});

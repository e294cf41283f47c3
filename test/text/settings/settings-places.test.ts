// Where settings may stand in a program, and that every place says the same.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseProgram } from "../../../src/text/program/program.ts";

const GOAL = "## Goal\n\nFast.\n\n## Target\n\n- `src/a.ts`\n\n";
const EVALUATION = "## Evaluation\n\n```bash\nnode b.mjs\n```\n\nThe metric is `ms`. Lower is better.\n";
const BODY = GOAL + EVALUATION;
const fence = (yaml: string, word = "yaml") => `\`\`\`${word}\n${yaml}\n\`\`\`\n`;

const PLACES: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  frontmatter: (lines) => `---\n${lines.join("\n")}\n---\n\n${BODY}`,
  "a fence above all": (lines) => `${fence(lines.join("\n"))}\n${BODY}`,
  "a fence below the title": (lines) => `# Title\n\n${fence(lines.join("\n"), "yml")}\n${BODY}`,
  "a fence under Settings": (lines) => `${BODY}\n## Settings\n\n${fence(lines.join("\n"))}`,
  "a list under Settings": (lines) => `## Settings\n\n${lines.map((one) => `- ${one}\n`).join("")}\n${BODY}`,
  "lines under Settings": (lines) => `${GOAL}## Settings\n\n${lines.join("\n")}\n\n${EVALUATION}`,
  "bold words under Settings": (lines) =>
    `${BODY}\n## Settings\n\n${lines.map((one) => `* **${one.replace(/: (.*)$/, ":** `$1`")}\n`).join("")}`,
};

const SETTINGS = fc.subarray(
  ["schedule: every 2 hours", "repeat: 3", "ci: none", "target-metric: 0.5", "agent: tuner"],
  { minLength: 1 },
);

describe("the places of settings", () => {
  it("give the same definition", () => {
    fc.assert(
      fc.property(SETTINGS, (lines) => {
        const [first, ...others] = Object.values(PLACES).map((write) => parseProgram(write(lines)));
        expect(first?.problems).toEqual([]);
        expect(first?.definition).not.toBeNull();
        for (const other of others) expect(other).toEqual(first);
      }),
    );
  });

  it("may say the same twice, and nothing different", () => {
    const both = (a: string, b: string) => parseProgram(`---\n${a}\n---\n\n${BODY}\n## Settings\n\n${b}\n`);
    expect(both("repeat: 3", "repeat: 3").problems).toEqual([]);
    expect(both("repeat: 3", "repeat: 4").problems).toMatchObject([
      { key: "repeat", message: "is given twice, and differently", line: 23 },
    ]);
  });

  it("do not hold a fence in another section", () => {
    for (const text of [
      `${BODY}\n${fence("repeat: 3")}`,
      `${BODY}\n## Notes\n\n${fence("repeat: 3")}`,
      `## Notes\n\n${fence("repeat: 3")}\n${BODY}`,
      `- such as\n\n  \`\`\`yaml\n  repeat: 3\n  \`\`\`\n\n${BODY}`,
      `${fence("repeat: 3", "json")}\n${BODY}`,
    ])
      expect({ text, ...parseProgram(text) }).toMatchObject({ problems: [], definition: { repeat: 1 } });
    const nested = parseProgram(`${BODY}\n### Settings\n\n${fence("repeat: 3")}`);
    expect(nested).toMatchObject({ problems: [], warnings: [{ line: 17 }], definition: { repeat: 1 } });
  });

  it("are one of each kind", () => {
    expect(parseProgram(`${fence("repeat: 3")}\n${fence("ci: none")}\n${BODY}`).problems).toMatchObject([
      { message: "stands there twice", line: 5 },
    ]);
    const sections = parseProgram(`${BODY}\n## Settings\n\nci: none\n\n## Settings\n\nrepeat: 3\n`);
    expect(sections.problems).toMatchObject([{ message: "stands there twice" }]);
  });

  it("are read with the bounds of frontmatter", () => {
    for (const yaml of ["repeat: &a 3", "gates: [[[[1]]]]", `preset: ${"x".repeat(5_000)}`])
      for (const write of [PLACES["a fence above all"], PLACES["a list under Settings"]])
        expect(parseProgram(write?.([yaml]) ?? "").problems).toHaveLength(1);
  });
});

describe("the section Settings", () => {
  const section = (text: string) => parseProgram(`${BODY}\n## Settings\n\n${text}\n`);

  it.each([
    ["repeat: 3\nand then some", "and then some", 20],
    ["| schedule | daily |", "| schedule | daily |", 19],
    ["- timeout = 5", "- timeout = 5", 19],
    ["Max iterations 5", "Max iterations 5", 19],
    [fence("repeat: 3", "json"), "```json", 19],
  ])("holds %j to be a problem", (text, value, line) => {
    expect(section(text).problems).toMatchObject([{ key: "Settings", value, line }]);
  });

  it("leaves prose to the agent, with a warning, and blank fields and comments to nobody", () => {
    expect(section("See the wiki.\nruns there.")).toMatchObject({
      problems: [],
      warnings: [{ line: 19 }],
      definition: { context: "## Settings\n\nSee the wiki.\nruns there." },
    });
    expect(section("<div>\n\n42\n")).toMatchObject({ problems: [], warnings: [{ line: 19 }, { line: 21 }] });
    expect(section("_No response_\n\n<!-- none -->")).toMatchObject({
      problems: [],
      warnings: [],
      definition: { context: "" },
    });
  });

  it("keeps apart what stands below a heading of its own", () => {
    expect(section("repeat: 3\n\n### Why\n\nNoise.")).toMatchObject({
      problems: [],
      definition: { repeat: 3, context: "## Settings\n\n### Why\n\nNoise." },
    });
  });

  it("says which line is wrong", () => {
    expect(section("- repeat: 3\n\n- ci: maybe").problems).toMatchObject([{ key: "ci", line: 21 }]);
  });
});

// The issue templates that people install, filled in as GitHub would, through the parser that reads programs.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { LABEL } from "../../src/domain/program/names.ts";
import { parseProgram } from "../../src/text/program/program.ts";

const read = (name: string) => readFileSync(new URL(`../../templates/${name}`, import.meta.url), "utf8");

const Form = z.object({
  labels: z.array(z.string()),
  body: z.array(
    z.object({
      type: z.string(),
      attributes: z.object({ label: z.string().optional(), render: z.string().optional() }),
    }),
  ),
});

/** The body that GitHub makes of a form (docs: "Syntax for GitHub's form schema"). */
function filled(answers: Readonly<Record<string, string>>): string {
  const { body } = Form.parse(parse(read("autoloop-program.yml")));
  return body
    .filter(({ type }) => type !== "markdown")
    .map(({ attributes: { label = "", render } }) => {
      const answer = answers[label];
      if (answer === undefined) return `### ${label}\n\n_No response_`;
      return `### ${label}\n\n${render === undefined ? answer : `\`\`\`${render}\n${answer}\n\`\`\``}`;
    })
    .join("\n\n");
}

const ANSWERS = {
  Goal: "Make the parser allocate less.",
  Target: "src/parser/**\nbench/parser.ts",
  Evaluation: "node bench/parser.ts",
  Metric: "allocated_kb",
  Direction: "lower",
};

describe("the issue form", () => {
  it("makes its issues programs", () => {
    expect(Form.parse(parse(read("autoloop-program.yml"))).labels).toEqual([LABEL.program]);
  });

  it("gives a program that runs, with and without what is optional", () => {
    expect(parseProgram(filled(ANSWERS))).toMatchObject({
      problems: [],
      warnings: [],
      definition: {
        goal: ANSWERS.Goal,
        targets: ["src/parser/**", "bench/parser.ts"],
        evaluation: "node bench/parser.ts",
        metric: "allocated_kb",
        direction: "lower",
        targetMetric: null,
      },
    });
    const whole = parseProgram(filled({ ...ANSWERS, "Target metric": "512", Schedule: "every 30m" }));
    expect(whole).toMatchObject({
      problems: [],
      definition: { targetMetric: 512, schedule: { kind: "interval", ms: 1_800_000 } },
    });
  });

  it("takes other settings as lines, and a blank field for none", () => {
    expect(parseProgram(filled({ ...ANSWERS, Settings: "repeat: 3\nci: none" }))).toMatchObject({
      problems: [],
      warnings: [],
      definition: { repeat: 3, ci: "none" },
    });
    expect(parseProgram(filled({ ...ANSWERS, Settings: "" }))).toMatchObject({ problems: [], warnings: [] });
  });
});

describe("the Markdown template", () => {
  /** GitHub takes its own frontmatter off. */
  const body = read("autoloop-program.md").replace(/^---\n[\s\S]*?\n---\n+/, "");

  it("does not run as it is, and says each thing that is missing", () => {
    const { configured, definition, problems } = parseProgram(body);
    expect({ configured, definition }).toEqual({ configured: false, definition: null });
    expect(problems.map(({ value }) => value)).toEqual(
      expect.arrayContaining([
        "AUTOLOOP:UNCONFIGURED",
        "REPLACE THIS",
        "REPLACE_WITH_PATH",
        "REPLACE_WITH_COMMAND",
        "REPLACE_WITH_METRIC",
      ]),
    );
  });

  it("runs when it is filled in", () => {
    const done = body
      .replace("<!-- AUTOLOOP:UNCONFIGURED -->\n", "")
      .replace(/REPLACE THIS.*/, "Make the parser allocate less.")
      .replace("REPLACE_WITH_PATH", "src/parser/**")
      .replace("REPLACE_WITH_COMMAND", "node bench/parser.ts")
      .replace("REPLACE_WITH_METRIC", "allocated_kb");
    expect(parseProgram(done)).toMatchObject({
      problems: [],
      warnings: [],
      definition: {
        metric: "allocated_kb",
        direction: "lower",
        schedule: { kind: "interval", ms: 21_600_000 },
      },
    });
  });
});

import { describe, expect, it } from "vitest";
import { parseProgram } from "../../../src/text/program/program.ts";

const SCRIPT = "```sh\nx\n```\n\nThe metric is `ms`. Lower is better.";

describe("a section", () => {
  it.each([
    ["# Goal\n\nx\n\n# Target\n\n- `a`\n\n# Evaluation\n\n", "x"],
    ["## Goals\n\nx\n\n## Target files\n\n- `a`\n\n## Evaluation script\n\n", "x"],
    ["## Goal: be quick\n\nx\n\n## Target: `a`\n\n## Evaluation: run it\n\n", "be quick\n\nx"],
    ["# Goal\n\n## Goal\n\nx\n\n## Target\n\n- `a`\n\n## Evaluation\n\n", "x"],
    ["## Goal: be quick\n\n## Target\n\n- `a`\n\n## Evaluation\n\n", "be quick"],
    ["#### Goal\n\n## Goal\n\nx\n\n## Target\n\n- `a`\n\n### Target files\n\nmore\n\n## Evaluation\n\n", "x"],
  ])("is found in %j", (text, goal) => {
    const { problems, definition } = parseProgram(text + SCRIPT);
    expect(problems).toEqual([]);
    expect(definition).toMatchObject({ goal, targets: ["a"], metric: "ms" });
  });

  it("of pi-autoresearch stands for ours where all of them are there", () => {
    const pi = `# Autoresearch\n\n## Objective\n\nx\n\n## How to Run\n\n${SCRIPT}\n\n## Files in Scope\n\n- \`a/**\`\n\n## Off Limits\n\n- \`a/b\``;
    expect(parseProgram(pi).definition).toMatchObject({ goal: "x", targets: ["a/**"], excluded: ["a/b"] });
    const some = parseProgram("## Objective\n\nx\n\n**Files in scope**\n\n- `a`\n\n## How to Run\n\nx");
    expect(some.problems).toMatchObject([
      { key: "Goal", line: 1, value: "Objective", allowed: expect.stringContaining("call it `## Goal`") },
      { key: "Target", line: 5, value: "Files in scope" },
      { key: "Evaluation", line: 9, value: "How to Run" },
    ]);
  });

  it("that is missing may be meant by a line that begins with its name in bold", () => {
    const text =
      "**Goal:** less memory\n\n**Files**: `lib/a.rb`\n\n__Evaluation__\n\n**Goal** is no label here";
    expect(parseProgram(text).problems).toMatchObject([
      { key: "Goal", line: 1, value: "Goal:", allowed: expect.stringContaining("the line `Goal:` (line 1)") },
      { key: "Target", line: 3, value: "Files" },
      { key: "Evaluation", line: 5, value: "Evaluation" },
    ]);
    expect(parseProgram("**Goal** is no label").problems.map(({ value }) => value)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("that is missing is said without a guess where nothing is like it", () => {
    expect(parseProgram("## Notes\n\nplain\n\n**bold** text").problems.map(({ value }) => value)).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("what the rest of a program forbids", () => {
  const excluded = (goal: string) =>
    parseProgram(`## Goal\n\n${goal}\n\n## Target\n\n- \`src/**\`\n\n## Evaluation\n\n${SCRIPT}`).definition
      ?.excluded;

  it.each([
    ["Never edit `src/a.ts`. Read `src/b.ts`.", ["src/a.ts"]],
    ["x\n\n## Off limits\n\n`src/a.ts` and `src/b.ts`, all but `src/c.ts`.", ["src/a.ts", "src/b.ts"]],
    ["x\n\n## Do NOT modify\n\n```\nsrc/a.ts\n```\n\n## Notes\n\n- `src/b.ts`", ["src/a.ts"]],
    ["x\n\n## What did not work\n\n- `src/a.ts` unrolled", []],
    ["Do not change anything outside `src/a.ts`.", []],
    ["You do not need to update `src/a.ts`. `src/b.ts` is not slow.", []],
    ["Do not change `../hosts` or `run()`.", []],
    ["Do not change `/src/a.ts` or `src//b.ts`.", ["src/a.ts", "src/b.ts"]],
    ["No modifications to `gen/`.", ["gen/**"]],
    ["`src/a.ts` is read-only.", ["src/a.ts"]],
    ["x\n\n## Off limits\n\n`src/a.ts`.", ["src/a.ts"]],
  ])("%j excludes %j", (goal, paths) => {
    expect(excluded(goal)).toEqual(paths);
  });

  it("is bounded", () => {
    const many = Array.from({ length: 300 }, (_, index) => `- never edit \`src/a${index}.ts\``).join("\n");
    expect(
      parseProgram(`## Goal\n\n${many}\n\n## Target\n\n- \`src/**\`\n\n## Evaluation\n\n${SCRIPT}`).problems,
    ).toMatchObject([{ message: "has too many entries" }]);
  });
});

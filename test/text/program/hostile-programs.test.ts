import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseProgram } from "../../../src/text/program/program.ts";

type Part = string | { readonly repeat: string; readonly times: number };

interface Case {
  readonly name: string;
  /** The whole text; without it the parts below are put into an otherwise good program. */
  readonly body?: readonly Part[];
  readonly frontmatter?: string | readonly Part[];
  readonly goal?: string | readonly Part[];
  readonly target?: string | readonly Part[];
  readonly evaluation?: string | readonly Part[];
  /** `runs`, or the first problem as `line key: message` (`-` where no line is to blame). */
  readonly expect: string;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../../fixtures/hostile/programs/cases.json", import.meta.url), "utf8"),
);

function textOf(part: string | readonly Part[]): string {
  if (typeof part === "string") return part;
  return part.map((one) => (typeof one === "string" ? one : one.repeat.repeat(one.times))).join("");
}

function programOf(one: Case): string {
  if (one.body !== undefined) return textOf(one.body);
  const frontmatter = one.frontmatter === undefined ? "" : `---\n${textOf(one.frontmatter)}\n---\n`;
  const {
    goal = "Make it fast.",
    target = "Only modify these files:\n- `src/a.ts`",
    evaluation = "```bash\nnode bench.mjs\n```\n\nThe metric is `ms`. Lower is better.",
  } = one;
  const sections = [
    ["goal", goal],
    ["target", target],
    ["evaluation", evaluation],
  ] as const;
  return frontmatter + sections.map(([title, part]) => `## ${title}\n\n${textOf(part)}\n`).join("\n");
}

describe("parseProgram on hostile and odd texts", () => {
  it.each(cases.map((one) => [one.name, one] as const))("%s", (_, one) => {
    const { definition, problems } = parseProgram(programOf(one));
    const [first] = problems;
    const found = first === undefined ? "runs" : `${first.line ?? "-"} ${first.key}: ${first.message}`;
    expect(found).toBe(one.expect);
    expect(definition === null).toBe(problems.length > 0);
    // Whatever was found is shown short and on one line.
    expect(problems.every(({ value }) => value === null || /^.{0,80}$/u.test(value))).toBe(true);
  });
});

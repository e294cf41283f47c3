// How the work of the parsers grows with their input, counted in steps and not in time: V8 says how often each block of
// our code was entered, and that is the same on every machine. What happens inside of a regular expression is not
// counted; those are held by the limits on time.

import { Session } from "node:inspector";
import { compileGlob, matches } from "../../src/domain/paths/glob.ts";
import { checkPaths } from "../../src/domain/paths/paths.ts";
import { parseCommand } from "../../src/text/command/command.ts";
import { inertBlock, inertLine } from "../../src/text/format/inert.ts";
import { parseProgram } from "../../src/text/program/program.ts";
import { ciFailure } from "../../src/text/run/ci-failure.ts";
import { readMetric } from "../../src/text/run/metric-output.ts";
import { parseRepoConfig } from "../../src/text/settings/repo-config.ts";
import { parseStateFile } from "../../src/text/state-file/state-file.ts";

/** Steps for twice the input: 2 for what is linear, a little more with a sort in it, 4 for what is quadratic. */
export const MOST_GROWTH = 2.6;

const program = (goal: string) =>
  void parseProgram(
    `## Goal\n\n${goal}\n\n## Target\n\n- \`a\`\n\n## Evaluation\n\n\`\`\`sh\nx\n\`\`\`\nLower is better.\n`,
  );
const stateFile = (text: string) => void parseStateFile(`## Machine State\n\n${text}`);
const everything = { targets: ["**"], excluded: [], protectedPaths: [], program: "own" };
const glob = compileGlob("*a*b");

/** Each with the text that is repeated; the smallest input repeats it `times`, the largest eight times as often. */
const WORK: readonly (readonly [name: string, part: string, times: number, work: (text: string) => void])[] =
  [
    ["program: brackets", "[", 1_000, program],
    ["program: backticks of two lengths", "` `` ", 1_000, program],
    ["program: comments", "<!-- x --> ", 500, program],
    ["program: open comments", "<!-- `", 1_000, program],
    ["program: lists", "- ", 2_000, program],
    ["program: list items", "  - a\n", 150, program],
    ["program: underlines", "=\n", 150, program],
    ["program: fences", "```\n~~~\n", 150, program],
    ["program: tables", "| a |\n| - |\n", 150, program],
    ["program: definitions", "[a]: b\n", 150, program],
    ["program: titles of definitions", "[a]: b 'c\n", 150, program],
    ["program: tabs", "\t- a\n", 150, program],
    ["program: backslashes", "\\`a`", 500, program],
    ["program: quotes", "> ", 400, program],
    ["program: HTML", "<p>\n", 300, program],
    ["repository configuration: keys", "x: {a: [b]}\n", 10, (text) => void parseRepoConfig(text)],
    ["state file: rows", "| a | b |\n", 1_000, stateFile],
    ["state file: headings", "## a\n", 2_000, stateFile],
    ["state file: open fences", "```\n~~~~\n", 1_000, stateFile],
    ["state file: the same row", "| Paused | x |\n", 600, stateFile],
    ["evaluation: JSON lines", '{"b":1}\n', 500, (text) => void readMetric(text, "ms")],
    ["evaluation: METRIC lines", "METRIC b=1\n", 500, (text) => void readMetric(`${text}METRIC ms=1`, "ms")],
    ["evaluation: METRIC lines of one", "METRIC ms=x\n", 500, (text) => void readMetric(text, "ms")],
    [
      "CI log",
      "Error: a/b/c 12\n",
      500,
      (text) => void ciFailure([{ name: "a", summary: "", annotations: [], log: text }]),
    ],
    ["comment: colons", "a:", 400, (text) => void parseCommand(`/autoloop ${text}`)],
    ["outside text: a line", "`a @b ", 1_000, (text) => void inertLine(text, 1_000_000)],
    ["outside text: a block", "```\n````\n", 300, (text) => void inertBlock(text, 1_000_000)],
    [
      "paths",
      "a/b/c\n",
      25,
      (text) =>
        void checkPaths(
          text.split("\n").map((one, at) => `${one}${at}`),
          everything,
        ),
    ],
    ["glob: stars", "aa", 500, (text) => void (glob !== null && matches(glob, text))],
  ];

const SMALLEST = 1;
const LARGEST = 8;

/** The largest inputs, by name. */
export const LARGEST_INPUTS: readonly (readonly [name: string, text: string])[] = WORK.map(
  ([name, part, times]) => [name, part.repeat(LARGEST * times)],
);

export interface Growth {
  readonly name: string;
  /** How many times the steps when the input doubles: the mean over three doublings. */
  readonly factor: number;
}

/** In a process that has not read anything yet: what is compiled already is not counted block by block. */
export function growth(): readonly Growth[] {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const grown = WORK.map(([name, part, times, work]) => {
    const [small, large] = [SMALLEST * times, LARGEST * times].map((many) =>
      stepsOf(session, () => work(part.repeat(many))),
    );
    return { name, factor: Math.cbrt((large ?? 0) / (small ?? 0)) };
  });
  session.disconnect();
  return grown;
}

/** Blocks of ours that `work` entered. A session in its own thread answers before `post` returns. */
function stepsOf(session: Session, work: () => void): number {
  let steps = 0;
  session.post("Profiler.takePreciseCoverage");
  work();
  session.post("Profiler.takePreciseCoverage", (_, { result }) => {
    const ours = result.filter(({ url }) => url.includes("/dist/src/"));
    for (const { functions } of ours)
      for (const { ranges } of functions) for (const { count } of ranges) steps += count;
  });
  return steps;
}

// What must be shared or made room for: the memory branch, its segments, comments of an issue, the slot for runs.

import { MEMORY_BRANCH, memoryPath } from "../../../src/domain/program/names.ts";
import { aReport } from "../../support/loop/fake-executor.ts";
import { type Life, MINUTE } from "../life.ts";
import { A_WHILE, begin, ISSUE, LONG_ENOUGH, running, type Scenario, TEXT } from "../scenario.ts";

const STORIES = [0, 1, 2, 3];

/** An iteration is told other things, 12 KB in each of the writer's comments. */
function tell(life: Life, what: string): void {
  const theirs = life.github.comments(ISSUE).filter(({ author }) => author?.login === "writer");
  for (const n of STORIES) {
    const story = `Story ${n}, ${what}: ${"\u7bb1".repeat(4_000)}`;
    life.github.editComment(ISSUE, theirs[n]?.id ?? 0, "writer", story);
  }
  life.github.comment(ISSUE, "maintainer", "/autoloop run");
}

export const MEMORY: readonly Scenario[] = [
  {
    title: "somebody else makes the memory branch in the very moment of its first commit",
    story: async (life) => {
      life.justBeforeCommit(() => {
        life.github.pushCommit(MEMORY_BRANCH, { "NOTES.md": "Mine.\n" }, { author: "writer" });
      });
      begin(life);
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop, github }) => [loop.state().counts.accepted, github.memoryFile("NOTES.md")],
    expected: [1, "Mine.\n"],
  },
  {
    title: "a segment of the journal is full, and the next one begins with all that counts",
    before: async (life) => {
      await running(life);
      for (const _ of STORIES) life.github.comment(ISSUE, "writer", "At first: nothing.");
      for (const what of ["one", "another"]) {
        tell(life, what);
        await life.pass(A_WHILE);
      }
    },
    story: async (life) => {
      tell(life, "a last");
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop, github }) => [
      loop.state().counts.accepted,
      github.memoryFile(memoryPath.segment("carton", 2))?.includes('"type":"snapshot"'),
    ],
    expected: [4, true],
  },
  {
    title: "an issue holds too many comments about iterations: the oldest are summed up and deleted",
    policy: { iterationComments: 5 },
    before: async (life) => {
      begin(life, TEXT.replace("every 24h", "every 5m\nmax-iterations: 5"));
      await life.pass(19 * MINUTE);
    },
    story: (life) => life.pass(LONG_ENOUGH),
    facts: ({ loop }) => [
      loop.state().status,
      loop.own(ISSUE, "autoloop:v1 iteration").length,
      loop.own(ISSUE, "autoloop:v1 digest").length,
    ],
    expected: ["completed", 4, 1],
  },
  {
    title: "two programs share the one slot for runs, and both get their iterations",
    runs: (order) => {
      const metric = 760 - order.iteration;
      const contents = Buffer.from(`export const WIDTH_CM = ${metric};\n`).toString("base64");
      const files = [{ path: `src/${order.program}.mjs`, mode: "100644" as const, contents }];
      return aReport(order, metric, order.kind === "baseline" ? {} : { files });
    },
    story: async (life) => {
      begin(life);
      begin(life, TEXT.replaceAll("carton.mjs", "box.mjs"), "Box");
      await life.pass(LONG_ENOUGH + A_WHILE);
    },
    facts: ({ loop }) => [loop.state().counts.accepted, loop.state("box").counts.accepted],
    expected: [1, 1],
  },
];

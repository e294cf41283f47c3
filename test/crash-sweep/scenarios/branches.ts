// What people do to the branch and the pull request of a program between its iterations.

import type { Life } from "../life.ts";
import { A_WHILE, BRANCH, FILE, ISSUE, LONG_ENOUGH, running, type Scenario } from "../scenario.ts";

const open = ({ github }: Life) =>
  github.pulls().flatMap(({ number, state }) => (state === "open" ? [number] : []));

/** The program's first pull request. */
const PULL = 2;

/** Merges the default branch into the program's, whose files win. */
function resolve({ github, loop }: Life): void {
  const parents = [loop.head(BRANCH), loop.head("main")];
  const { tree } = github.git.get(loop.head(BRANCH));
  const merge = { message: "Merge main", parents, tree, author: "writer", at: github.now() };
  github.moveBranch(BRANCH, github.git.commit(merge).id, "writer");
}

export const BRANCHES: readonly Scenario[] = [
  {
    title: "the pull request is merged, and what is kept next gets one of its own",
    before: running,
    story: async (life) => {
      life.github.mergePull(PULL, "merge");
      await life.pass(A_WHILE);
      life.github.comment(ISSUE, "writer", "/autoloop run");
      await life.pass(LONG_ENOUGH);
    },
    facts: (life) => [life.loop.state().best?.metric, open(life)],
    expected: [740, [3]],
  },
  {
    title: "the pull request is squashed: the branch starts again, and nothing is offered twice",
    before: running,
    story: async (life) => {
      life.github.mergePull(PULL, "squash");
      await life.pass(A_WHILE);
      life.github.comment(ISSUE, "writer", "/autoloop run");
      await life.pass(LONG_ENOUGH);
    },
    facts: (life) => [life.loop.state().best?.metric, open(life), life.github.commits(BRANCH).length],
    expected: [740, [3], 3],
  },
  {
    title: "the branch is deleted with work on it: the loop asks, and goes on where it was",
    before: running,
    story: async (life) => {
      life.github.deleteBranch(BRANCH);
      await life.pass(A_WHILE);
      life.github.comment(ISSUE, "writer", "/autoloop resume");
      await life.pass(A_WHILE);
      life.github.comment(ISSUE, "writer", "/autoloop run");
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [loop.state().best?.metric, loop.own(ISSUE, "kind=paused").length],
    expected: [740, 1],
  },
  {
    title: "the default branch moves on, and is merged before the next iteration",
    before: running,
    story: async (life) => {
      life.github.pushCommit("main", { "README.md": "# News\n" });
      life.github.comment(ISSUE, "writer", "/autoloop run");
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop, github }) => [loop.state().best?.metric, github.file(BRANCH, "README.md")],
    expected: [740, "# News\n"],
  },
  {
    title: "the default branch conflicts: the loop names the files, and goes on when a person merged them",
    before: running,
    story: async (life) => {
      life.github.pushCommit("main", { [FILE]: "export const WIDTH_CM = 1;\n" });
      life.github.comment(ISSUE, "writer", "/autoloop run");
      await life.pass(A_WHILE);
      resolve(life);
      life.github.comment(ISSUE, "writer", "/autoloop resume");
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [loop.state().best?.metric, loop.own(ISSUE, "Changed on both sides").length],
    expected: [740, 1],
  },
];

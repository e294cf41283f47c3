// Programs in files, the issue that helps to set the app up, and what an older edition left.

import { LABEL } from "../../../src/domain/program/names.ts";
import { aReport } from "../../support/loop/fake-executor.ts";
import { LEGACY_BRANCH, NAME, upgradeWorld } from "../../support/loop/upgrade.ts";
import { A_WHILE, begin, LONG_ENOUGH, type Scenario, TEXT } from "../scenario.ts";

const OLD_FILE = ".autoloop/programs/carton.md";
const NEW_FILE = ".autoloop/programs/box.md";

export const FILES: readonly Scenario[] = [
  {
    title: "a program file is discovered and gets its one issue",
    story: async (life) => {
      life.github.pushCommit("main", { [OLD_FILE]: TEXT });
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop, github }) => [github.issues.size, loop.state().source.kind, loop.state().counts.accepted],
    expected: [1, "file", 1],
  },
  {
    title:
      "a program file gets another name: the old program stops, the new one begins on an issue of its own",
    before: async (life) => {
      life.github.pushCommit("main", { [OLD_FILE]: TEXT });
      await life.pass(2 * A_WHILE);
    },
    story: async (life) => {
      life.github.pushCommit("main", { [OLD_FILE]: null, [NEW_FILE]: TEXT });
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop, github }) => [github.issues.size, loop.state().status, loop.state("box").counts.accepted],
    expected: [2, "stopped", 1],
  },
  {
    title: "a repository that is not ready gets the issue that says so, which is closed when it is",
    before: async ({ github: { settings } }) => {
      settings.selection = "selected";
      settings.labels.delete(LABEL.program);
      settings.defaultChecks = [];
      await Promise.resolve();
    },
    story: async (life) => {
      await life.pass(LONG_ENOUGH);
      life.github.settings.defaultChecks = [
        { name: "test", app: "github-actions", own: false, state: "success" },
      ];
      begin(life);
      // The program files are looked at once an hour.
      await life.pass(2 * LONG_ENOUGH);
    },
    facts: ({ github }) => [...github.issues.values()].map(({ title, state }) => [title, state]),
    expected: [
      ["Set up Autoloop", "closed"],
      ["Carton", "open"],
    ],
  },
  {
    title: "what an older edition left is taken over, and goes on in its pull request",
    runs: (order) => {
      const metric = order.kind === "baseline" ? 120 : 160 - order.iteration;
      const contents = Buffer.from(`export const BUCKETS = ${metric};\n`).toString("base64");
      const files = [{ path: "src/sort.mjs", mode: "100644" as const, contents }];
      return aReport(order, metric, order.kind === "baseline" ? {} : { files });
    },
    story: async (life) => {
      upgradeWorld(life.github);
      await life.pass(A_WHILE);
      life.github.comment(1, "writer", "/autoloop run");
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [loop.state(NAME).branch, loop.state(NAME).imported?.iterations],
    expected: [LEGACY_BRANCH, 42],
  },
];

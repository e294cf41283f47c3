// What iterations come to: kept, rejected, broken, repaired, taken back, on either executor.

import { WORKFLOW } from "../../../src/domain/program/names.ts";
import { SOME_WORKFLOW } from "../../support/github/fake-readiness.ts";
import { aReport } from "../../support/loop/fake-executor.ts";
import { A_WHILE, begin, FILE, LONG_ENOUGH, type Scenario, TEXT } from "../scenario.ts";

const KILLED = { outcome: "failed", reason: "It was killed.", cause: "killed" } as const;
const MENDED = Buffer.from("mended\n").toString("base64");

/** As a person installs it. */
const withWorkflow: Scenario["before"] = async ({ github }) => {
  github.pushCommit("main", { [WORKFLOW.path]: SOME_WORKFLOW.text });
  for (const secret of SOME_WORKFLOW.secrets) github.settings.secrets.add(secret);
  await Promise.resolve();
};

const MENDED_ONCE: Scenario = {
  title: "what breaks its measuring is given back once, and its mended form is kept",
  runs: (order) => {
    if (order.kind === "baseline") return aReport(order, 760);
    const [given] = order.overlay ?? [];
    return given === undefined
      ? aReport(order, 0, { outcome: "failed", problem: "It was killed.", measurement: KILLED })
      : aReport(order, 748, { files: [{ ...given, contents: MENDED }] });
  },
  story: async (life) => {
    begin(life);
    await life.pass(LONG_ENOUGH);
  },
  facts: ({ loop, host }) => [
    host.ordered,
    loop.state().counts,
    loop.state().recent.at(-1)?.broke,
    loop.github.file("autoloop/carton", FILE),
  ],
  expected: [
    ["carton 0 baseline", "carton 1 improve", "carton 1 improve"],
    { accepted: 1, rejected: 0, errors: 0 },
    ["killed"],
    "mended\n",
  ],
};

export const ITERATIONS: readonly Scenario[] = [
  {
    title: "an issue becomes a program, its baseline is measured, and what is better is kept and offered",
    story: async (life) => {
      begin(life);
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [loop.state().counts, loop.github.pulls().map(({ state }) => state)],
    expected: [{ accepted: 1, rejected: 0, errors: 0 }, ["open"]],
  },
  {
    title: "what is no better is rejected, and nothing of it is committed",
    runs: (order) => aReport(order, order.kind === "baseline" ? 760 : 900),
    story: async (life) => {
      begin(life);
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [loop.state().counts, loop.github.pulls().length],
    expected: [{ accepted: 0, rejected: 1, errors: 0 }, 0],
  },
  {
    title: "what beats the best is confirmed in pairs, and has the value of these",
    runs: (order) => {
      const pairs = Array.from({ length: 8 }, () => ({ base: 762, candidate: 755 }));
      return order.kind === "baseline" ? aReport(order, 760) : aReport(order, 750, { pairs });
    },
    story: async (life) => {
      begin(life, TEXT.replace("every 24h", "every 24h\nconfirm: 9"));
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [
      loop.state().counts,
      loop.state().best?.metric,
      loop.state().recent.at(-1)?.confidence,
    ],
    expected: [
      { accepted: 1, rejected: 0, errors: 0 },
      755,
      { pairs: 8, better: 8, base: 762, change: -7, noise: 0 },
    ],
  },
  {
    title: "a run that breaks is an error and no result",
    runs: (order) => {
      const broken = { outcome: "failed", problem: "The agent crashed.", measurement: null } as const;
      return aReport(order, 760, order.kind === "baseline" ? {} : broken);
    },
    story: async (life) => {
      begin(life);
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => loop.state().counts,
    expected: { accepted: 0, rejected: 0, errors: 1 },
  },
  MENDED_ONCE,
  {
    title: "what the agent needs does not answer: the same iteration is tried again a minute later",
    runs: (order) =>
      order.attempt === 2 || order.kind === "baseline"
        ? aReport(order, 760 - 20 * order.iteration)
        : aReport(order, 0, { outcome: "failed", cause: "environment", files: [], measurement: null }),
    story: async (life) => {
      begin(life);
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop, host }) => [host.ordered, loop.state().counts, loop.state().best?.metric],
    expected: [
      ["carton 0 baseline", "carton 1 improve", "carton 1 improve"],
      { accepted: 1, rejected: 0, errors: 0 },
      740,
    ],
  },
  {
    title: "CI is red, the next attempt of the same iteration repairs it, and all of it is kept",
    policy: { ciAttempts: 5 },
    runs: (order) => aReport(order, order.kind === "baseline" ? 760 : order.kind === "fix" ? 748 : 750),
    ci: ({ message }) => (message.includes(", fix 1:") ? "success" : "failure"),
    story: async (life) => {
      begin(life);
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop, host }) => [host.ordered, loop.state().counts, loop.state().best?.metric],
    expected: [
      ["carton 0 baseline", "carton 1 fix", "carton 1 improve"],
      { accepted: 1, rejected: 0, errors: 0 },
      748,
    ],
  },
  {
    title: "CI is red, nothing may be tried again, and the commit is taken back by another one",
    ci: ({ message }) => (message.includes("Iteration 1:") ? "failure" : "success"),
    story: async (life) => {
      begin(life);
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [
      loop.state().counts,
      loop.github.file("autoloop/carton", FILE),
      loop.github.commits("autoloop/carton").length,
    ],
    expected: [{ accepted: 0, rejected: 1, errors: 0 }, "export const WIDTH_CM = 760;\n", 3],
  },
  {
    title: "the target metric is reached: the program is completed, labelled and summed up once",
    // A new process that sees no program at all asks about the first issue, whatever it is.
    before: async ({ github }) => {
      github.openIssue({ title: "A question", author: "stranger" });
      await Promise.resolve();
    },
    story: async (life) => {
      begin(life, TEXT.replace("every 24h", "every 24h\ntarget-metric: 750"));
      await life.pass(LONG_ENOUGH);
    },
    facts: ({ loop }) => [
      loop.state().status,
      loop.github.issue(2).labels,
      loop.own(2, "kind=completed").length,
    ],
    expected: ["completed", ["autoloop-completed"], 1],
  },
  {
    title: "runs are workflow runs on GitHub Actions: each is dispatched once and its report is fetched",
    onActions: true,
    before: withWorkflow,
    story: async (life) => {
      begin(life);
      await life.pass(LONG_ENOUGH + A_WHILE);
    },
    facts: ({ loop, host }) => [host.ordered, loop.state().counts],
    expected: [["carton 0 baseline", "carton 1 improve"], { accepted: 1, rejected: 0, errors: 0 }],
  },
  {
    ...MENDED_ONCE,
    title: "on GitHub Actions, what breaks is given back with the request of the next run",
    onActions: true,
    before: withWorkflow,
    story: async (life) => {
      begin(life);
      await life.pass(LONG_ENOUGH + A_WHILE);
    },
  },
];

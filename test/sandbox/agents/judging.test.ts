// What `npm run agents` takes for kept promises: sentences that people understand, reports, the page made of them.

import { describe, expect, it } from "vitest";
import type { Candidate } from "../../../sandbox/agents/candidates.ts";
import { type Limits, limitsFor, wasHurried } from "../../../sandbox/agents/limits.ts";
import { agentsPage } from "../../../sandbox/agents/page.ts";
import type { AgentRunResult } from "../../../sandbox/agents/run.ts";
import { CHECKS, SCENARIOS } from "../../../sandbox/agents/scenarios.ts";
import { plainSentence } from "../../../sandbox/agents/sentence.ts";
import type { Tried } from "../../../sandbox/agents/try.ts";
import { type Way, wayOf } from "../../../sandbox/agents/ways.ts";
import { WHOLE } from "../../../sandbox/models/formats/talk.ts";
import type { Asked } from "../../../sandbox/models/models.ts";
import { BETTER } from "../../../sandbox/models/script/carton.ts";
import type { Report } from "../../../src/domain/journal/iteration.ts";
import { AGENTS, agentNamed } from "../../../src/text/agents/agents.ts";
import { type CommandEnd, runProblem } from "../../../src/text/outcome/run-problems.ts";

function named<T>(found: T | null | undefined): T {
  if (found === null || found === undefined) throw new Error("there is none of that name");
  return found;
}

const WORKED: Report = {
  ...{ v: 1, nonce: "n", base: "0".repeat(40), outcome: "measured", problem: "" },
  files: [{ path: BETTER.file, mode: "100644", contents: "" }],
  ...{ size: { before: 1, after: 1 }, gates: [] },
  measurement: { outcome: "measured", metric: BETTER.metric, secondary: {} },
  answer: { change: BETTER.change, hypothesis: "", lessons: [], foreclosed: [], future: [], steered_by: [] },
  cost: { usd: null, input_tokens: 1_007, output_tokens: 17 },
  seconds: { total: 1, agent: 1, evaluation: 0 },
};
const FAILED: Report = {
  ...WORKED,
  ...{ outcome: "failed", files: [], measurement: null, answer: null },
  problem: "The agent was stopped. Its server refused its key (401).",
};

const TOOL = { name: "Read", free: false };
const HEARD = { model: "m", streams: true, tools: [TOOL], results: [], told: "", ...WHOLE };
const TURN: Asked = {
  ...{
    method: "POST",
    atMs: 900,
    path: "/v1/messages",
    format: "anthropic",
    status: 200,
    heard: HEARD,
    trouble: "",
  },
  usage: { fresh: 1_000, cached: 0, visible: 10, thought: 4 },
};
const ASIDE: Asked = {
  ...{ ...TURN, heard: { ...HEARD, tools: [] } },
  usage: { fresh: 7, cached: 0, visible: 3, thought: 0 },
};

/** All that is wrong, by check. */
function judged(
  name: string,
  report: Partial<Report>,
  more: Partial<AgentRunResult & { way: Way; asked: Asked[] }> = {},
) {
  const scenario = named(SCENARIOS.find((one) => one.name === name));
  const whole = { ...(name === "work" || name === "endless" ? WORKED : FAILED), ...report };
  const way = named(wayOf("claude"));
  const { limits } = scenario;
  return scenario.judge({ report: whole, seconds: 3, way, limits, asked: [TURN, ASIDE], ...more });
}

describe("a plain sentence", () => {
  it.each([
    ["The agent was stopped. Its server refused its key (401).", []],
    ["\u001b[31mIts key was refused (401).", ["it holds escapes of a terminal"]],
    ['It said: {"error":"401"}', ["it holds JSON"]],
    ["Error: 401\n    at run (file.js:3:14)", ["it holds a stack trace"]],
    ["2026-12-01T11:30:47.540264Z ERROR 401", ["it holds lines of a log"]],
    [`401 ${"x".repeat(400)}`, ["it is 404 characters long"]],
    ["It ended.", ["it does not tell the cause"]],
  ])("is one without what only machines read: %j", (text, problems) => {
    const expected = problems.length === 0 ? [] : [`${problems.join(", ")}: ${text}`];
    expect(plainSentence(text, /401/)).toEqual(expected);
  });
});

describe("the work", () => {
  it("is done where file, answer and tokens are what the script says", () => {
    expect(judged("work", {})).toEqual({ edit: [], answer: [], tokens: [] });
  });

  it.each<[string, Partial<Report>, string, RegExp]>([
    [
      "another metric",
      { measurement: { outcome: "measured", metric: 760, secondary: {} } },
      "edit",
      /760, not 700/,
    ],
    ["another file", { files: [] }, "edit", /it changed , not src/],
    ["stray files", { left: ["node_modules"] }, "edit", /left behind node_modules/],
    ["a run that failed", { outcome: "failed", problem: "why" }, "edit", /failed: why/],
    ["no answer", { answer: null }, "answer", /no answer was read/],
    [
      "tokens left out",
      { cost: { usd: 1, input_tokens: 1_000, output_tokens: 17 } },
      "tokens",
      /read 1007 .* 1000/,
    ],
    [
      "unknown tokens",
      { cost: { usd: 1, input_tokens: 1_007, output_tokens: null } },
      "tokens",
      /wrote 17 .* null/,
    ],
  ])("is not done with %s", (_, report, check, problem) => {
    expect(judged("work", report)[check]?.join(" ")).toMatch(problem);
  });

  it("is not done where the agent sent what the format does not have, or could not go on", () => {
    const asked = [TURN, ASIDE, { ...TURN, status: 400, usage: null, trouble: "model: missing" }];
    expect(judged("work", {}, { asked }).edit?.join(" ")).toMatch(/model: missing/);
    const lost = [{ ...TURN, trouble: "nobody said where the answer goes" }, ASIDE];
    expect(judged("work", { answer: null }, { asked: lost }).answer).toEqual([
      "no answer was read; nobody said where the answer goes",
    ]);
  });

  it("leaves out requests beside it for an agent that never tells of them", () => {
    const way = { ...named(wayOf("claude")), tellsAsides: false };
    expect(
      judged("work", { cost: { usd: null, input_tokens: 1_000, output_tokens: 14 } }, { way }).tokens,
    ).toEqual([]);
  });
});

describe("a failure", () => {
  it("is told well where it ends in time and says why", () => {
    expect(judged("401", {})).toEqual({ "401": [] });
  });

  it("must end in its time, and at once where nothing gets better by waiting", () => {
    const late = ["it ended after 85 s, not within 84 s"];
    expect(judged("429", { problem: "too many requests" }, { seconds: 85 })["429"]).toEqual(late);
    expect(judged("429", { problem: "too many requests" }, { seconds: 84 })["429"]).toEqual([]);
    const refused = { status: 401, said: "", limit: null };
    const ended = (end: CommandEnd) => ({ problem: runProblem.agentEnded(end, 450_000, refused, "") });
    expect(judged("401", ended({ kind: "timeout" }))["401"]).toEqual(["it did not end at once"]);
    expect(judged("401", ended({ kind: "stalled", silentMs: 1 }))["401"]).toEqual(["it did not end at once"]);
    expect(judged("401", ended({ kind: "turned-away" }))["401"]).toEqual([]);
    expect(judged("401", ended({ kind: "exit", code: 1 }))["401"]).toEqual([]);
  });

  it("must be one", () => {
    expect(judged("401", { outcome: "empty" })["401"]).toEqual(["the run is empty, not failed"]);
  });

  it("may be silent on the cause where the agent is, but not where it must end at once", () => {
    const silent = { kind: "stalled", silentMs: 600_000 } as const;
    const problem = runProblem.agentEnded(silent, 1, "untold", "");
    const way = { ...named(wayOf("claude")), isQuiet: true };
    expect(judged("429", { problem }, { way })["429"]).toEqual([]);
    expect(judged("429", { problem })["429"]).toHaveLength(1);
    expect(judged("429", { problem: "The agent was stopped." }, { way })["429"]).toHaveLength(1);
    expect(judged("401", { problem }, { way })["401"]).toContain("it did not end at once");
  });
});

describe("a run that had too little time", () => {
  const limits: Limits = { timeoutSeconds: 24, silentSeconds: 10 };
  const askedAfter = (seconds: number): Asked => ({ ...TURN, atMs: 1_000 * seconds });

  it.each<[string, readonly Asked[], boolean]>([
    ["in the first half of the time in which its agent must speak", [askedAfter(5), askedAfter(9)], false],
    ["later", [askedAfter(5.1)], true],
    ["never", [], true],
    ["never, but the service was asked for something else", [{ ...askedAfter(1), format: null }], true],
  ])("is one whose agent asked its model %s: %j", (_, asked, isHurried) => {
    expect(wasHurried(limits, FAILED, asked)).toBe(isHurried);
  });

  it("is one in which nothing was left for measuring", () => {
    const seconds = { total: 24, agent: 18, evaluation: 6 };
    expect(wasHurried(limits, { ...WORKED, seconds }, [askedAfter(1)])).toBe(true);
  });

  it("gets as many times more as the machine is taken to be slower, from when the agent begins", () => {
    const way = { ...named(wayOf("claude")), startSeconds: 6 };
    expect(limitsFor(limits, way, 1)).toEqual({ timeoutSeconds: 32, silentSeconds: 16 });
    expect(limitsFor(limits, way, 4)).toEqual({ timeoutSeconds: 128, silentSeconds: 64 });
  });
});

describe("work without an end", () => {
  const problem = "The agent reached its limit of 60 turns and ended.";

  it("is measured, with its cost and why it went no further", () => {
    expect(judged("endless", { problem })).toEqual({ endless: [] });
  });

  it.each<[string, Partial<Report>]>([
    ["thrown away", { outcome: "failed" }],
    ["not better", { measurement: { outcome: "measured", metric: 760, secondary: {} } }],
    ["without a cost", { cost: { usd: null, input_tokens: null, output_tokens: null } }],
    ["without a reason", { problem: "" }],
  ])("is not as promised where it is %s", (_, report) => {
    expect(judged("endless", { problem, ...report }).endless).not.toEqual([]);
  });
});

describe("the page", () => {
  const row = named(agentNamed("claude"));
  const candidate: Candidate = {
    row,
    way: named(wayOf("claude")),
    version: "1.2.3",
    commands: [],
    cache: "",
  };
  const one: Tried = {
    ...{ agent: "claude", scenario: "401", seconds: 1, slowness: 1, said: "a | b\n`c`" },
    ...{ told: WORKED.cost, counted: { input_tokens: 0, output_tokens: 0 }, wrong: { "401": [] } },
  };

  it("has a row for each agent and what people read of each scenario, as text", () => {
    const text = agentsPage(
      "node@24.0.0",
      [candidate],
      [one, { ...one, scenario: "403", wrong: { "403": ["no"] } }],
    );
    expect(text.split("\n").filter((line) => line.startsWith("| "))).toEqual([
      `| agent | version | ${CHECKS.join(" | ")} |`,
      `| ${["---", "---", ...CHECKS.map(() => "---")].join(" | ")} |`,
      "| `claude` | 1.2.3 |  |  |  | ✔ | ✘ |  |  |  |  |  |",
      "| scenario | what the iteration says | not as promised |",
      "| --- | --- | --- |",
      "| 401 | a &#124; b &#96;c&#96; |  |",
      "| 403 | a &#124; b &#96;c&#96; | no |",
    ]);
  });

  it("explains every check", () => {
    const text = agentsPage("", [], []);
    expect(CHECKS.filter((check) => !new RegExp(`^- \\*\\*${check}\\*\\*: \\w`, "m").test(text))).toEqual([]);
  });
});

describe("every agent that is installed", () => {
  it("has a way to a model service on this machine", () => {
    const installed = AGENTS.filter(({ install }) => install !== null).map(({ name }) => name);
    expect(installed.filter((name) => wayOf(name) === null)).toEqual([]);
  });
});

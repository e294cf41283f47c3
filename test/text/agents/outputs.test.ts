// What the real command lines printed against a model's server on loopback, which answered with four turns of 1000, 2000,
// 3000 and 4000 tokens, 100 of each out of a cache, or with one status to everything. Long texts and lists are cut.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AgentOutput } from "../../../src/text/agents/agent-row.ts";
import { AGENTS, agentNamed } from "../../../src/text/agents/agents.ts";
import { runProblem } from "../../../src/text/outcome/run-problems.ts";
import { told } from "./places.ts";

const FOLDER = "fixtures/agents";

function output(agent: string, which: string): AgentOutput {
  const read = (end: string) => {
    const file = `${FOLDER}/${agent}/${which}.${end}`;
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };
  return told(read("jsonl"), { stderr: read("stderr.txt"), records: read("records.jsonl") });
}

/** The tokens, and the money where it is known. */
function cost(agent: string, which: string): readonly (number | null)[] {
  const told = agentNamed(agent)?.cost(output(agent, which));
  if (told === undefined) return [];
  return [told.input_tokens, told.output_tokens, ...(told.usd === null ? [] : [Number(told.usd.toFixed(5))])];
}

function problem(agent: string, which: string): string {
  const failure = agentNamed(agent)?.failure(output(agent, which)) ?? null;
  return runProblem.agentEnded({ kind: "exit", code: 1 }, 1_000, failure, "nothing");
}

describe("a session that ended well", () => {
  it.each([
    ["claude", [10_400, 100, 0.04208]],
    ["codex", [10_000, 100]],
    ["copilot", [10_000, 100]],
    // One small request more, which chose the model, and five tokens of thought in each.
    ["gemini", [10_007, 128]],
    ["opencode", [10_400, 100, 0.03162]],
    ["qwen", [10_000, 100]],
  ])("of %s tells what it used, cached input included, and no failure", (agent, used) => {
    expect(cost(agent, "ok")).toEqual(used);
    expect(agentNamed(agent)?.failure(output(agent, "ok"))).toBeNull();
  });

  it("is here of every agent that is installed", () => {
    const installed = AGENTS.filter(({ install }) => install !== null).map(({ name }) => name);
    expect(readdirSync(FOLDER).toSorted()).toEqual(installed.toSorted());
  });
});

describe("a session that was stopped", () => {
  it.each([
    ["claude", [3_200, null]],
    ["codex", [10_000, 100]],
    ["copilot", [10_000, 100]],
    ["gemini", [3_000, 40]],
    ["opencode", [3_200, 30, 0.00951]],
    ["qwen", [3_000, 30]],
  ])("of %s tells what it used until then", (agent, used) => {
    expect(cost(agent, "stopped")).toEqual(used);
  });

  it("tells what it used at a limit of its own", () => {
    expect(cost("claude", "limit")).toEqual([1_836_000, 18_300, 7.6872]);
    expect(problem("claude", "limit")).toBe("The agent reached its limit of 60 turns and ended.");
  });
});

describe("a model without a price on the list", () => {
  it("costs nobody knows what", () => {
    const stdout = output("claude", "ok").stdout.replace('"costBasis":"list"', '"costBasis":"unknown"');
    expect(agentNamed("claude")?.cost(told(stdout))).toEqual({
      usd: null,
      input_tokens: 10_400,
      output_tokens: 100,
    });
  });
});

describe("a failure", () => {
  it.each(["claude", "codex", "copilot", "gemini", "opencode", "qwen"])(
    "of %s says that its key was refused",
    (agent) => {
      for (const status of ["401", "403"])
        expect(problem(agent, status)).toMatch(
          new RegExp(
            `^The agent ended with exit code 1\\. Its model's server refused its key \\(${status}\\)\\.`,
          ),
        );
    },
  );

  it.each(["claude", "codex", "copilot", "gemini"])("of %s says that it asked too often", (agent) => {
    expect(problem(agent, "429")).toContain(" Its model's server had too many requests of it (429).");
  });

  it("says in the tool's own words what it knows", () => {
    expect(
      ["claude", "codex", "copilot", "gemini"].map((agent) => problem(agent, "500")),
    ).toMatchInlineSnapshot(`
      [
        "The agent ended with exit code 1. Its model's server failed (500). Wait until it is well again.",
        "The agent ended with exit code 1. It said: We’re currently experiencing high demand, which may cause temporary errors.",
        "The agent ended with exit code 1. Its model's server failed (500). Wait until it is well again. It said: Failed to get response from the AI model; retried 5 times (total retry wait time: 16.70 seconds) Last error: 500 mock says 500",
        "The agent ended with exit code 1. Its model's server failed (500). Wait until it is well again.",
      ]
    `);
  });

  it("is known by the first line that tells of it, while the agent still tries", () => {
    for (const agent of ["claude", "codex", "copilot", "opencode", "qwen"]) {
      const lines = output(agent, "401").stdout.split("\n");
      const statuses = lines.map((line) => agentNamed(agent)?.failure(told(line))?.status ?? null);
      expect(statuses).toContain(401);
    }
  });
});

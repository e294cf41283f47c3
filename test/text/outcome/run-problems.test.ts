import { describe, expect, it } from "vitest";
import { runProblem } from "../../../src/text/outcome/run-problems.ts";

describe("runProblem", () => {
  it("says how a command ended, and what it said last where it said something", () => {
    const agent = runProblem.agentEnded({ kind: "timeout" }, 90_000, null, "");
    expect(agent).toBe("The agent did not end within 90 s and was stopped.");
    const evaluation = runProblem.evaluationEnded({ kind: "signal", signal: "SIGKILL" }, 1, "out of memory");
    expect(evaluation).toBe("The evaluation was ended by SIGKILL. Its last lines: out of memory");
    expect(runProblem.gateEnded({ kind: "exit", code: 2 }, 1, "E1")).toBe(
      "The gate ended with exit code 2.\nE1",
    );
    expect(runProblem.gateEnded({ kind: "missing" }, 1, "")).toBe(
      "The gate could not be started; install it where Autoloop runs and put it on its PATH.",
    );
  });

  it("says what the model's server said to the agent, and the agent to us, in one line without colours", () => {
    const said = (status: number | null, words: string) =>
      runProblem.agentEnded({ kind: "exit", code: 1 }, 1, { status, said: words, limit: null }, "noise");
    expect(
      [400, 401, 403, 404, 429, 500, 529].map((status) => said(status, "").replace(/^.*server /, "")),
    ).toEqual([
      "did not take its request (400).",
      "refused its key (401).",
      "refused its key (403).",
      "does not know the model or the address that it asked for (404).",
      "had too many requests of it (429).",
      "failed (500).",
      "failed (529).",
    ]);
    expect(said(null, "\u001b[31;1mbad\u001b[0m\n<!-- x -->\u001b]8;;http://a\u0007link\u001b(B  key")).toBe(
      "The agent ended with exit code 1. It said: bad <! -- x -->link key",
    );
    expect(said(null, "x".repeat(1_000))).toHaveLength(
      "The agent ended with exit code 1. It said: ".length + 300,
    );
  });

  it("says why it stopped an agent", () => {
    const stalled = { kind: "stalled", silentMs: 600_000 } as const;
    expect(runProblem.agentEnded(stalled, 1, null, "")).toBe(
      "The agent printed nothing for 10 minutes and was stopped.",
    );
    const limit = { status: null, said: "", limit: "60 turns" };
    expect(runProblem.agentEnded({ kind: "exit", code: 1 }, 1, limit, "")).toBe(
      "The agent reached its limit of 60 turns and ended.",
    );
  });

  it("says at least a second of a limit that was already over", () => {
    expect(runProblem.agentEnded({ kind: "timeout" }, 0, null, "")).toContain("within 1 s");
  });

  it("names the agents that there are, and one that may be meant", () => {
    expect(runProblem.noAgent("tunr", ["tuner"])).toBe(
      'There is no agent named "tunr" here; known are: tuner. Did you mean tuner?',
    );
  });

  it("quotes only the beginning of a name out of a program", () => {
    expect(runProblem.noAgent("x".repeat(100), [])).toContain(`"${"x".repeat(60)}"`);
  });
});

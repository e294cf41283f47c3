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
      [400, 401, 403, 404, 429, 500, 529].map((status) => said(status, "").replace(/^.*?server /, "")),
    ).toEqual([
      "did not take its request (400). Check the model's name, and whether the agent's version fits the server.",
      "refused its key (401). Check the key, and what its account may use.",
      "refused its key (403). Check the key, and what its account may use.",
      "does not know the model or the address that it asked for (404). Check the model's name and the server's address.",
      "had too many requests of it (429). Wait, or see to the limits and the credit of the key's account.",
      "failed (500). Wait until it is well again.",
      "failed (529). Wait until it is well again.",
    ]);
    expect(said(null, "\u001b[31;1mbad\u001b[0m\n<!-- x -->\u001b]8;;http://a\u0007link\u001b(B  key")).toBe(
      "The agent ended with exit code 1. It said: bad <! -- x -->link key",
    );
    expect(said(null, "x".repeat(1_000))).toHaveLength(
      "The agent ended with exit code 1. It said: ".length + 300,
    );
  });

  it("says of an agent that nobody answered, and of one that does not say what it waited for, where to look", () => {
    const told = (failure: Parameters<typeof runProblem.agentEnded>[2]) =>
      runProblem.agentEnded({ kind: "timeout" }, 90_000, failure, "noise");
    expect(told({ status: null, isUnanswered: true, said: "Connection failed", limit: null })).toBe(
      "The agent did not end within 90 s and was stopped. It got no answer that it could use from its model's server: " +
        "see whether that can be reached from where the agent runs. It said: Connection failed",
    );
    expect(told("untold")).toBe(
      "The agent did not end within 90 s and was stopped. It did not tell what it waited for: see whether its model's " +
        "server is well and can be reached, and whether the account of its key is at a limit.",
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

  it("says for how long an agent was silent in minutes, and in seconds where those are few", () => {
    const told = (silentMs: number) => runProblem.agentEnded({ kind: "stalled", silentMs }, 1, null, "");
    expect(told(120_000)).toBe("The agent printed nothing for 2 minutes and was stopped.");
    expect(told(60_000)).toBe("The agent printed nothing for 60 s and was stopped.");
    expect(told(20)).toBe("The agent printed nothing for 1 s and was stopped.");
  });

  it("says why it stopped an agent whose key is refused", () => {
    const failure = { status: 401, said: "", limit: null };
    expect(runProblem.agentEnded({ kind: "turned-away" }, 1, failure, "noise")).toBe(
      "The agent was stopped. Its model's server refused its key (401). Check the key, and what its account may use.",
    );
  });

  it("says how the sandbox ended, and its own words where it has some", () => {
    expect(runProblem.sandboxEnded({ kind: "missing" }, 1, "noise")).toBe(
      "bubblewrap (`bwrap`) is not installed",
    );
    const exit = { kind: "exit", code: 1 } as const;
    expect(runProblem.sandboxEnded(exit, 1, "No permissions to create a namespace")).toBe(
      "bubblewrap ended with exit code 1: No permissions to create a namespace",
    );
    expect(runProblem.sandboxEnded(exit, 1, "")).toBe("bubblewrap ended with exit code 1");
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

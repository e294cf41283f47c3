import { describe, expect, it } from "vitest";
import { runProblem } from "../../../src/text/outcome/run-problems.ts";

describe("runProblem", () => {
  it("says how a command ended, and what it said last where it said something", () => {
    const agent = runProblem.agentEnded({ kind: "timeout" }, 90_000, "");
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

  it("says at least a second of a limit that was already over", () => {
    expect(runProblem.agentEnded({ kind: "timeout" }, 0, "")).toContain("within 1 s");
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

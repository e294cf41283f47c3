import { describe, expect, it } from "vitest";
import { registerWorkflow } from "../../src/cli/workflow-command.ts";
import { AGENT_NAMES } from "../../src/text/agents/agents.ts";
import { renderWorkflow } from "../../src/text/workflow/workflow.ts";
import { runCommand } from "../support/process/run-command.ts";

const workflow = (...args: string[]) => runCommand(registerWorkflow, ["workflow", ...args]);

describe("autoloop workflow", () => {
  it("prints the workflow and nothing else, for claude where no agent is named", async () => {
    expect(await workflow()).toMatchObject({ code: 0, out: renderWorkflow("claude") });
    expect(await workflow("--agent", "codex")).toMatchObject({ code: 0, out: renderWorkflow("codex") });
  });

  it("names the agents that there are where one is wrong", async () => {
    const { code, out, err } = await workflow("--agent", "klaude");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(AGENT_NAMES).toContain("codex");
    expect(err).toContain(`Allowed choices are ${AGENT_NAMES.join(", ")}.`);
    expect(err).toContain("Did you mean claude?");
  });
});

import { describe, expect, it } from "vitest";
import { registerWorkflow } from "../../src/cli/workflow-command.ts";
import { renderWorkflow } from "../../src/text/workflow/workflow.ts";
import { runCommand } from "../support/process/run-command.ts";

const workflow = (...args: string[]) => runCommand(registerWorkflow, ["workflow", ...args]);

describe("autoloop workflow", () => {
  it("prints the workflow and nothing else, for claude where no agent is named", async () => {
    expect(await workflow()).toMatchObject({ code: 0, out: renderWorkflow("claude") });
    expect(await workflow("--agent", "codex")).toMatchObject({ code: 0, out: renderWorkflow("codex") });
  });

  it("is for the machines that are named, and on an Enterprise Server for those of its owner", async () => {
    const named = await workflow("--runs-on", "big-linux");
    expect(named.out.match(/^ {4}runs-on: .*$/gm)).toEqual([
      "    runs-on: big-linux",
      "    runs-on: big-linux",
    ]);
    expect(named.out).not.toMatch(/-artifact@\w+ # v3/);
    const { out } = await workflow("--api-url", "https://github.example.com/api/v3");
    expect(out.match(/^ {4}runs-on: .*$/gm)).toEqual([
      "    runs-on: self-hosted",
      "    runs-on: self-hosted",
    ]);
    expect(out.match(/-artifact@\w+ # v\d/g)).toHaveLength(3);
    expect(out.match(/-artifact@\w+ # v3/g)).toHaveLength(3);
    expect(await workflow("--runs-on", "x: y")).toMatchObject({ code: 2, out: "" });
  });

  it("names the agents that there are where one is wrong", async () => {
    const { code, out, err } = await workflow("--agent", "klaude");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("Allowed choices are claude, codex,");
    expect(err).toContain("Did you mean claude?");
  });
});

// `autoloop workflow`: prints the workflow that a repository needs to run iterations on GitHub Actions. Changes nothing.

import { type Command, Option } from "commander";
import { WORKFLOW_AGENTS } from "../text/workflow/agents.ts";
import { renderWorkflow } from "../text/workflow/workflow.ts";

/** Adds the command. */
export function registerWorkflow(program: Command): void {
  program
    .command("workflow")
    .description("print the workflow that runs iterations on GitHub Actions (.github/workflows/autoloop.yml)")
    .addOption(
      new Option("--agent <name>", "the agent to set up").choices([...WORKFLOW_AGENTS]).default("claude"),
    )
    .action(({ agent }: { readonly agent: string }) => {
      process.stdout.write(renderWorkflow(agent));
    });
}

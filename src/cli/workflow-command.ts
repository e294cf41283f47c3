// `autoloop workflow`: prints the workflow that a repository needs to run iterations on GitHub Actions. Changes nothing.

import { type Command, InvalidArgumentError, Option } from "commander";
import { AGENT_NAMES, agentMeant, DEFAULT_AGENT } from "../text/agents/agents.ts";
import { renderWorkflow } from "../text/workflow/workflow.ts";

/** Adds the command. */
export function registerWorkflow(program: Command): void {
  program
    .command("workflow")
    .description("print the workflow that runs iterations on GitHub Actions (.github/workflows/autoloop.yml)")
    .addOption(
      new Option("--agent <name>", "the agent to set up")
        .choices(AGENT_NAMES)
        .argParser(agentOf)
        .default(DEFAULT_AGENT),
    )
    .action(({ agent }: { readonly agent: string }) => {
      process.stdout.write(renderWorkflow(agent));
    });
}

/** @throws InvalidArgumentError which says what could have been meant; the command line knows only what is allowed */
function agentOf(name: string): string {
  if (AGENT_NAMES.includes(name)) return name;
  throw new InvalidArgumentError(`Allowed choices are ${AGENT_NAMES.join(", ")}.${agentMeant(name)}`);
}

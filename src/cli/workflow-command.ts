// `autoloop workflow`: prints the workflow that a repository needs to run iterations on GitHub Actions. Changes nothing.

import { type Command, InvalidArgumentError, Option } from "commander";
import { isEnterpriseServer } from "../app/settings/api-url.ts";
import { AGENT_NAMES, agentMeant, DEFAULT_AGENT } from "../text/agents/agents.ts";
import { placeOf } from "../text/workflow/place.ts";
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
    .addOption(
      new Option("--api-url <url>", "of the REST API, where it is not github.com's")
        .env("GITHUB_API_URL")
        .default("https://api.github.com"),
    )
    .addOption(
      new Option(
        "--runs-on <label>",
        "label of the machines for both jobs (default: ubuntu-latest, on GitHub Enterprise Server self-hosted)",
      ).argParser(labelOf),
    )
    .action(({ agent, apiUrl, runsOn }: Options) => {
      process.stdout.write(renderWorkflow(agent, placeOf(isEnterpriseServer(apiUrl), runsOn)));
    });
}

interface Options {
  readonly agent: string;
  readonly apiUrl: string;
  readonly runsOn?: string;
}

/** A label stands in the file as it is. @throws InvalidArgumentError for what is none */
function labelOf(label: string): string {
  if (/^[A-Za-z0-9][\w.-]{0,99}$/.test(label)) return label;
  throw new InvalidArgumentError("A label has letters, digits, dots, dashes and underscores.");
}

/** @throws InvalidArgumentError which says what could have been meant; the command line knows only what is allowed */
function agentOf(name: string): string {
  if (AGENT_NAMES.includes(name)) return name;
  throw new InvalidArgumentError(`Allowed choices are ${AGENT_NAMES.join(", ")}.${agentMeant(name)}`);
}

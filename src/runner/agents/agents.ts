// The agents that a run can be given on this machine, and which variables each of them may see. Nothing of it comes
// from a repository; an operator chooses the name, and some start the operator's own line.

import { fileURLToPath } from "node:url";
import type { AgentChoice, AgentPlaces, AgentRow } from "../../text/agents/agent-row.ts";
import { AGENTS } from "../../text/agents/agents.ts";
import { BASH } from "../process/child.ts";

/** Files and directories that an agent is pointed to. */
type RunPlaces = Omit<AgentPlaces, "node" | "builtIn" | "line">;

/** An agent as this machine starts it. */
export interface Agent extends Omit<AgentRow, "argv"> {
  readonly argv: (places: RunPlaces, choice: AgentChoice) => readonly string[];
}

/** Needed by every agent that talks to a network which is not plainly there. */
const NETWORK = /^(?:HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/;
const PROGRAMS = {
  node: process.execPath,
  // Bundled, each process is a file beside this one; else it is a module of its own folder.
  builtIn: (name: string) =>
    fileURLToPath(
      new URL(import.meta.url.endsWith(".mjs") ? `./${name}.mjs` : `./${name}/main.js`, import.meta.url),
    ),
};

/** The agent of that name, or null. One without a command line of its own exists where the operator gave one. */
export function findAgent(name: string, operatorCommand: string | null): Agent | null {
  const row = AGENTS.find((one) => one.name === name);
  if (row === undefined) return null;
  if (row.isOperators && operatorCommand === null) return null;
  const line = operatorCommand === null ? [] : [...BASH, "-c", operatorCommand];
  return { ...row, argv: (places, choice) => row.argv({ ...places, ...PROGRAMS, line }, choice) };
}

/** Names for a message that says what could have been chosen. */
export function agentNames(operatorCommand: string | null): readonly string[] {
  return AGENTS.filter(({ isOperators }) => !isOperators || operatorCommand !== null).map(({ name }) => name);
}

/**
 * The variables of a whole environment that an agent gets where nobody named any for it: those made for it. One that
 * could use any gets none.
 */
export function ownVariables(
  agent: Agent,
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  return variablesFor(agent.variables === "any" ? { variables: "none" } : agent, environment);
}

/** Those of the operator's agent variables that this agent's process gets. */
export function variablesFor(
  { variables }: Pick<Agent, "variables">,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).filter(([name]) => isMadeFor(variables, name) || NETWORK.test(name)),
  );
}

function isMadeFor(variables: Agent["variables"], name: string): boolean {
  return typeof variables === "string" ? variables === "any" : variables.test(name);
}

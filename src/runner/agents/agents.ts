// The agents that a run can be given, each as a command line and what its output tells. Nothing of it comes
// from a repository; an operator chooses the name, and `command` is the operator's own line.

import { fileURLToPath } from "node:url";
import type { Cost } from "../../domain/journal/iteration.ts";
import { claudeCost, codexCost, geminiCost, opencodeCost, UNKNOWN_COST } from "../../text/run/agent-cost.ts";
import { BASH } from "../process/child.ts";

/** Files and directories that an agent is pointed to. */
export interface AgentPlaces {
  readonly prompt: string;
  readonly context: string;
  readonly answer: string;
  /** The directory of these three; it lies outside the workspace and the agent must be able to write there. */
  readonly exchange: string;
}

export interface Agent {
  readonly argv: (places: AgentPlaces) => readonly string[];
  /** The prompt also comes on standard input. */
  readonly stdin: boolean;
  /** Names of those of the operator's agent variables that it may see. */
  readonly variables: RegExp;
  readonly cost: (stdout: string) => Cost;
}

const unknown = () => UNKNOWN_COST;
const ALL = /^/;
const NONE = /^$/;
/** Needed by every agent that talks to a network which is not plainly there. */
const NETWORK = /^(?:HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/;
const tunerEntry = fileURLToPath(new URL("./tuner/main.js", import.meta.url));

/** Headless flags as of the tools' references in 2026; each may edit files, none may run shell commands unasked. */
const named: Readonly<Record<string, Agent>> = {
  tuner: {
    argv: ({ context, answer }) => [process.execPath, tunerEntry, context, answer],
    stdin: false,
    variables: NONE,
    cost: () => ({ usd: 0, input_tokens: 0, output_tokens: 0 }),
  },
  claude: {
    argv: ({ exchange }) => [
      ...["claude", "-p", "--output-format", "json", "--no-session-persistence", "--max-turns", "60"],
      ...[
        "--permission-mode",
        "acceptEdits",
        "--allowedTools",
        "Read,Edit,Write,Glob,Grep",
        "--add-dir",
        exchange,
      ],
    ],
    stdin: true,
    variables: /^(?:ANTHROPIC|CLAUDE|AWS|GOOGLE|VERTEX)_/,
    cost: claudeCost,
  },
  codex: {
    argv: ({ exchange }) => [
      ...["codex", "exec", "--json", "--sandbox", "workspace-write", "--skip-git-repo-check", "--ephemeral"],
      ...["--ignore-user-config", "--add-dir", exchange, "-"],
    ],
    stdin: true,
    variables: /^(?:OPENAI|CODEX|AZURE_OPENAI)_/,
    cost: codexCost,
  },
  copilot: {
    // It ignores standard input, and one argument may hold at most 128 KiB: it is pointed to the file instead.
    argv: ({ prompt, exchange }) => [
      ...["copilot", "-p", `Read the file ${prompt} and do what it says.`, "-s", "--no-ask-user"],
      ...["--allow-tool=write", `--add-dir=${exchange}`, "--output-format", "json"],
    ],
    stdin: false,
    variables: /^(?:COPILOT_|GH_TOKEN$)/,
    cost: unknown,
  },
  gemini: {
    argv: ({ exchange }) => [
      ...["gemini", "-p", "Do what the text on standard input says.", "--output-format", "stream-json"],
      ...["--approval-mode", "auto_edit", "--include-directories", exchange],
    ],
    stdin: true,
    variables: /^(?:GEMINI|GOOGLE)_/,
    cost: geminiCost,
  },
  opencode: {
    argv: () => ["opencode", "run", "--format", "json", "--auto", "Do what the text on standard input says."],
    stdin: true,
    variables: ALL,
    cost: opencodeCost,
  },
};

/** The agent of that name, or null. `command` exists where the operator gave a command line. */
export function findAgent(name: string, operatorCommand: string | null): Agent | null {
  if (name === "command" && operatorCommand !== null) {
    return { argv: () => [...BASH, "-c", operatorCommand], stdin: true, variables: ALL, cost: unknown };
  }
  return Object.hasOwn(named, name) ? (named[name] ?? null) : null;
}

/** Names for a message that says what could have been chosen. */
export function agentNames(operatorCommand: string | null): readonly string[] {
  return [...Object.keys(named), ...(operatorCommand === null ? [] : ["command"])];
}

/**
 * The variables of a whole environment that an agent gets where nobody named any for it: those made for it. One that
 * could use any gets none.
 */
export function ownVariables(
  agent: Agent,
  environment: Readonly<Record<string, string>>,
): Record<string, string> {
  return variablesFor(agent.variables === ALL ? { ...agent, variables: NONE } : agent, environment);
}

/** Those of the operator's agent variables that this agent's process gets. */
export function variablesFor(
  agent: Agent,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const visible = (name: string) => agent.variables.test(name) || NETWORK.test(name);
  return Object.fromEntries(Object.entries(variables).filter(([name]) => visible(name)));
}

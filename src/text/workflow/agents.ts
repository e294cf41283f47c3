// What an agent needs on a fresh machine: the package that holds its command line, and its secret. Versions are exact,
// so that a workflow that worked goes on working.

export interface AgentSetup {
  /** npm package with its version; null where nothing has to be installed. */
  readonly install: string | null;
  /** Environment variables, each with the name of the repository's secret that it carries. */
  readonly secrets: readonly { readonly variable: string; readonly secret: string }[];
  /** Any variable may be meant for it, so those it gets have to be named. */
  readonly named: boolean;
}

const same = (name: string) => ({ variable: name, secret: name });

/** By the names that `agent` may have. Packages as npm listed them in November 2026. */
const setups: Readonly<Record<string, AgentSetup>> = {
  claude: {
    install: "@anthropic-ai/claude-code@2.1.329",
    secrets: [same("ANTHROPIC_API_KEY"), same("CLAUDE_CODE_OAUTH_TOKEN")],
    named: false,
  },
  // `codex exec` takes a key from this variable alone, without a login before it.
  codex: {
    install: "@openai/codex@0.169.0",
    secrets: [{ variable: "CODEX_API_KEY", secret: "OPENAI_API_KEY" }],
    named: false,
  },
  copilot: { install: "@github/copilot@1.0.102", secrets: [same("COPILOT_GITHUB_TOKEN")], named: false },
  gemini: { install: "@google/gemini-cli@0.61.0", secrets: [same("GEMINI_API_KEY")], named: false },
  opencode: { install: "opencode-ai@1.18.33", secrets: [same("ANTHROPIC_API_KEY")], named: true },
  tuner: { install: null, secrets: [], named: false },
  command: { install: null, secrets: [same("AGENT_API_KEY")], named: true },
};

/** Agents that the workflow can be written for. */
export const WORKFLOW_AGENTS: readonly string[] = Object.keys(setups);

/** Null for an agent of another name. */
export function agentSetup(agent: string): AgentSetup | null {
  return Object.hasOwn(setups, agent) ? (setups[agent] ?? null) : null;
}

/** Names of the repository's secrets of which the agent needs one; none where it needs none or nobody knows. */
export function agentSecrets(agent: string): readonly string[] {
  // What an operator's own command line needs, its operator knows.
  return agent === "command" ? [] : (agentSetup(agent)?.secrets.map(({ secret }) => secret) ?? []);
}

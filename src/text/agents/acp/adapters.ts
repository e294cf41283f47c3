// What is known, because it was run and looked at, of agents that speak the Agent Client Protocol: what their numbers
// mean, and in which mode they work alone. Of every other agent nothing is known, and nothing is guessed.

import type { Cost } from "../../../domain/journal/iteration.ts";
import { finite } from "../usage.ts";
import type { AcpTokens } from "./line.ts";

type Tokens = Pick<Cost, "input_tokens" | "output_tokens">;

export interface AcpAdapter {
  /** The mode in which it edits files without a person; null: it is left as it begins. */
  readonly mode: string | null;
  /** The way to authenticate by a key in its environment; null: none is needed. */
  readonly login: string | null;
  /** Models that its maker hosts and that it takes where nobody chooses: code would go where nobody sent it. */
  readonly hosted: RegExp | null;
  /** The kind of question with which it asks whether it may go to a folder, and for nothing else; null: it does not. */
  readonly asksForFolders: string | null;
  /** What is told to it alone with a new session, by names of its own. */
  readonly meta: Readonly<Record<string, unknown>> | null;
  readonly tokens: (told: AcpTokens) => Tokens;
}

const NO_TOKENS: Tokens = { input_tokens: null, output_tokens: null };
/** As with its own command line: no mode without questions, and nothing started that a repository names. Nor guesses of what to ask next. */
const CAREFUL = {
  claudeCode: {
    options: {
      allowDangerouslySkipPermissions: false,
      settingSources: ["user"],
      strictMcpConfig: true,
      promptSuggestions: false,
    },
  },
};
const UNKNOWN: AcpAdapter = {
  ...{ mode: null, login: null, hosted: null, asksForFolders: null, meta: null },
  tokens: () => NO_TOKENS,
};

/** By the name with which it introduces itself. */
const ADAPTERS = new Map<string, Partial<AcpAdapter>>([
  // It begins in a mode that judges commands by a model of its own; in this one it asks.
  ["@agentclientprotocol/claude-agent-acp", { mode: "default", meta: CAREFUL, tokens: besideCached }],
  ["@agentclientprotocol/codex-acp", { mode: "agent", login: "api-key", tokens: besideCached }],
  // What it thought is in neither of its numbers.
  [
    "gemini-cli",
    {
      mode: "autoEdit",
      tokens: ({ quota }) => ({ input_tokens: quota?.input_tokens ?? null, output_tokens: null }),
    },
  ],
  // Its tokens are those of the last step alone.
  ["OpenCode", { mode: "build", hosted: /^opencode\//, asksForFolders: "other" }],
  ["Copilot", { tokens: withCached }],
]);

export function acpAdapter(name: string): AcpAdapter {
  return { ...UNKNOWN, ...ADAPTERS.get(name) };
}

/** Cached input is part of the input. */
function withCached({ usage }: AcpTokens): Tokens {
  return { input_tokens: usage?.inputTokens ?? null, output_tokens: usage?.outputTokens ?? null };
}

/** Cached input stands beside the rest of the input. */
function besideCached({ usage }: AcpTokens): Tokens {
  if (usage?.inputTokens == null) return NO_TOKENS;
  const { inputTokens, cachedReadTokens, cachedWriteTokens, outputTokens } = usage;
  return {
    input_tokens: finite(inputTokens + (cachedReadTokens ?? 0) + (cachedWriteTokens ?? 0)),
    output_tokens: outputTokens ?? null,
  };
}

// Claude Code, headless (`claude -p`). It reads and edits files and has no other tool, so it runs no command. Of settings
// it knows only those of its home directory: hooks and MCP servers that a repository holds are not started.

import { z } from "zod";
import type { Cost } from "../../../domain/journal/iteration.ts";
import { type AgentFailure, type AgentOutput, type AgentRow, sameName } from "../agent-row.ts";
import { amount, finite, linesOf, sum } from "../usage.ts";

/** The longest session, in answers of the model. */
const TURNS = 60;
const TOOLS = "Read,Edit,Write,Glob,Grep";

export const claude: AgentRow = {
  name: "claude",
  argv: ({ exchange }, { model }) => [
    ...["claude", "-p", "--output-format", "stream-json", "--verbose", "--no-session-persistence"],
    ...["--max-turns", String(TURNS), "--setting-sources", "user", "--strict-mcp-config"],
    ...["--permission-mode", "acceptEdits", "--tools", TOOLS, "--allowedTools", TOOLS],
    ...(model === null ? [] : ["--model", model]),
    ...["--add-dir", exchange],
  ],
  stdin: true,
  variables: /^(?:ANTHROPIC|CLAUDE|AWS|GOOGLE|VERTEX)_/,
  keys: [sameName("ANTHROPIC_API_KEY"), sameName("CLAUDE_CODE_OAUTH_TOKEN")],
  alsoPaid: /^(?:ANTHROPIC_AUTH_TOKEN|CLAUDE_CODE_USE_(?:BEDROCK|VERTEX|FOUNDRY))$/,
  setting: ({ baseUrl }) => ({
    environment: {
      // No newer self and no reports to its maker.
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      ...(baseUrl === null ? {} : { ANTHROPIC_BASE_URL: baseUrl }),
    },
  }),
  takes: ["model", "baseUrl"],
  hides: [".claude/", ".claude.json", ".mcp.json"],
  commands: "none",
  speaks: true,
  cost,
  failure,
  install: "@anthropic-ai/claude-code@2.1.329",
  remark: "",
};

/** Input without what came out of a cache or went into one. */
const usage = z.object({
  input_tokens: amount.default(0),
  cache_creation_input_tokens: amount.nullish(),
  cache_read_input_tokens: amount.nullish(),
  output_tokens: amount.nullish(),
});

const result = z.object({
  type: z.literal("result"),
  subtype: z.string().nullish(),
  is_error: z.boolean().nullish(),
  result: z.string().nullish(),
  api_error_status: z.number().nullish(),
  total_cost_usd: amount.nullish(),
  modelUsage: z.record(z.string(), z.object({ costBasis: z.string().nullish() })).nullish(),
  usage: usage.nullish(),
});

const answer = z.object({
  type: z.literal("assistant"),
  message: z.object({ id: z.string(), usage }),
});

const retry = z.object({
  type: z.literal("system"),
  subtype: z.literal("api_retry"),
  error_status: z.number().nullish(),
  error: z.string().nullish(),
});

/**
 * The result at the end knows all. Without one the session was stopped: each answer of the model tells its input, and
 * only a beginning of its output.
 */
function cost({ stdout }: AgentOutput): Cost {
  const last = linesOf(stdout, result).at(-1);
  if (last !== undefined) {
    return {
      usd: isPriced(last) ? (last.total_cost_usd ?? null) : null,
      input_tokens: last.usage ? input(last.usage) : null,
      output_tokens: last.usage?.output_tokens ?? null,
    };
  }
  const answers = new Map(linesOf(stdout, answer).map(({ message }) => [message.id, message.usage]));
  const inputs = [...answers.values()].map((one) => input(one) ?? Number.POSITIVE_INFINITY);
  return { usd: null, input_tokens: sum(inputs), output_tokens: null };
}

/** A model without a price on its list is priced like another one; that is no fact. */
function isPriced({ modelUsage }: z.infer<typeof result>): boolean {
  return Object.values(modelUsage ?? {}).every(({ costBasis }) => costBasis == null || costBasis === "list");
}

function input(told: z.infer<typeof usage>): number | null {
  const cached = (told.cache_creation_input_tokens ?? 0) + (told.cache_read_input_tokens ?? 0);
  return finite(told.input_tokens + cached);
}

/** With this it tries again where no server answered. */
const UNKNOWN = "unknown";

/** Its result, else what it says when it tries again: a status, and a code that says no more than that. */
function failure({ stdout }: AgentOutput): AgentFailure | null {
  const last = linesOf(stdout, result).at(-1);
  if (last?.subtype === "error_max_turns") return { status: null, said: "", limit: `${TURNS} turns` };
  if (last?.is_error) return { status: last.api_error_status ?? null, said: last.result ?? "", limit: null };
  const tried = linesOf(stdout, retry).at(-1);
  if (tried === undefined || last !== undefined) return null;
  const { error_status: status = null, error } = tried;
  if (status !== null) return { status, said: "", limit: null };
  return error === UNKNOWN
    ? { status, isUnanswered: true, said: "", limit: null }
    : { status, said: error ?? "", limit: null };
}

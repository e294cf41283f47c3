// Claude Code, headless (`claude -p`). It may edit files and runs no command unasked.

import { z } from "zod";
import type { Cost } from "../../../domain/journal/iteration.ts";
import { type AgentRow, sameName } from "../agent-row.ts";
import { amount, finite, linesOf } from "../usage.ts";

export const claude: AgentRow = {
  name: "claude",
  argv: ({ exchange }) => [
    ...["claude", "-p", "--output-format", "json", "--no-session-persistence", "--max-turns", "60"],
    ...["--permission-mode", "acceptEdits", "--allowedTools", "Read,Edit,Write,Glob,Grep"],
    ...["--add-dir", exchange],
  ],
  stdin: true,
  variables: /^(?:ANTHROPIC|CLAUDE|AWS|GOOGLE|VERTEX)_/,
  keys: [sameName("ANTHROPIC_API_KEY"), sameName("CLAUDE_CODE_OAUTH_TOKEN")],
  cost,
  install: "@anthropic-ai/claude-code@2.1.329",
  remark: "",
};

const result = z.object({
  type: z.literal("result"),
  total_cost_usd: amount.nullish(),
  usage: z
    .object({
      input_tokens: amount.default(0),
      cache_creation_input_tokens: amount.nullish(),
      cache_read_input_tokens: amount.nullish(),
      output_tokens: amount.nullish(),
    })
    .nullish(),
});

/** One result object at the end; cached input counts as input. */
function cost(stdout: string): Cost {
  const last = linesOf(stdout, result).at(-1);
  const usage = last?.usage;
  const cached = (usage?.cache_creation_input_tokens ?? 0) + (usage?.cache_read_input_tokens ?? 0);
  return {
    usd: last?.total_cost_usd ?? null,
    input_tokens: usage ? finite(usage.input_tokens + cached) : null,
    output_tokens: usage?.output_tokens ?? null,
  };
}

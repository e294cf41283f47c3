// Gemini CLI, headless (`gemini -p`). It may edit files and has no shell.

import { z } from "zod";
import type { Cost } from "../../../domain/journal/iteration.ts";
import { type AgentRow, sameName } from "../agent-row.ts";
import { amount, linesOf } from "../usage.ts";

export const gemini: AgentRow = {
  name: "gemini",
  argv: ({ exchange }) => [
    ...["gemini", "-p", "Do what the text on standard input says.", "--output-format", "stream-json"],
    ...["--approval-mode", "auto_edit", "--include-directories", exchange],
  ],
  stdin: true,
  variables: /^(?:GEMINI|GOOGLE)_/,
  keys: [sameName("GEMINI_API_KEY")],
  cost,
  install: "@google/gemini-cli@0.61.0",
  remark: "",
};

const result = z.object({
  type: z.literal("result"),
  stats: z.object({ input_tokens: amount, output_tokens: amount }),
});

/** The last event's statistics. It names no money. */
function cost(stdout: string): Cost {
  const stats = linesOf(stdout, result).at(-1)?.stats;
  return {
    usd: null,
    input_tokens: stats?.input_tokens ?? null,
    output_tokens: stats?.output_tokens ?? null,
  };
}

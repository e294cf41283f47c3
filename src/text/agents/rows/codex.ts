// Codex, headless (`codex exec`). It edits files and runs commands in its own sandbox.

import { z } from "zod";
import type { Cost } from "../../../domain/journal/iteration.ts";
import type { AgentRow } from "../agent-row.ts";
import { amount, linesOf, sum } from "../usage.ts";

export const codex: AgentRow = {
  name: "codex",
  argv: ({ exchange }) => [
    ...["codex", "exec", "--json", "--sandbox", "workspace-write", "--skip-git-repo-check", "--ephemeral"],
    ...["--ignore-user-config", "--add-dir", exchange, "-"],
  ],
  stdin: true,
  variables: /^(?:OPENAI|CODEX|AZURE_OPENAI)_/,
  // `codex exec` takes a key from this variable alone, without a login before it.
  keys: [{ variable: "CODEX_API_KEY", secret: "OPENAI_API_KEY" }],
  cost,
  install: "@openai/codex@0.169.0",
  remark: "",
};

const turn = z.object({
  type: z.literal("turn.completed"),
  usage: z.object({ input_tokens: amount, output_tokens: amount }),
});

/** Usage of each turn. It names no money. */
function cost(stdout: string): Cost {
  const turns = linesOf(stdout, turn);
  return {
    usd: null,
    input_tokens: sum(turns.map(({ usage }) => usage.input_tokens)),
    output_tokens: sum(turns.map(({ usage }) => usage.output_tokens)),
  };
}

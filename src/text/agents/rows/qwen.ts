// Qwen Code, headless (`qwen -p`), with any server that speaks OpenAI's chat completions. It may edit files and has no
// shell. Its output looks like Claude Code's and counts otherwise.

import { z } from "zod";
import type { Cost } from "../../../domain/journal/iteration.ts";
import { type AgentFailure, type AgentOutput, type AgentRow, sameName } from "../agent-row.ts";
import { amount, linesOf, sum } from "../usage.ts";

/** Without this variable it sends a key of OpenAI's to its own maker's server. */
const SERVER = "OPENAI_BASE_URL";

export const qwen: AgentRow = {
  name: "qwen",
  argv: ({ exchange }, { model }) => [
    ...["qwen", "-p", "Do what the text on standard input says.", "--output-format", "stream-json"],
    ...["--approval-mode", "auto-edit", "--auth-type", "openai"],
    ...(model === null ? [] : ["--model", model]),
    ...["--include-directories", exchange],
  ],
  stdin: true,
  variables: /^(?:OPENAI|QWEN)_/,
  keys: [sameName("OPENAI_API_KEY")],
  setting: ({ baseUrl }, given) => ({
    home: { ".qwen/settings.json": '{"privacy":{"usageStatisticsEnabled":false}}' },
    ...(baseUrl === null && given.includes(SERVER)
      ? {}
      : { environment: { [SERVER]: baseUrl ?? "https://api.openai.com/v1" } }),
  }),
  takes: ["model", "baseUrl"],
  // From the second it takes variables, also the one that says which server gets the key.
  hides: [".qwen/", ".env"],
  commands: "none",
  speaks: true,
  cost,
  failure,
  install: "@qwen-code/qwen-code@0.24.4",
  remark: "",
};

/** Input with what came out of a cache. */
const usage = z.object({ input_tokens: amount, output_tokens: amount });
const result = z.object({
  type: z.literal("result"),
  is_error: z.boolean().nullish(),
  usage: usage.nullish(),
  error: z.object({ message: z.string() }).nullish(),
});
const answer = z.object({ type: z.literal("assistant"), message: z.object({ id: z.string(), usage }) });

/** The result at the end; of a session that was stopped, its answers. It names no money. */
function cost({ stdout }: AgentOutput): Cost {
  const last = linesOf(stdout, result).at(-1)?.usage;
  if (last) return { usd: null, ...last };
  const answers = [
    ...new Map(linesOf(stdout, answer).map(({ message }) => [message.id, message.usage])).values(),
  ];
  return {
    usd: null,
    input_tokens: sum(answers.map(({ input_tokens }) => input_tokens)),
    output_tokens: sum(answers.map(({ output_tokens }) => output_tokens)),
  };
}

function failure({ stdout }: AgentOutput): AgentFailure | null {
  const said = linesOf(stdout, result).at(-1)?.error?.message;
  if (said === undefined) return null;
  const [, status, words = said] = /^\[API Error: (?:(\d{3}) )?(.*)\]$/s.exec(said) ?? [];
  return { status: status === undefined ? null : Number(status), said: words, limit: null };
}

// Gemini CLI, headless (`gemini -p`). It may edit files and has no shell. It works in no folder that it was not told to
// trust, and then starts what the folder's settings name: a run takes those out of its copy first.

import { z } from "zod";
import type { Cost } from "../../../domain/journal/iteration.ts";
import { type AgentFailure, type AgentOutput, type AgentRow, sameName } from "../agent-row.ts";
import { served } from "../served.ts";
import { amount, linesOf, sum } from "../usage.ts";

const KEY = "GEMINI_API_KEY";
/** No reports to its maker. */
const QUIET = { privacy: { usageStatisticsEnabled: false } };
/** Without this it takes another server for a gateway with a login of its own, and ends. */
const BY_KEY = { security: { auth: { selectedType: "gemini-api-key" } } };

export const gemini: AgentRow = {
  name: "gemini",
  argv: ({ exchange }, { model }) => [
    ...["gemini", "-p", "Do what the text on standard input says.", "--output-format", "stream-json"],
    ...["--approval-mode", "auto_edit", "--skip-trust", ...(model === null ? [] : ["--model", model])],
    ...["--include-directories", exchange],
  ],
  stdin: true,
  variables: /^(?:GEMINI|GOOGLE)_/,
  keys: [sameName(KEY)],
  alsoPaid: /^(?:GOOGLE_API_KEY|GOOGLE_GENAI_USE_(?:VERTEXAI|GCA))$/,
  setting: ({ baseUrl }, given) => ({
    home: { ".gemini/settings.json": JSON.stringify({ ...QUIET, ...(given.includes(KEY) ? BY_KEY : {}) }) },
    ...(baseUrl === null ? {} : { environment: { GOOGLE_GEMINI_BASE_URL: baseUrl } }),
  }),
  takes: ["model", "baseUrl"],
  // From the second it takes variables, also the one that says which server gets the key.
  hides: [".gemini/", ".env"],
  commands: "none",
  speaks: true,
  records: /^\.gemini\/tmp\/.*\/chats\/[^/]*\.jsonl$/,
  cost,
  failure,
  install: "@google/gemini-cli@0.61.0",
  remark: "",
};

/** The total has what it thought besides input and output. */
const stats = z.object({
  input_tokens: amount,
  output_tokens: amount,
  total_tokens: amount.default(0),
});
const result = z.object({
  type: z.literal("result"),
  stats: stats.nullish(),
  error: z.object({ message: z.string() }).nullish(),
});
/** An answer of the model as the session's file keeps it; the same may be written twice. */
const kept = z.object({
  id: z.string(),
  type: z.literal("gemini"),
  tokens: z.object({ input: amount, output: amount, thoughts: amount.default(0) }),
});

/** The last event's statistics; of a session that was stopped, what its file has. It names no money. */
function cost({ stdout, records }: AgentOutput): Cost {
  const last = linesOf(stdout, result).at(-1)?.stats;
  if (last) {
    const { input_tokens, output_tokens, total_tokens } = last;
    return { usd: null, input_tokens, output_tokens: Math.max(output_tokens, total_tokens - input_tokens) };
  }
  const answers = [...new Map(linesOf(records, kept).map(({ id, tokens }) => [id, tokens])).values()];
  return {
    usd: null,
    input_tokens: sum(answers.map(({ input }) => input)),
    output_tokens: sum(answers.map(({ output, thoughts }) => output + thoughts)),
  };
}

/** Its last event, in which the server's answer stands as JSON; else the status of its last attempt, on standard error. */
function failure({ stdout, stderr }: AgentOutput): AgentFailure | null {
  const message = linesOf(stdout, result).at(-1)?.error?.message;
  if (message !== undefined) return served(message) ?? { status: null, said: message, limit: null };
  const tried = [...stderr.matchAll(/\bfailed with status (\d{3})\b/g)].at(-1)?.[1];
  return tried === undefined ? null : { status: Number(tried), said: "", limit: null };
}

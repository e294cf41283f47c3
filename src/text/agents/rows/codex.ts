// Codex, headless (`codex exec`). It edits files and runs commands that see the key. They write nowhere but in the
// workspace: its own sandbox holds them, or Autoloop's where there is one. Root cannot make the first inside of the second.

import { z } from "zod";
import type { Cost } from "../../../domain/journal/iteration.ts";
import type { AgentFailure, AgentOutput, AgentRow } from "../agent-row.ts";
import { amount, linesOf, sum } from "../usage.ts";

export const codex: AgentRow = {
  name: "codex",
  argv: ({ exchange, isIsolated }, { model, baseUrl }) => [
    ...["codex", "exec", "--json", "--sandbox", isIsolated ? "danger-full-access" : "workspace-write"],
    ...["--skip-git-repo-check", "--ignore-user-config"],
    ...(model === null ? [] : ["--model", model]),
    // It reads no variable for this; the value is TOML, whose strings are written as JSON's are.
    ...(baseUrl === null ? [] : ["-c", `openai_base_url=${JSON.stringify(baseUrl)}`]),
    ...["--add-dir", exchange, "-"],
  ],
  stdin: true,
  variables: /^(?:OPENAI|CODEX|AZURE_OPENAI)_/,
  // `codex exec` takes a key from this variable alone, without a login before it.
  keys: [{ variable: "CODEX_API_KEY", secret: "OPENAI_API_KEY" }],
  takes: ["model", "baseUrl"],
  hides: [".codex/"],
  commands: "sandbox",
  speaks: true,
  // The session is written down as it goes; what it prints tells of its usage at the end of a turn only.
  records: /^\.codex\/sessions\/.*\/rollout-[^/]*\.jsonl$/,
  cost,
  failure,
  install: "@openai/codex@0.169.0",
  remark: "",
};

/** Input with what came out of a cache. */
const usage = z.object({ input_tokens: amount, output_tokens: amount });
const turn = z.object({ type: z.literal("turn.completed"), usage });
/** The sum so far of one session. */
const count = z.object({
  type: z.literal("event_msg"),
  payload: z.object({ type: z.literal("token_count"), info: z.object({ total_token_usage: usage }) }),
});

const problem = z.union([
  z
    .object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) })
    .transform(({ error }) => error.message),
  z.object({ type: z.literal("error"), message: z.string() }).transform(({ message }) => message),
]);

/** Usage of each turn; of one that did not end, what its session has written down. It names no money. */
function cost({ stdout, records }: AgentOutput): Cost {
  const turns = linesOf(stdout, turn).map((line) => line.usage);
  const told = turns.length > 0 ? turns : totals(records);
  return {
    usd: null,
    input_tokens: sum(told.map(({ input_tokens }) => input_tokens)),
    output_tokens: sum(told.map(({ output_tokens }) => output_tokens)),
  };
}

function totals(records: string): readonly z.infer<typeof usage>[] {
  const last = linesOf(records, count).at(-1);
  return last === undefined ? [] : [last.payload.info.total_token_usage];
}

/** It tries this way first and goes on without it, so whoever stands in that way refuses nothing yet. */
const ABOUT_WEBSOCKETS = /\burl: wss?:\/\//;

/** Its last error, which names the status in words. */
function failure({ stdout }: AgentOutput): AgentFailure | null {
  const said = linesOf(stdout, problem)
    .filter((one) => !ABOUT_WEBSOCKETS.test(one))
    .at(-1);
  if (said === undefined) return null;
  const status = /\b(?:unexpected|last) status:? (\d{3})\b/.exec(said)?.[1];
  const [, unanswered] = /^Reconnecting\.\.\. waiting for network \((.*)\)$/s.exec(said) ?? [];
  if (unanswered !== undefined) return { status: null, isUnanswered: true, said: unanswered, limit: null };
  const words = /^Reconnecting\.\.\. \d+\/\d+ \((.*)\)$/s.exec(said)?.[1] ?? said;
  return { status: status === undefined ? null : Number(status), said: words, limit: null };
}

// The lines in which the built-in client of the Agent Client Protocol (`runner/agents/acp`) tells what an agent did: one
// JSON value each, built there and parsed by the row of `acp`. They hold no text of prompts, files or answers.

import { z } from "zod";
import { amount, linesOf } from "../usage.ts";

const count = amount.nullish();

/** As `PromptResponse.usage` has them; what each number holds depends on the agent. */
const usage = z.object({
  inputTokens: count,
  outputTokens: count,
  thoughtTokens: count,
  cachedReadTokens: count,
  cachedWriteTokens: count,
});

/** As `PromptResponse._meta.quota.token_count` has them. */
const quota = z.object({ input_tokens: amount, output_tokens: amount });

const line = z.discriminatedUnion("type", [
  z.object({ type: z.literal("agent"), name: z.string() }),
  /** Something happened: by it everybody knows that the agent is not stuck. */
  z.object({ type: z.literal("step"), what: z.string() }),
  z.object({ type: z.literal("permission"), kind: z.string(), isGiven: z.boolean() }),
  /** Dollars of the session so far. */
  z.object({ type: z.literal("money"), usd: amount }),
  z.object({ type: z.literal("tokens"), usage: usage.nullish(), quota: quota.nullish() }),
  z.object({ type: z.literal("limit"), what: z.enum(["tokens", "requests"]) }),
  /** `code`: of the protocol; null where the agent told none. */
  z.object({ type: z.literal("failure"), code: z.number().nullable(), said: z.string() }),
]);

export type AcpLine = z.infer<typeof line>;

/** What was told of tokens. */
export type AcpTokens = Extract<AcpLine, { readonly type: "tokens" }>;

export function acpLine(told: AcpLine): string {
  return `${JSON.stringify(told)}\n`;
}

export function acpLines(stdout: string): readonly AcpLine[] {
  return linesOf(stdout, line);
}

/** What an agent says of its usage in its answer to a prompt, whatever else that holds. Null: nothing. */
export function acpTokens(answer: unknown): AcpTokens | null {
  const { data } = z
    .object({
      usage: usage.nullish().catch(null),
      _meta: z
        .object({ quota: z.object({ token_count: quota }) })
        .nullish()
        .catch(null),
    })
    .safeParse(answer);
  const tokens = { usage: data?.usage ?? null, quota: data?._meta?.quota.token_count ?? null };
  return tokens.usage === null && tokens.quota === null ? null : { type: "tokens", ...tokens };
}

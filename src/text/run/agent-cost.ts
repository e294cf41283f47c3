// Reads what agent command lines say about their own usage. Everything unknown stays null: a guess would be
// taken for a fact by whoever adds it up.

import { z } from "zod";
import type { Cost } from "../../domain/journal/iteration.ts";

export const UNKNOWN_COST: Cost = { usd: null, input_tokens: null, output_tokens: null };

const amount = z.number().min(0);
/** A failed attempt to parse costs a hundred times a line that is skipped; more than this and nothing is believed. */
const MOST_BROKEN_LINES = 1_000;

const claudeResult = z.object({
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

/** Claude Code, `--output-format json`: one result object; cached input counts as input. */
export function claudeCost(stdout: string): Cost {
  const result = jsonLines(stdout)
    .flatMap((line) => claudeResult.safeParse(line).data ?? [])
    .at(-1);
  const usage = result?.usage;
  const cached = (usage?.cache_creation_input_tokens ?? 0) + (usage?.cache_read_input_tokens ?? 0);
  return {
    usd: result?.total_cost_usd ?? null,
    input_tokens: usage ? finite(usage.input_tokens + cached) : null,
    output_tokens: usage?.output_tokens ?? null,
  };
}

const codexTurn = z.object({
  type: z.literal("turn.completed"),
  usage: z.object({ input_tokens: amount, output_tokens: amount }),
});

/** Codex, `--json`: usage of each turn. It names no money. */
export function codexCost(stdout: string): Cost {
  const turns = jsonLines(stdout).flatMap((line) => codexTurn.safeParse(line).data?.usage ?? []);
  return {
    usd: null,
    input_tokens: sum(turns.map((usage) => usage.input_tokens)),
    output_tokens: sum(turns.map((usage) => usage.output_tokens)),
  };
}

const geminiResult = z.object({
  type: z.literal("result"),
  stats: z.object({ input_tokens: amount, output_tokens: amount }),
});

/** Gemini CLI, `--output-format stream-json`: the last event's statistics. It names no money. */
export function geminiCost(stdout: string): Cost {
  const stats = jsonLines(stdout)
    .flatMap((line) => geminiResult.safeParse(line).data?.stats ?? [])
    .at(-1);
  return {
    usd: null,
    input_tokens: stats?.input_tokens ?? null,
    output_tokens: stats?.output_tokens ?? null,
  };
}

const opencodeStep = z.object({
  type: z.literal("step_finish"),
  part: z.object({
    id: z.string(),
    cost: amount,
    tokens: z.object({ input: amount, output: amount, reasoning: amount.default(0) }),
  }),
});

/** opencode, `--format json`: per step; the same step may be printed twice. */
export function opencodeCost(stdout: string): Cost {
  const lines = jsonLines(stdout).flatMap((line) => opencodeStep.safeParse(line).data?.part ?? []);
  const steps = [...new Map(lines.map((part) => [part.id, part])).values()];
  return {
    usd: sum(steps.map((step) => step.cost)),
    input_tokens: sum(steps.map((step) => step.tokens.input)),
    output_tokens: sum(steps.map((step) => step.tokens.output + step.tokens.reasoning)),
  };
}

/** Null for no values at all. */
function sum(values: readonly number[]): number | null {
  return values.length === 0 ? null : finite(values.reduce((total, value) => total + value, 0));
}

/** Null for what has grown beyond all numbers. */
function finite(total: number): number | null {
  return Number.isFinite(total) ? total : null;
}

function jsonLines(stdout: string): readonly unknown[] {
  const values: unknown[] = [];
  let broken = 0;
  for (const line of stdout.split("\n")) {
    if (!line.startsWith("{")) continue;
    try {
      values.push(JSON.parse(line));
    } catch {
      if (++broken > MOST_BROKEN_LINES) return [];
    }
  }
  return values;
}

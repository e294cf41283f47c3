// Reads the JSON lines in which agent command lines say what they used; which lines and fields those are is with each
// agent's row. Everything unknown stays null: a guess would be taken for a fact by whoever adds it up.

import { z } from "zod";
import type { Cost } from "../../domain/journal/iteration.ts";

export const UNKNOWN_COST: Cost = { usd: null, input_tokens: null, output_tokens: null };

/** Something of it is known. */
export function isKnown(cost: Cost): boolean {
  return Object.values(cost).some((one) => one !== null);
}

/** Money or tokens as an agent prints them. */
export const amount = z.number().min(0);
/** A failed attempt to parse costs a hundred times a line that is skipped; more than this and nothing is believed. */
const MOST_BROKEN_LINES = 1_000;

/** The lines of this shape, in order. None where more than a thousand look like JSON and are not. */
export function linesOf<T>(stdout: string, shape: z.ZodType<T>): readonly T[] {
  return jsonLines(stdout).flatMap((line) => {
    const { data, success } = shape.safeParse(line);
    return success ? [data] : [];
  });
}

/** Null for no values at all. */
export function sum(values: readonly number[]): number | null {
  return values.length === 0 ? null : finite(values.reduce((total, value) => total + value, 0));
}

/** Null for what has grown beyond all numbers. */
export function finite(total: number): number | null {
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

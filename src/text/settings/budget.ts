// Grammar of budgets. Reads what YAML already turned into data.

import type { Budget } from "../../domain/settings/budget.ts";

export const BUDGET_ALLOWED =
  "a map of `usd-per-day`, `tokens-per-day` and `usd-total`, each a number above 0 (a program that is to spend nothing is paused: `/autoloop pause`)";

/** A bound that nobody reaches by running agents is a slip of the pen. */
const MOST = 1e15;

/** Keys as people write them, and the fields that they are. */
export const BUDGET_KEYS = {
  "usd-per-day": "usdPerDay",
  "tokens-per-day": "tokensPerDay",
  "usd-total": "usdTotal",
} as const satisfies Readonly<Record<string, keyof Budget>>;

/** Null where anything in the map is no bound, or there is none. */
export function parseBudget(value: unknown): Budget | null {
  if (!(value instanceof Map) || value.size === 0) return null;
  let budget: Budget = {};
  for (const [key, bound] of value) {
    const field = fieldOf(key);
    if (field === null || field in budget) return null;
    if (typeof bound !== "number" || !(bound > 0 && bound <= MOST)) return null;
    budget = { ...budget, [field]: bound };
  }
  return budget;
}

function fieldOf(key: unknown): keyof Budget | null {
  const written = typeof key === "string" ? key.trim().toLowerCase().replaceAll("_", "-") : "";
  return Object.entries(BUDGET_KEYS).find(([name]) => name === written)?.[1] ?? null;
}

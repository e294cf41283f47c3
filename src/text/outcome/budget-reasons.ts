// The sentences that say why a budget stands in the way of another iteration.

import { count } from "../format/numbers.ts";

/** One bound, and what was spent of it. */
export interface BudgetLine {
  readonly whose: "program" | "repository";
  readonly what: "usd" | "tokens";
  readonly limit: number;
  /** The day of UTC for which it holds, as `2026-12-01`, empty where nothing was spent yet; null: in all. */
  readonly date: string | null;
  /** Since when is counted, ISO 8601; empty: nothing was. */
  readonly since: string;
  /** Null: nobody can say. */
  readonly spent: number | null;
  /** Runs that told nothing, which count as what the repository says. */
  readonly assumed: number;
}

/** An amount in dollars or tokens. A dollar sign begins mathematics on GitHub. */
export function amount(what: BudgetLine["what"], value: number): string {
  const shown = value.toLocaleString("en-US", { maximumFractionDigits: what === "usd" ? 4 : 0 });
  return what === "usd" ? `${shown} USD` : count(value, "token").replace(/^\S+/, shown);
}

const WHOSE: Readonly<Record<BudgetLine["whose"], string>> = {
  program: "The program's budget",
  repository: "The budget of the repository's programs",
};

export const budgetReason = {
  /** Of a bound that does not come back by itself. */
  spent: ({ whose, what, limit, spent }: BudgetLine) =>
    `${WHOSE[whose]} of ${amount(what, limit)} is spent: ${amount(what, spent ?? 0)} so far.`,
  /** Where the repository says nothing of runs whose cost is unknown. */
  unknown: ({ whose, what, limit, date, assumed }: BudgetLine) =>
    `${WHOSE[whose]} is ${amount(what, limit)}${date === null ? "" : " a day"}, and of ${count(assumed, "run")} nobody told ${what === "usd" ? "the price" : "the tokens"}.`,
} as const;

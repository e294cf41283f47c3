// What was spent of the budgets, as a cell of the status comment's table.

import { count } from "../../format/numbers.ts";
import { amount, type BudgetLine } from "../../outcome/budget-reasons.ts";

/** All bounds, such as `1.2 USD of 5 USD on 2026-12-01`; null where there is none. */
export function budgetCell(lines: readonly BudgetLine[]): string | null {
  return lines.length === 0 ? null : lines.map(words).join("; ");
}

function words({ whose, what, limit, date, since, spent, assumed }: BudgetLine): string {
  const of = spent === null ? "unknown" : amount(what, spent);
  const when = date === null ? inAll(since) : date === "" ? " a day" : ` on ${date} (UTC)`;
  const guess = assumed === 0 ? "" : `, ${count(assumed, "run")} of unknown cost among it`;
  const all = whose === "repository" ? ", all programs together" : "";
  return `${of} of ${amount(what, limit)}${when}${all}${guess}`;
}

function inAll(since: string): string {
  return since === "" ? " in all" : ` in all, since ${since.slice(0, 10)}`;
}

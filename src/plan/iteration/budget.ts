// Whether there is money and tokens left for another iteration: by the program's own budget, and by the repository's, which
// all its programs share as far as their rows of the registry tell. What is under way counts once it is over.

import { spendingOf } from "../../domain/journal/fold/spending.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { DAY_MS } from "../../domain/schedule/schedule.ts";
import type { Budget } from "../../domain/settings/budget.ts";
import { added, NOTHING_SPENT, type Spending, type Tally } from "../../domain/settings/spending.ts";
import { type BudgetLine, budgetReason } from "../../text/outcome/budget-reasons.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import { type Draft, record } from "../draft.ts";
import type { Observation, World } from "../world.ts";

/** What has to be known: without a look it is the program alone. */
type Known = Pick<World, "policy"> & { readonly seen?: Pick<Observation, "registry" | "name"> };

/** Iterations that start now count for a budget. */
export function isBudgeted({ policy }: Pick<World, "policy">, state: ProgramState): boolean {
  return policy.budget !== null || ownBudget(state) !== null;
}

/** What was spent of each bound that there is, the program's own first. */
export function budgetLines(world: Known, state: ProgramState): readonly BudgetLine[] {
  const own = spendingOf(state);
  return [
    ...linesOf(world, "program", ownBudget(state), own),
    ...linesOf(world, "repository", world.policy.budget, together(world, own)),
  ];
}

/** Milliseconds since the epoch: the day whose budget is spent is over. −∞: none is spent. */
export function dayFreeAt(world: Known, state: ProgramState): number {
  return Math.max(
    Number.NEGATIVE_INFINITY,
    ...budgetLines(world, state).flatMap(({ date, spent, limit }) =>
      date !== null && spent !== null && spent >= limit ? [Date.parse(date) + DAY_MS] : [],
    ),
  );
}

/** Asks where all is spent, or where nobody can say how much; null: there is no such question. */
export function pausedOnBudget(world: World, draft: Draft): Draft | null {
  if (draft.state === null) return null;
  const lines = budgetLines(world, draft.state);
  const over = lines.find(({ date, spent, limit }) => date === null && spent !== null && spent >= limit);
  const unknown = lines.find(({ spent }) => spent === null);
  const asked = over ?? unknown;
  if (asked === undefined) return null;
  const why = over === undefined ? budgetReason.unknown(asked) : budgetReason.spent(asked);
  return record(world, draft, { type: "loop.pause", kind: "budget", reason: why, by: null });
}

function ownBudget(state: ProgramState): Budget | null {
  return definitionOf(state)?.budget ?? null;
}

/** Of all programs, each by its own journal or its row. Of days the newest counts. */
function together({ seen }: Known, own: Spending): Spending {
  const rows = seen === undefined || seen.registry === "absent" ? [] : seen.registry.programs;
  const all = [
    own,
    ...rows.flatMap(({ name, spent }) => (spent === undefined || name === seen?.name ? [] : [spent])),
  ];
  // Dates and times of one form are in the order of time.
  const date = all.reduce((newest, { day }) => (day.date > newest ? day.date : newest), "");
  const begun = all.flatMap(({ since }) => (since === "" ? [] : [since]));
  const today = all.flatMap(({ day }) => (day.date === date ? [day] : []));
  return {
    since: begun.reduce((first, since) => (since < first ? since : first), begun[0] ?? ""),
    total: all.map(({ total }) => total).reduce(added, NOTHING_SPENT),
    day: { date, ...today.reduce<Tally>(added, NOTHING_SPENT) },
  };
}

function linesOf(
  { policy }: Known,
  whose: BudgetLine["whose"],
  budget: Budget | null,
  { since, total, day }: Spending,
): readonly BudgetLine[] {
  const { assumedUsd, assumedTokens } = policy;
  const usd = (tally: Tally) => estimated(tally.usd, tally.unpriced, assumedUsd);
  const tokens = (tally: Tally) => estimated(tally.tokens, tally.uncounted, assumedTokens);
  const line = (
    what: BudgetLine["what"],
    limit: number | undefined,
    date: string | null,
    of: ReturnType<typeof usd>,
  ) => (limit === undefined ? [] : [{ whose, what, limit, date, since, ...of }]);
  return [
    ...line("usd", budget?.usdPerDay, day.date, usd(day)),
    ...line("tokens", budget?.tokensPerDay, day.date, tokens(day)),
    ...line("usd", budget?.usdTotal, null, usd(total)),
  ];
}

/** What is known, and what is assumed of runs that told nothing; null where that is more than nobody can say. */
function estimated(
  known: number,
  unknown: number,
  each: number | null,
): Pick<BudgetLine, "spent" | "assumed"> {
  if (unknown === 0) return { spent: known, assumed: 0 };
  return { spent: each === null ? null : known + unknown * each, assumed: unknown };
}

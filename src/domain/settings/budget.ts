// Budgets: what a program, or all programs of a repository, may spend. Whether one may go on is `plan/iteration/budget.ts`.

/** Bounds, each above 0; at least one. Money in United States dollars; a day is one of UTC. */
export interface Budget {
  readonly usdPerDay?: number;
  readonly tokensPerDay?: number;
  readonly usdTotal?: number;
}

// What was spent of budgets: sums of what agent runs told, and how many told nothing. Pure.

/** What a run told of its cost, null where it told nothing. */
interface Told {
  readonly usd: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
}

/** What agent runs came to. A run whose cost nobody told is counted, never taken for free. */
export interface Tally {
  readonly usd: number;
  readonly tokens: number;
  /** Runs of which no price is known, and of which no tokens are. */
  readonly unpriced: number;
  readonly uncounted: number;
}

/** Since the program's first iteration under a budget. */
export interface Spending {
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly total: Tally;
  /** The newest day on which anything was spent. */
  readonly day: Tally & { readonly date: string };
}

export const NOTHING_SPENT: Tally = { usd: 0, tokens: 0, unpriced: 0, uncounted: 0 };

const UNKNOWN: Told = { usd: null, input_tokens: null, output_tokens: null };

/** One more agent run. @param cost null: it ended without a word about it */
export function spend(spending: Spending | undefined, cost: Told | null, at: string): Spending {
  const one = tallyOf(cost ?? UNKNOWN);
  const date = at.slice(0, 10);
  // A clock that was put back must not empty the day.
  const isSameDay = spending !== undefined && spending.day.date >= date;
  const before = isSameDay ? spending.day : { ...NOTHING_SPENT, date };
  return {
    since: spending?.since ?? at,
    total: added(spending?.total ?? NOTHING_SPENT, one),
    day: { date: before.date, ...added(before, one) },
  };
}

export function added(a: Tally, b: Tally): Tally {
  return {
    usd: rounded(a.usd + b.usd),
    tokens: a.tokens + b.tokens,
    unpriced: a.unpriced + b.unpriced,
    uncounted: a.uncounted + b.uncounted,
  };
}

function tallyOf({ usd, input_tokens, output_tokens }: Told): Tally {
  const isCounted = input_tokens !== null && output_tokens !== null;
  return {
    usd: usd ?? 0,
    tokens: (input_tokens ?? 0) + (output_tokens ?? 0),
    unpriced: usd === null ? 1 : 0,
    uncounted: isCounted ? 0 : 1,
  };
}

/** To a millionth of a dollar, so that sums are what people would add up. */
function rounded(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}

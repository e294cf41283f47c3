// The budget of a process that shares with nobody. It cannot know what another one spent before it, so every bucket
// counts as empty at its start: however often a process is started again, the limits hold.

import {
  type Bucket,
  costOf,
  drawnUntil,
  fullAfterEmpty,
  isGraphql,
  type Rates,
  type RequestKind,
  waitFor,
} from "../domain/rates.ts";
import type { Budget, Grant } from "../ports/budget.ts";
import type { Clock } from "../ports/clock.ts";

/** How soon to ask again when too many requests are under way. */
const CROWDED_MS = 250;

interface Account {
  /** When each bucket is full again, in the order of the rates. */
  fullAt: readonly number[];
  /** By kind of request, and of all (`every`). */
  readonly pausedUntil: Map<string, number>;
  underWay: number;
}

/** Times are milliseconds of the clock; an account that it never heard of has the whole of the rates, from empty buckets on. */
export class LocalBudget implements Budget {
  readonly #clock: Clock;
  readonly #rates: Rates;
  readonly #startedAt: number;
  readonly #accounts = new Map<string, Account>();

  constructor(clock: Clock, rates: Rates) {
    this.#clock = clock;
    this.#rates = rates;
    this.#startedAt = clock.now();
  }

  async take(name: string, request: RequestKind, mutations = 1): Promise<Grant> {
    const account = this.#account(name);
    const now = this.#clock.now();
    const paused =
      Math.max(...["every", kindOf(request)].map((of) => account.pausedUntil.get(of) ?? 0)) - now;
    if (paused > 0) return { granted: false, why: "paused", waitMs: paused, everyMs: 0 };
    if (account.underWay >= this.#rates.concurrent) {
      return { granted: false, why: "spent", waitMs: CROWDED_MS, everyMs: 0 };
    }
    const { buckets } = this.#rates;
    const cost = (bucket: Bucket) => costOf(bucket, request, mutations);
    const waits = buckets.map((bucket, n) => waitFor(bucket, account.fullAt[n] ?? now, now, cost(bucket)));
    const waitMs = Math.max(0, ...waits);
    if (waitMs > 0) {
      const scarce = buckets.filter((_, n) => (waits[n] ?? 0) > 0);
      const everyMs = Math.max(...scarce.map((bucket) => cost(bucket) * bucket.intervalMs));
      return { granted: false, why: "spent", waitMs, everyMs };
    }
    account.fullAt = buckets.map((bucket, n) =>
      drawnUntil(bucket, account.fullAt[n] ?? now, now, cost(bucket)),
    );
    account.underWay += 1;
    return { granted: true, release: once(() => (account.underWay -= 1)) };
  }

  pause(name: string, ms: number, of: "every" | "rest" | "graphql" = "every"): void {
    const { pausedUntil } = this.#account(name);
    pausedUntil.set(of, Math.max(pausedUntil.get(of) ?? 0, this.#clock.now() + ms));
  }

  #account(name: string): Account {
    const known = this.#accounts.get(name);
    if (known !== undefined) return known;
    const fullAt = this.#rates.buckets.map((bucket) => fullAfterEmpty(bucket, this.#startedAt));
    const account: Account = { fullAt, pausedUntil: new Map(), underWay: 0 };
    this.#accounts.set(name, account);
    return account;
  }
}

function kindOf(request: RequestKind): "rest" | "graphql" {
  return isGraphql(request) ? "graphql" : "rest";
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

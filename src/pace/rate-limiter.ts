// Politeness towards GitHub, per account: nothing is sent that the budget does not grant, writes go one at a time, and
// programs take turns with them (GitHub docs: best practices for using the REST API, "make requests serially", "pause
// between mutative requests", "handle rate limit errors appropriately"). Never repeats a request, never looks into it.

import { Retryable } from "../domain/errors.ts";
import { isGraphql, type RequestKind } from "../domain/rates.ts";
import type { Budget, Grant } from "../ports/budget.ts";
import type { Clock } from "../ports/clock.ts";
import { FairQueue } from "./fair-queue.ts";

/**
 * Who has to wait longer does not wait here but comes back later: a program that waits keeps others from being worked
 * on. A little more than the time between two writes where the hour's budget is used to the full.
 */
const PATIENCE_MS = 15_000;
/** How far apart those come back who were sent away, at least. */
const RETURN_MS = 1_000;
/** GitHub, of a secondary limit that does not say how long: "at least one minute", then "exponentially increasing". */
const FIRST_STRIKE_MS = 60_000;
const LONGEST_STRIKE_MS = 60 * 60_000;
/** A limit that comes so soon after the pause for the last one is the same trouble again. */
const SAME_TROUBLE_MS = 10 * 60_000;

/** Which limit GitHub says is reached: the hour's requests, or one of those that it does not count for us. */
type Limit = "primary" | "secondary";
/** GitHub counts the hour's requests of each apart. */
export type Api = "rest" | "graphql";

/** What a write belongs to. */
export interface Turn {
  readonly flow: string;
  readonly continues: boolean;
}

interface Waiting {
  readonly request: RequestKind;
  readonly mutations: number;
  readonly run: () => Promise<void>;
  readonly refuse: (error: Retryable) => void;
}

/** All requests of this process for one account. Reads go side by side; a write waits for those before it. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #budget: Budget;
  readonly #account: string;
  readonly #queue = new FairQueue<Waiting>();
  #state: "idle" | "serving" = "idle";
  /** The refusal after which it will ask again, and when; null while it is not waiting for that. */
  #asleep: Denial | null = null;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Until when the hour's requests of one of them are used up. */
  readonly #usedUpUntil = new Map<Api, number>();
  #strikes = 0;

  constructor(clock: Clock, budget: Budget, account: string) {
    this.#clock = clock;
    this.#budget = budget;
    this.#account = account;
  }

  /**
   * Sends a read as soon as the budget grants it.
   * @throws Retryable with the remaining time when that is long
   */
  async read<T>(api: Api, send: () => Promise<T>): Promise<T> {
    const giveUpAt = this.#clock.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.#take(`${api}-read`);
      if (answer.granted) return await send().finally(answer.release);
      const isLong = answer.why === "paused" || this.#clock.now() + answer.waitMs > giveUpAt;
      if (isLong) throw new Retryable(reasonOf(answer), answer.waitMs);
      await this.#pause(answer.waitMs);
    }
  }

  /**
   * Sends a write when its flow's turn has come, all earlier ones have ended and the budget grants it.
   * @param turn whose turn: flows take turns, writes of one flow keep their order. A write that `continues` with what an
   * earlier one has begun belongs to the same turn, because whoever was sent away in between would begin anew
   * @param mutations of a GraphQL document: each is charged, and the pause between two writes is kept once
   * @throws Retryable with the time until its turn when that is long
   */
  write<T>({ flow, continues }: Turn, api: Api, send: () => Promise<T>, mutations = 1): Promise<T> {
    return new Promise<T>((resolve, refuse) => {
      const run = async () => {
        try {
          resolve(await send());
        } catch (error) {
          refuse(error);
        }
      };
      const waiting: Waiting = { request: `${api}-write`, mutations, run, refuse };
      if (continues) this.#queue.enqueueFirst(flow, waiting);
      else this.#queue.enqueue(flow, waiting, this.#clock.now());
      if (this.#asleep !== null) this.#sendAway(this.#asleep);
      void this.#serve();
    });
  }

  /**
   * GitHub says that a limit is reached. Nothing is sent for at least as long as it asks, and longer each time that a
   * secondary limit is reached again soon.
   * @param api to whose request GitHub said so: the hour's requests are counted for each apart
   * @returns for how long from now, in milliseconds
   */
  limited(limit: Limit, askedMs: number, api: Api = "rest"): number {
    const now = this.#clock.now();
    if (limit === "primary") {
      const until = Math.max(this.#usedUpUntil.get(api) ?? now, now + askedMs);
      this.#usedUpUntil.set(api, until);
      this.#budget.pause(this.#account, askedMs, api);
      return Math.max(until, this.#pausedUntil) - now;
    }
    // Several requests under way meet the same limit: that is one strike.
    if (now >= this.#pausedUntil) {
      this.#strikes = now - this.#pausedUntil < SAME_TROUBLE_MS ? this.#strikes + 1 : 0;
    }
    const grown = this.#strikes > 0 ? FIRST_STRIKE_MS * 2 ** this.#strikes : 0;
    const ms = Math.max(askedMs, Math.min(grown, LONGEST_STRIKE_MS));
    this.#pausedUntil = Math.max(this.#pausedUntil, now + ms);
    this.#budget.pause(this.#account, ms);
    return this.#pausedUntil - now;
  }

  async #serve(): Promise<void> {
    if (this.#state === "serving") return;
    this.#state = "serving";
    for (let turn = this.#queue.peek(); turn !== null; turn = this.#queue.peek()) {
      const { name, item } = turn;
      const answer = await this.#take(item.request, item.mutations);
      if (answer.granted) {
        this.#queue.dequeue(name);
        await item.run();
        answer.release();
      } else await this.#sleep(answer);
    }
    this.#state = "idle";
  }

  /** What GitHub told this process holds, whatever becomes of the budget. */
  async #take(request: RequestKind, mutations = 1): Promise<Grant> {
    const api: Api = isGraphql(request) ? "graphql" : "rest";
    const until = Math.max(this.#pausedUntil, this.#usedUpUntil.get(api) ?? Number.NEGATIVE_INFINITY);
    const waitMs = until - this.#clock.now();
    if (waitMs > 0) return { granted: false, why: "paused", waitMs, everyMs: 0 };
    return await this.#budget.take(this.#account, request, mutations);
  }

  async #sleep(answer: Grant & { granted: false }): Promise<void> {
    this.#asleep = { ...answer, until: this.#clock.now() + answer.waitMs };
    this.#sendAway(this.#asleep);
    if (!this.#queue.isEmpty) await this.#pause(answer.waitMs);
    this.#asleep = null;
  }

  #sendAway(denial: Denial): void {
    const now = this.#clock.now();
    const everyMs = Math.max(denial.everyMs, RETURN_MS);
    const waitOf = (ahead: number) => denial.until - now + ahead * everyMs;
    const rule = { patienceMs: PATIENCE_MS, everybody: denial.why === "paused" };
    for (const { item, waitMs } of this.#queue.shed(now, waitOf, rule)) {
      item.refuse(new Retryable(reasonOf(denial), waitMs));
    }
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => this.#clock.after(ms, resolve));
  }
}

type Denial = Grant & { readonly granted: false } & { readonly until: number };

function reasonOf({ why }: Grant & { granted: false }): string {
  return why === "paused"
    ? "GitHub asked for a pause"
    : "the installation's budget of requests is spent for now";
}

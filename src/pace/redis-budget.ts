// The budget of several processes that speak for one app, kept in Redis. Losing Redis or what it knew makes the app
// slower and nothing else: each process then goes on with a small share of its own. Never rejects.

import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { costOf, isGraphql, mostMissing, type Rates, type RequestKind } from "../domain/rates.ts";
import type { Budget, Grant } from "../ports/budget.ts";
import type { Log } from "../ports/log.ts";
import { PAUSE, TAKE } from "./take-script.ts";

/** What a budget in Redis is made of. */
interface RedisBudgetParts {
  readonly redis: Redis;
  /** Of all processes together. */
  readonly rates: Rates;
  /** What this process may do while it is cut off; it hears of every pause, too. */
  readonly alone: Budget;
  /** What its keys begin with: the same for all processes of one app, another for another app. */
  readonly prefix: string;
  readonly log: Log;
  /** Milliseconds since the epoch; Redis's own clock, which all processes share, where it is left out. */
  readonly now?: () => number;
}

/** What was to be sent. */
interface Asked {
  readonly request: RequestKind;
  readonly mutations: number;
}

/** One budget for all processes with the same prefix. */
export class RedisBudget implements Budget {
  readonly #parts: RedisBudgetParts;
  /** Requests by account that were granted alone and that Redis does not know of yet. */
  readonly #owed = new Map<string, readonly Asked[]>();
  readonly #process = randomUUID();
  #state: "together" | "alone" = "together";

  constructor(parts: RedisBudgetParts) {
    this.#parts = parts;
  }

  async take(account: string, request: RequestKind, mutations = 1): Promise<Grant> {
    const asked = { request, mutations };
    const owed = this.#owed.get(account) ?? [];
    this.#owed.delete(account);
    try {
      const answer = await this.#ask(account, asked, owed);
      if (this.#state === "alone") this.#parts.log.info("the shared budget of requests is back");
      this.#state = "together";
      return answer;
    } catch (error) {
      this.#complain(error);
      this.#owe(account, owed);
      const answer = await this.#parts.alone.take(account, request, mutations);
      if (answer.granted) this.#owe(account, [asked]);
      return answer;
    }
  }

  pause(account: string, ms: number, of?: "rest" | "graphql"): void {
    const { redis, alone } = this.#parts;
    alone.pause(account, ms, of);
    redis.eval(PAUSE, 1, this.#key(account), this.#now(), ms, pauseOf(of)).catch(() => undefined);
  }

  async #ask(account: string, { request, mutations }: Asked, owed: readonly Asked[]): Promise<Grant> {
    const { redis, rates } = this.#parts;
    const id = randomUUID();
    const underWay = this.#key(`${account}:under-way`);
    const buckets = rates.buckets.flatMap((bucket) => {
      const { name, capacity, intervalMs } = bucket;
      const debt = owed.reduce((sum, one) => sum + costOf(bucket, one.request, one.mutations), 0);
      return [name, capacity, intervalMs, costOf(bucket, request, mutations), debt, mostMissing(bucket)];
    });
    const keys = [this.#key(account), underWay, this.#key(`${account}:asking`), this.#key("since")];
    const paused = pauseOf(isGraphql(request) ? "graphql" : "rest");
    const asked = [this.#now(), id, this.#process, rates.concurrent, paused, ...buckets];
    const reply = await redis.eval(TAKE, keys.length, ...keys, ...asked);
    const [granted, isPaused, waitMs, everyMs] = numbers(reply);
    if (granted === 1) {
      return { granted: true, release: () => void redis.zrem(underWay, id).catch(() => undefined) };
    }
    return { granted: false, why: isPaused === 1 ? "paused" : "spent", waitMs, everyMs };
  }

  /** Once for each time; nothing is wrong while the first connection is being made. */
  #complain(error: unknown): void {
    const { redis, log } = this.#parts;
    if (this.#state === "alone" || redis.status === "connecting" || redis.status === "connect") return;
    this.#state = "alone";
    const reason = error instanceof Error ? error.message : String(error);
    log.warn("Redis keeps no budget of requests; this process goes on with a small share of it", { reason });
  }

  #owe(account: string, requests: readonly Asked[]): void {
    if (requests.length > 0) {
      this.#owed.set(account, [...(this.#owed.get(account) ?? []), ...requests].slice(-MOST_OWED));
    }
  }

  /** In braces, so that a Redis cluster keeps all of them on one node. */
  #key(name: string): string {
    return `{${this.#parts.prefix}:budget}:${name}`;
  }

  #now(): number | string {
    return this.#parts.now?.() ?? "";
  }
}

/** Where Redis keeps until when nothing is granted, or nothing of one kind. */
function pauseOf(of: "rest" | "graphql" | undefined): string {
  return of === undefined ? "paused" : `paused:${of}`;
}

/** More than any bucket holds. */
const MOST_OWED = 500;

function numbers(reply: unknown): readonly [number, number, number, number] {
  const [granted, paused, wait, every] = Array.isArray(reply) ? reply.map(Number) : [];
  if (granted === undefined || paused === undefined || wait === undefined || every === undefined) {
    throw new TypeError("Redis answered something else");
  }
  return [granted, paused, wait, every];
}

// What only replicas need, loaded where there is a Redis: the shared queue, claims and budget, and their libraries.

import { randomUUID } from "node:crypto";
import { ratesFor } from "../domain/rates.ts";
import { RedisBudget } from "../pace/redis-budget.ts";
import type { Budget } from "../ports/budget.ts";
import type { Claims } from "../ports/claims.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Outcome, WorkQueue } from "../ports/work-queue.ts";
import { createSharedQueue } from "../queue/bullmq.ts";
import { sharedClaims } from "../queue/claims.ts";
import { ANSWER_MS, connectRedis } from "../queue/connect.ts";
import type { QueueOptions } from "../queue/in-process.ts";
import type { Config } from "./settings/config.ts";
import { wallClock } from "./system-clock.ts";

export interface Sharing {
  /** The queue that calls `run` for each key. */
  readonly queueOf: (run: (key: string) => Promise<Outcome>) => WorkQueue;
  readonly claims: Claims;
  /** What GitHub lets this process do, or all that share the Redis. */
  readonly budget: Budget;
  /** Nothing is asked of the budget any more. */
  readonly end: () => void;
}

interface ReplicaOptions extends Omit<QueueOptions, "run"> {
  readonly config: Config;
  readonly redisUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** What this process may do while it cannot reach the others. */
  readonly alone: Budget;
  /** Every process runs these for itself. */
  readonly isOwn: (key: string) => boolean;
}

/** Draining the queue ends its connection, `end` that of the budget. */
export function shareOver({ config, redisUrl, alone, isOwn, ...own }: ReplicaOptions): Sharing {
  const { appId, instance, writeIntervalMs } = config;
  const redis = connectRedis(redisUrl, ANSWER_MS.queue, own.log);
  const counting = connectRedis(redisUrl, ANSWER_MS.budget);
  // Several apps may use one Redis.
  const prefix = `autoloop:${appId}`;
  return {
    queueOf: (run) =>
      createSharedQueue({
        ...own,
        clock: wallClock,
        run,
        redis,
        prefix,
        place: instance,
        newId: randomUUID,
        isOwn,
      }),
    claims: sharedClaims(redis, prefix),
    budget: new RedisBudget({
      ...{ redis: counting, rates: ratesFor(writeIntervalMs), alone },
      ...{ prefix: `autoloop-${appId}`, log: own.log },
    }),
    end: () => counting.disconnect(),
  };
}

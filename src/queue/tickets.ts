// What replicas want of each key, in Redis: when at the earliest (one sorted set), and one BullMQ job per key that stands
// in line for it. A job carries no message: when it begins, the wish is taken; a wish made after that begins another.

import { type Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { Clock } from "../ports/clock.ts";

/** What BullMQ calls our queue. */
export const QUEUE_NAME = "keys";

export interface Ticket {
  readonly key: string;
  /** Failed runs in a row. */
  readonly failures: number;
}

export interface Tickets {
  /** Wants a run at `at` (milliseconds since the epoch) or earlier. @throws when Redis does not do it */
  ask(key: string, at: number): Promise<void>;
  /** A run begins: what was wanted until now is what it does. */
  begin(key: string): Promise<void>;
  /** When the next run is wanted; null: never. */
  wanted(key: string): Promise<number | null>;
  /** Puts a running job back into the line. @param token its lock's */
  standAgain(job: Job<Ticket>, token: string, at: number): Promise<void>;
  /** How much is wanted now and later, and for how long the oldest wish has waited, milliseconds. */
  load(): Promise<{ readonly waiting: number; readonly ready: number; readonly oldestMs: number }>;
  close(): Promise<void>;
}

export function ticketsOver(redis: Redis, clock: Clock, prefix: string): Tickets {
  const wishes = `${prefix}:wanted`;
  let opened: Queue<Ticket> | null = null;

  /** BullMQ's side of the connection cannot begin while Redis is away, and never would again. */
  const open = (): Queue<Ticket> => {
    if (redis.status !== "ready") throw new Error("Redis is away");
    if (opened !== null) return opened;
    const queue = new Queue<Ticket>(QUEUE_NAME, {
      connection: redis,
      prefix,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    });
    // A failed command is told to whoever sent it.
    queue.on("error", () => undefined);
    queue.waitUntilReady().catch(() => {
      opened = null;
    });
    opened = queue;
    return queue;
  };

  const wanted = async (key: string) => {
    const score = await redis.zscore(wishes, key);
    return score === null ? null : Number(score);
  };
  const delayUntil = (at: number) => Math.max(0, at - clock.now());
  /** A job that waits for longer than wanted waits no longer; one that runs or is about to needs nothing. */
  const hurry = async (job: Job<Ticket>, at: number) => {
    if (await job.isDelayed()) await job.changeDelay(delayUntil(at)).catch(unlessGone);
  };

  return {
    wanted,
    ask: async (key, at) => {
      const line = open();
      await redis.zadd(wishes, "LT", at, key);
      const jobId = idOf(key);
      // Does nothing where there is one.
      await line.add("key", { key, failures: 0 }, { jobId, delay: delayUntil(at) });
      const job = await line.getJob(jobId);
      if (job !== undefined && job.timestamp + job.delay > at) await hurry(job, at);
    },
    begin: async (key) => {
      await redis.zrem(wishes, key);
    },
    standAgain: async (job, token, at) => {
      await job.moveToDelayed(at, token);
      // Somebody may have asked for less while this was written.
      const soonest = await wanted(job.data.key);
      if (soonest !== null && soonest < at) await hurry(job, soonest);
    },
    load: async () => {
      const now = clock.now();
      const [waiting, ready, [, oldest = String(now)]] = await Promise.all([
        redis.zcount(wishes, `(${now}`, "+inf"),
        redis.zcount(wishes, "-inf", now),
        redis.zrange(wishes, 0, 0, "WITHSCORES"),
      ]);
      return { waiting, ready, oldestMs: Math.max(0, now - Number(oldest)) };
    },
    close: async () => {
      await opened?.close();
    },
  };
}

/** BullMQ takes no id with a colon, and none that is a number. */
function idOf(key: string): string {
  return `key ${encodeURIComponent(key)}`;
}

/** It left the line between two commands, so it runs. BullMQ says so with a code of its own. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Error && "code" in error)) throw error;
}

// What replicas want of each key, in Redis: when at the earliest (one sorted set), which of them urgently (one set), and
// one BullMQ job per key that stands in line for it. A job carries no message: when it begins, the wish is taken; a wish
// made after that begins another. BullMQ's priority is the class of a job that waits; jobs of processes that know no
// classes have none, which is how the urgent ones stand in line (docs/decisions/0020-two-classes-in-the-queue.md).

import { type Job, Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { Clock } from "../ports/clock.ts";
import type { Urgency } from "../ports/work-queue.ts";

/** What BullMQ calls our queue. */
export const QUEUE_NAME = "keys";

/** BullMQ runs jobs without a priority (0) before all others, and of those the lower number first. */
const PRIORITY: Readonly<Record<Urgency, number>> = { urgent: 0, background: 1 };

export interface Ticket {
  readonly key: string;
  /** Failed runs in a row. */
  readonly failures: number;
}

/** When the next run is wanted, null: nobody wants one; and in which class. */
export interface Wanted {
  readonly at: number | null;
  readonly urgency: Urgency;
}

interface Tickets {
  /** Wants a run at `at` (milliseconds since the epoch) or earlier. @throws when Redis does not do it */
  ask(key: string, at: number, urgency: Urgency): Promise<void>;
  /** A run begins: what was wanted until now is what it does. @returns how urgently that was wanted */
  begin(key: string): Promise<Urgency>;
  wanted(key: string): Promise<Wanted>;
  /** Puts a running job back into the line. @param token its lock's */
  standAgain(job: Job<Ticket>, token: string, at: number, urgency: Urgency): Promise<void>;
  /** Lets the first of the background keys be the next of all. */
  liftBackground(): Promise<void>;
  /** How much is wanted now and later, and for how long the oldest wish has waited, milliseconds. */
  load(): Promise<{ readonly waiting: number; readonly ready: number; readonly oldestMs: number }>;
  close(): Promise<void>;
}

export function ticketsOver(redis: Redis, clock: Clock, prefix: string): Tickets {
  const wishes = `${prefix}:wanted`;
  const urgentKeys = `${prefix}:urgent`;
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

  const wanted = async (key: string): Promise<Wanted> => {
    const [score, isUrgent] = await Promise.all([
      redis.zscore(wishes, key),
      redis.sismember(urgentKeys, key),
    ]);
    return { at: score === null ? null : Number(score), urgency: isUrgent === 1 ? "urgent" : "background" };
  };
  const delayUntil = (at: number) => Math.max(0, at - clock.now());
  /** A job that waits for longer than wanted waits no longer; one that runs or is about to needs nothing. */
  const hurry = async (job: Job<Ticket>, at: number) => {
    if (await job.isDelayed()) await job.changeDelay(delayUntil(at)).catch(unlessGone);
  };
  /** A job that waits stands among the urgent ones from now on, also when it is not its time yet. */
  const lift = (job: Job<Ticket>) => job.changePriority({ priority: PRIORITY.urgent }).catch(unlessGone);

  return {
    wanted,
    ask: async (key, at, urgency) => {
      const line = open();
      // Before the wish: a run that takes the wish must know how urgent it was.
      if (urgency === "urgent") await redis.sadd(urgentKeys, key);
      await redis.zadd(wishes, "LT", at, key);
      const jobId = idOf(key);
      // Does nothing where there is one.
      await line.add(
        "key",
        { key, failures: 0 },
        { jobId, delay: delayUntil(at), priority: PRIORITY[urgency] },
      );
      const job = await line.getJob(jobId);
      if (job === undefined) return;
      if (urgency === "urgent" && job.priority !== PRIORITY.urgent) await lift(job);
      if (job.timestamp + job.delay > at) await hurry(job, at);
    },
    begin: async (key) => {
      const [, wasUrgent] = await Promise.all([redis.zrem(wishes, key), redis.srem(urgentKeys, key)]);
      return wasUrgent === 1 ? "urgent" : "background";
    },
    standAgain: async (job, token, at, urgency) => {
      if (urgency === "urgent") await redis.sadd(urgentKeys, job.data.key);
      await job.changePriority({ priority: PRIORITY[urgency] });
      await job.moveToDelayed(at, token);
      // Somebody may have asked for less, or more urgently, while this was written.
      const asked = await wanted(job.data.key);
      if (asked.urgency !== urgency && asked.urgency === "urgent") await lift(job);
      if (asked.at !== null && asked.at < at) await hurry(job, asked.at);
    },
    liftBackground: async () => {
      const [first] = await open().getPrioritized(0, 0);
      await first?.changePriority({ priority: PRIORITY.urgent, lifo: true }).catch(unlessGone);
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

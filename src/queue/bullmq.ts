// Owns the work queue that several processes share over Redis. Redis only spreads the work: what it loses the sweep asks
// for again, and while it is away each process works on its own, through the queue in its memory.
//
// What it promises beside what the in-process queue does:
// - A key is run by one process at a time while Redis holds its locks. When it does not, two may run; GitHub's
//   compare-and-swap decides between them.
// - A wish that Redis took outlives the process that had it. A process that dies in a run has it run by another.
// - `addHere` never leaves this process, and never waits for Redis.
// - Nothing waits for Redis: what it does not take at once is done here.

import { DelayedError, type Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { Outcome, Urgency, WorkQueue } from "../ports/work-queue.ts";
import { createQueue, type QueueOptions } from "./in-process.ts";
import { keyLocks } from "./key-locks.ts";
import { BACKGROUND_EVERY, moreUrgent } from "./ready-keys.ts";
import { QUEUE_NAME, type Ticket, ticketsOver, type Wanted } from "./tickets.ts";

interface SharedQueueOptions extends QueueOptions {
  /** Of `connectRedis`; ended by `drain`. */
  readonly redis: Redis;
  /** Begins every name in Redis: the same in all processes that share the queue. */
  readonly prefix: string;
  /** Name of this process among them. */
  readonly place: string;
  /** Every process runs these for itself, again and again. */
  readonly isOwn: (key: string) => boolean;
  /** Fresh random text. */
  readonly newId: () => string;
  /** After so many milliseconds without a sign of life a run is taken for dead. */
  readonly lockMs?: number;
}

const LOCK_MS = 30_000;
/** When to ask again for a key that another process is running. */
const BUSY_MS = 500;
/** How long the end of this process waits for Redis. */
const FAREWELL_MS = 3_000;
/** A Redis that is there and refuses is told about no more often than this. */
const REFUSED_QUIET_MS = 60_000;
const DONE: Outcome = { kind: "done" };
const NOTHING = { waiting: 0, ready: 0, oldestMs: 0 };
/** A job whose process died is given to the next one, however often: it never is the job's fault alone. */
const EVER = 1_000_000;

/** A queue that all processes with the same prefix share; see the head of the file for what it promises. */
export function createSharedQueue(options: SharedQueueOptions): WorkQueue {
  const { run, clock, log, redis, place, prefix, backoff, concurrency, isOwn, newId } = options;
  const { lockMs = LOCK_MS } = options;
  const listener = patientConnection(redis);
  const hands = patientConnection(redis);
  const tickets = ticketsOver(redis, clock, prefix);
  const locks = keyLocks({ redis, clock, prefix: `${prefix}:running:`, lockMs, owner: newId() });
  /** Keys that this process is running. */
  const running = new Set<string>();
  let draining = false;
  let quietUntil = 0;
  /** Jobs that this process took from the line. */
  let taken = 0;

  const local = createQueue({ ...options, run: runHere });
  const worker = new Worker<Ticket>(QUEUE_NAME, (job, token) => serve(job, token ?? ""), {
    connection: hands,
    prefix,
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    maxStalledCount: EVER,
    runRetryDelay: BUSY_MS,
  });
  worker.on("error", (error) => log.debug("the shared queue has trouble", { reason: error.message }));
  // Between its last look and its end somebody may have asked for the key.
  worker.on("completed", ({ data: { key } }) => void askAgain(key));
  const channel = (name: string) => `${prefix}:at:${name}`;
  listener.on("message", (_, key) => local.add(key));
  listener.subscribe(channel(place)).catch(() => undefined);

  /** One run of a key, unless this or another process is at it. */
  async function alone(key: string, then: () => Promise<Outcome>): Promise<Outcome | "busy"> {
    if (running.has(key)) return "busy";
    running.add(key);
    try {
      const lock = await locks.take(key);
      if (lock === null) return "busy";
      try {
        return await then();
      } finally {
        await lock.release();
      }
    } finally {
      running.delete(key);
    }
  }

  async function runHere(key: string, urgency: Urgency): Promise<Outcome> {
    const outcome = await alone(key, () => run(key, urgency));
    if (outcome === "busy") {
      local.add(key, BUSY_MS, urgency);
      return DONE;
    }
    if (outcome.kind !== "again" || isOwn(key)) return outcome;
    return await tickets.ask(key, clock.now() + outcome.ms, "background").then(
      () => DONE,
      () => outcome,
    );
  }

  /** One turn of a job. @throws DelayedError when it stands in line again */
  async function serve(job: Job<Ticket>, token: string): Promise<void> {
    const { key, failures } = job.data;
    let urgency: Urgency = "background";
    taken += 1;
    // BullMQ takes urgent jobs before all others, for as long as there are any.
    if (taken % BACKGROUND_EVERY === BACKGROUND_EVERY - 1)
      await tickets.liftBackground().catch(() => undefined);
    const outcome = await alone(key, async () => {
      urgency = await tickets.begin(key).catch(() => urgency);
      return await run(key, urgency).catch((error: unknown): Outcome => {
        log.error("a run failed unexpectedly", { key, error: String(error) });
        return { kind: "retry" };
      });
    });
    const ms = outcome === "busy" ? BUSY_MS : pause(outcome, failures);
    // What failed is still owed; whatever else is wanted next, nobody waits for.
    if (outcome === "busy" || outcome.kind !== "retry") urgency = "background";
    try {
      if (outcome !== "busy") await count(job, outcome.kind === "retry" ? failures + 1 : 0);
      const next = await nextOf(key, ms, outcome === "busy", urgency);
      if (next.at === null) return;
      await tickets.standAgain(job, token, next.at, next.urgency);
    } catch (error) {
      // Redis is gone with the job: it may be run a second time, and this process does not rely on it.
      log.debug("a job was lost", { key, reason: String(error) });
      if (ms !== null) local.add(key, ms, urgency);
      return;
    }
    throw new DelayedError();
  }

  /** When and how urgently the job's key is wanted next. */
  async function nextOf(key: string, ms: number | null, isBusy: boolean, urgency: Urgency): Promise<Wanted> {
    const own = ms === null ? null : clock.now() + ms;
    const asked = await tickets.wanted(key);
    const more = moreUrgent(urgency, asked.urgency);
    if (isBusy || asked.at === null || own === null) return { at: own ?? asked.at, urgency: more };
    return { at: Math.min(own, asked.at), urgency: more };
  }

  function pause(outcome: Outcome, failures: number): number | null {
    if (outcome.kind === "done") return null;
    if (outcome.kind === "again") return Math.max(0, outcome.ms || 0);
    const mostMs = Math.min(backoff.maxMs, outcome.atMostMs ?? backoff.maxMs);
    return Math.max(0, outcome.ms ?? Math.min(mostMs, backoff.firstMs * 2 ** failures));
  }

  async function askAgain(key: string): Promise<void> {
    try {
      const { at, urgency } = await tickets.wanted(key);
      if (at !== null) await tickets.ask(key, at, urgency);
    } catch {
      local.add(key);
    }
  }

  function add(key: string, delayMs = 0, urgency: Urgency = "background"): void {
    if (draining) return;
    const ms = Math.max(0, delayMs || 0);
    tickets.ask(key, clock.now() + ms, urgency).catch((error: unknown) => {
      refused(error);
      local.add(key, ms, urgency);
    });
  }

  /** That Redis is away was said already. */
  function refused(error: unknown): void {
    if (draining || redis.status !== "ready" || clock.now() < quietUntil) return;
    quietUntil = clock.now() + REFUSED_QUIET_MS;
    log.warn("Redis refuses work: this process does it on its own", { reason: String(error) });
  }

  async function close(): Promise<void> {
    await worker.close();
    await tickets.close();
  }

  return {
    add,
    addHere: local.add,
    load: async () => {
      const own = await local.load();
      // This process does everything that it hears of.
      const jobs = redis.status === "ready" ? await tickets.load() : NOTHING;
      return {
        waiting: own.waiting + jobs.waiting,
        ready: own.ready + jobs.ready,
        running: running.size,
        oldestMs: Math.max(own.oldestMs, jobs.oldestMs),
      };
    },
    addAt: (other, key) => void redis.publish(channel(other), key).catch(() => undefined),
    drain: async () => {
      draining = true;
      listener.disconnect();
      const farewell = close().catch(() => undefined);
      await local.drain();
      // What runs may take its time; Redis, which has to hear of its end, may not.
      while (running.size > 0) await pass(BUSY_MS);
      if (redis.status === "ready") await Promise.race([farewell, pass(FAREWELL_MS)]);
      redis.disconnect();
      hands.disconnect();
    },
  };

  function pass(ms: number): Promise<void> {
    return new Promise((resolve) => void clock.after(ms, resolve));
  }
}

/**
 * Another connection to the same server, whose commands wait for as long as it takes: BullMQ asks for no limit of
 * retries on the one that it waits for jobs with, and a subscription has to outlive every outage.
 */
function patientConnection(redis: Redis): Redis {
  const patient = redis.duplicate({
    commandTimeout: undefined,
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
  });
  // Told about by the other connection.
  patient.on("error", () => undefined);
  return patient;
}

/** Writes the number of failures where it changed. */
async function count(job: Job<Ticket>, failures: number): Promise<void> {
  if (job.data.failures !== failures) await job.updateData({ ...job.data, failures });
}

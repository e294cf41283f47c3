// Owns the keyed work queue of one process. It decides when a key runs, never what running it means, and it
// keeps nothing that matters: after a restart the sweep asks for every key again.
//
// What it promises:
// - Never two runs of one key at once; never more than `concurrency` runs together.
// - Every accepted `add` is followed by a run of that key that begins after the add.
// - Nothing runs before its time. Of several times asked for one key, the earliest counts.
// - Keys that are ready run in the order of `ready-keys.ts`: urgent ones first, one background key in eight, each class
//   first come, first served; a key that runs again goes to the end of its class.
// - Of several classes asked for one key, the more urgent counts, wherever the key waits.
// - A key that fails waits longer each time, up to a limit; one success forgets that.
//
// Races and what was decided:
// - Added while it runs: the run may already have read the old world, so one more run follows (not one per add).
// - Added while it waits after a failure: it runs at the time asked for. The back-off spares GitHub from our own
//   repetition; a person's comment is news and deserves an attempt.
// - A run that throws is a run that failed: the loop must survive any error of one program.
// - Drained while runs go on: they end, what they ask for is not scheduled, and adds are ignored.

import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Outcome, QueueLoad, Urgency, WorkQueue } from "../ports/work-queue.ts";
import { createReadyKeys, moreUrgent } from "./ready-keys.ts";

/** What every queue needs; `log` hears of runs that threw. */
export interface QueueOptions {
  /** One run of a key, in the class in which its turn came. Throwing is the same as `retry`. */
  readonly run: (key: string, urgency: Urgency) => Promise<Outcome>;
  readonly clock: Clock;
  /** Runs of different keys at the same time; 1 or more. */
  readonly concurrency: number;
  /** Wait after the first failure, doubled by each further one up to `maxMs`. Milliseconds. */
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  readonly log: Log;
}

/** When a key is wanted at the earliest, and in which class; a moment that is infinite never comes. */
interface Wish {
  readonly at: number;
  readonly urgency: Urgency;
}

const NEVER: Wish = { at: Number.POSITIVE_INFINITY, urgency: "background" };

/** A queue in the memory of this process; see the head of the file for what it promises. */
export function createQueue({ run, clock, concurrency, backoff, log }: QueueOptions): WorkQueue {
  const waiting = new Map<string, Wish & { readonly cancel: () => void }>();
  const ready = createReadyKeys();
  /** Running keys, with what was asked for meanwhile. */
  const running = new Map<string, Wish>();
  const failures = new Map<string, number>();
  /** Those who wait for the last run to end; null while the queue takes work. */
  let drainers: (() => void)[] | null = null;

  function schedule(key: string, asked: Wish): void {
    if (ready.has(key)) {
      ready.add(key, asked.urgency, clock.now());
      return;
    }
    const before = waiting.get(key);
    const { at, urgency } = both(asked, before ?? NEVER);
    if (at === before?.at && urgency === before.urgency) return;
    before?.cancel();
    const ms = at - clock.now();
    if (ms <= 0) makeReady(key, urgency);
    else waiting.set(key, { at, urgency, cancel: clock.after(ms, () => makeReady(key, urgency)) });
  }

  function makeReady(key: string, urgency: Urgency): void {
    waiting.delete(key);
    ready.add(key, urgency, clock.now());
    // Not in the caller's stack: `add` returns at once, and adding twice in one breath is adding once.
    queueMicrotask(startNext);
  }

  function startNext(): void {
    while (running.size < concurrency) {
      const next = ready.take();
      if (next === null) return;
      running.set(next.key, NEVER);
      void execute(next.key, next.urgency);
    }
  }

  async function execute(key: string, urgency: Urgency): Promise<void> {
    let own = NEVER;
    try {
      own = wishOf(key, urgency, await run(key, urgency));
    } catch (error) {
      log.error("a run failed unexpectedly", { key, error: String(error) });
      own = wishOf(key, urgency, { kind: "retry" });
    }
    const next = both(own, running.get(key) ?? NEVER);
    running.delete(key);
    if (drainers) {
      if (running.size === 0) for (const drained of drainers) drained();
      return;
    }
    if (next.at < NEVER.at) schedule(key, next);
    startNext();
  }

  /** What a run asks for itself. */
  function wishOf(key: string, urgency: Urgency, outcome: Outcome): Wish {
    if (outcome.kind === "retry") {
      const before = failures.get(key) ?? 0;
      failures.set(key, before + 1);
      const mostMs = Math.min(backoff.maxMs, outcome.atMostMs ?? backoff.maxMs);
      return { at: later(outcome.ms ?? Math.min(mostMs, backoff.firstMs * 2 ** before)), urgency };
    }
    failures.delete(key);
    return outcome.kind === "again" ? { at: later(outcome.ms), urgency: "background" } : NEVER;
  }

  /** The moment `ms` from now; what is no positive number counts as none. */
  function later(ms: number): number {
    return clock.now() + Math.max(0, ms || 0);
  }

  function add(key: string, delayMs = 0, urgency: Urgency = "background"): void {
    if (drainers) return;
    const asked = { at: later(delayMs), urgency };
    const meanwhile = running.get(key);
    if (meanwhile === undefined) schedule(key, asked);
    else running.set(key, both(asked, meanwhile));
  }

  function drain(): Promise<void> {
    const waiters = drainers ?? [];
    drainers = waiters;
    for (const { cancel } of waiting.values()) cancel();
    waiting.clear();
    ready.clear();
    return new Promise((resolve) => {
      if (running.size === 0) resolve();
      else waiters.push(resolve);
    });
  }

  function load(): Promise<QueueLoad> {
    return Promise.resolve({
      waiting: waiting.size,
      ready: ready.size,
      running: running.size,
      oldestMs: clock.now() - (ready.oldest() ?? clock.now()),
    });
  }

  return { add, addHere: add, addAt: () => undefined, drain, load };
}

/** One run serves both: at the earlier moment, in the more urgent class. */
function both(one: Wish, other: Wish): Wish {
  return { at: Math.min(one.at, other.at), urgency: moreUrgent(one.urgency, other.urgency) };
}

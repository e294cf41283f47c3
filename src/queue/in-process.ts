// Owns the keyed work queue of one process. It decides when a key runs, never what running it means, and it
// keeps nothing that matters: after a restart the sweep asks for every key again.
//
// What it promises:
// - Never two runs of one key at once; never more than `concurrency` runs together.
// - Every accepted `add` is followed by a run of that key that begins after the add.
// - Nothing runs before its time. Of several times asked for one key, the earliest counts.
// - Keys that are ready run first come, first served; a key that runs again goes to the end of the line.
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
import type { Outcome, QueueLoad, WorkQueue } from "../ports/work-queue.ts";

export interface QueueOptions {
  /** One run of a key. Throwing is the same as `retry`. */
  readonly run: (key: string) => Promise<Outcome>;
  readonly clock: Clock;
  /** Runs of different keys at the same time; 1 or more. */
  readonly concurrency: number;
  /** Wait after the first failure, doubled by each further one up to `maxMs`. Milliseconds. */
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  readonly log: Log;
}

/** A queue in the memory of this process; see the head of the file for what it promises. */
export function createQueue({ run, clock, concurrency, backoff, log }: QueueOptions): WorkQueue {
  const waiting = new Map<string, { readonly at: number; readonly cancel: () => void }>();
  /** When each became ready, in that order. */
  const ready = new Map<string, number>();
  /** Running keys, with the earliest moment that somebody asked for meanwhile; infinite when nobody did. */
  const running = new Map<string, number>();
  const failures = new Map<string, number>();
  /** Those who wait for the last run to end; null while the queue takes work. */
  let drainers: (() => void)[] | null = null;

  function schedule(key: string, at: number): void {
    const earlier = waiting.get(key);
    if (ready.has(key) || (earlier && earlier.at <= at)) return;
    earlier?.cancel();
    const ms = at - clock.now();
    if (ms > 0) waiting.set(key, { at, cancel: clock.after(ms, () => makeReady(key)) });
    else makeReady(key);
  }

  function makeReady(key: string): void {
    waiting.delete(key);
    ready.set(key, clock.now());
    // Not in the caller's stack: `add` returns at once, and adding twice in one breath is adding once.
    queueMicrotask(startNext);
  }

  function startNext(): void {
    for (const key of ready.keys()) {
      if (running.size >= concurrency) return;
      ready.delete(key);
      running.set(key, Number.POSITIVE_INFINITY);
      void execute(key);
    }
  }

  async function execute(key: string): Promise<void> {
    let next = Number.POSITIVE_INFINITY;
    try {
      next = timeAfter(key, await run(key));
    } catch (error) {
      log.error("a run failed unexpectedly", { key, error: String(error) });
      next = timeAfter(key, { kind: "retry" });
    }
    next = Math.min(next, running.get(key) ?? next);
    running.delete(key);
    if (drainers) {
      if (running.size === 0) for (const drained of drainers) drained();
      return;
    }
    if (next < Number.POSITIVE_INFINITY) schedule(key, next);
    startNext();
  }

  /** When the key wants to run again; infinite for never. */
  function timeAfter(key: string, outcome: Outcome): number {
    if (outcome.kind === "retry") {
      const before = failures.get(key) ?? 0;
      failures.set(key, before + 1);
      const mostMs = Math.min(backoff.maxMs, outcome.atMostMs ?? backoff.maxMs);
      return later(outcome.ms ?? Math.min(mostMs, backoff.firstMs * 2 ** before));
    }
    failures.delete(key);
    return outcome.kind === "again" ? later(outcome.ms) : Number.POSITIVE_INFINITY;
  }

  /** The moment `ms` from now; what is no positive number counts as none. */
  function later(ms: number): number {
    return clock.now() + Math.max(0, ms || 0);
  }

  function add(key: string, delayMs = 0): void {
    if (drainers) return;
    const at = later(delayMs);
    const asked = running.get(key);
    if (asked === undefined) schedule(key, at);
    else running.set(key, Math.min(asked, at));
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
    const [since = clock.now()] = ready.values();
    return Promise.resolve({
      waiting: waiting.size,
      ready: ready.size,
      running: running.size,
      oldestMs: clock.now() - since,
    });
  }

  return { add, addHere: add, addAt: () => undefined, drain, load };
}

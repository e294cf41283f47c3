// Ties the lines of the log together: which delivery asked for which key, and which run of that key wrote a line. Kept
// for a while, in memory, for people who read logs; nothing is decided from it.

import { AsyncLocalStorage } from "node:async_hooks";
import type { Fields } from "../../ports/log.ts";

/** Deliveries named by one run; a burst has more, and the newest tell enough. */
const NAMED = 5;
/** Keys that wait at most; other replicas run some of them, so that nobody here ever asks for them. */
const KEYS = 10_000;

export interface Trace {
  /** A delivery asks for a run of this key. */
  asked(key: string, delivery: string): void;
  /** Whatever runs now asks for a run of this key, and for the same deliveries. */
  passOn(key: string): void;
  /** Runs `body`; every line that is written meanwhile carries `fields` and the deliveries that asked for `key`. */
  run<T>(key: string, fields: Fields, body: () => Promise<T>): Promise<T>;
  /** Runs `body` as if nothing were running: what it leaves behind belongs to nobody. */
  outside<T>(body: () => T): T;
  /** Fields of the run that this is called in; none outside of runs. */
  fields(): Fields;
}

interface Run {
  readonly fields: Fields;
  readonly deliveries: readonly string[];
  over: boolean;
}

export function createTrace(): Trace {
  const waiting = new Map<string, readonly string[]>();
  const current = new AsyncLocalStorage<Run | null>();
  /** Timers and processes that a run left behind do not speak for it. */
  const running = () => {
    const run = current.getStore() ?? null;
    return run?.over === false ? run : null;
  };
  const add = (key: string, deliveries: readonly string[]): void => {
    const all = new Set([...(waiting.get(key) ?? []), ...deliveries]);
    waiting.set(key, [...all].slice(-NAMED));
    const [oldest] = waiting.keys();
    if (waiting.size > KEYS && oldest !== undefined) waiting.delete(oldest);
  };
  return {
    asked: (key, delivery) => add(key, [delivery]),
    passOn: (key) => {
      const { deliveries } = running() ?? { deliveries: [] };
      if (deliveries.length > 0) add(key, deliveries);
    },
    run: (key, fields, body) => {
      const deliveries = waiting.get(key) ?? [];
      waiting.delete(key);
      const named = deliveries.length === 0 ? {} : { delivery: deliveries.join(" ") };
      const run: Run = { fields: { ...fields, ...named }, deliveries, over: false };
      return current.run(run, () =>
        body().finally(() => {
          run.over = true;
        }),
      );
    },
    outside: (body) => current.run(null, body),
    fields: () => ({ ...running()?.fields }),
  };
}

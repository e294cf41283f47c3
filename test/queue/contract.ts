// What every work queue promises, as far as all of them can: over whatever keeps their keys and whatever tells the time.
// Of time only lower bounds are asserted.

import { afterEach, describe, expect, it } from "vitest";
import type { Outcome, WorkQueue } from "../../src/ports/work-queue.ts";

export const DONE: Outcome = { kind: "done" };
export const BACKOFF = { firstMs: 100, maxMs: 1_000 };

/** One run of a key. `end` null: it goes on. */
export interface Run {
  readonly key: string;
  readonly start: number;
  end: number | null;
}

/** What runs do, and what they did. */
export class Runs {
  readonly history: Run[] = [];
  readonly #endings = new Map<string, (Outcome | Error)[]>();
  readonly #gates = new Map<string, { readonly opened: Promise<void>; readonly open: () => void }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** How the next runs of a key end; those after them are done. */
  endings(key: string, ...endings: readonly (Outcome | Error)[]): void {
    this.#endings.set(key, [...endings]);
  }

  /** Runs of this key do not end before it is opened. */
  gate(key: string): () => void {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#gates.set(key, { opened, open });
    return open;
  }

  /** Whatever waits goes on. */
  openAll(): void {
    for (const { open } of this.#gates.values()) open();
  }

  readonly run = async (key: string): Promise<Outcome> => {
    const entry: Run = { key, start: this.#now(), end: null };
    this.history.push(entry);
    await this.#gates.get(key)?.opened;
    entry.end = this.#now();
    const ending = this.#endings.get(key)?.shift() ?? DONE;
    if (ending instanceof Error) throw ending;
    return ending;
  };

  of(key: string): readonly Run[] {
    return this.history.filter((one) => one.key === key);
  }

  isRunning(key: string): boolean {
    return this.of(key).some(({ end }) => end === null);
  }
}

export interface QueueWorld {
  readonly queue: WorkQueue;
  readonly runs: Runs;
  now(): number;
  /** Lets time pass until it is so. */
  until(what: string, isSo: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const FAR = 3_600_000;

/** @param open a queue of this concurrency that runs what its `runs` say */
export function queueContract(name: string, open: (concurrency: number) => Promise<QueueWorld>): void {
  describe(`the contract of a work queue: ${name}`, () => {
    let world: QueueWorld;
    afterEach(async () => {
      world.runs.openAll();
      await world.close();
    });

    const begin = async (concurrency = 4) => {
      world = await open(concurrency);
      return world;
    };
    const ran = (key: string, times = 1) =>
      world.until(`${key} ran ${times} times`, () => {
        const all = world.runs.of(key);
        return all.length >= times && all.every(({ end }) => end !== null);
      });

    it("runs what was added, and not in the caller's stack", async () => {
      const { queue, runs } = await begin();
      queue.add("a");
      queue.addHere("b");
      expect(runs.history).toEqual([]);
      await ran("a");
      await ran("b");
    });

    it("runs a key once however often it was added before its turn, and ready keys first come, first served", async () => {
      const { queue, runs } = await begin(1);
      const open = runs.gate("blocker");
      queue.add("blocker");
      await world.until("it is blocked", () => runs.isRunning("blocker"));
      for (const key of ["a", "b", "a", "c", "a", "b", "last"]) queue.add(key);
      open();
      await ran("last");
      expect(runs.history.map(({ key }) => key)).toEqual(["blocker", "a", "b", "c", "last"]);
    });

    it("runs a key once more when it was added while running, after that run", async () => {
      const { queue, runs } = await begin();
      const open = runs.gate("a");
      queue.add("a");
      await world.until("a runs", () => runs.isRunning("a"));
      for (let n = 0; n < 3; n += 1) queue.add("a");
      queue.add("b");
      await ran("b");
      expect(runs.of("a")).toHaveLength(1);
      open();
      await ran("a", 2);
      queue.add("c", 300);
      await ran("c");
      const [first, second, ...more] = runs.of("a");
      expect(second?.start).toBeGreaterThanOrEqual(first?.end ?? Number.POSITIVE_INFINITY);
      expect(more).toEqual([]);
    });

    it("takes the earliest of several times, and runs nothing before it", async () => {
      const { queue, runs, now } = await begin();
      const asked = now();
      queue.add("a", FAR);
      queue.add("a", 200);
      queue.add("a", 2 * FAR);
      await ran("a");
      expect(runs.of("a")[0]?.start).toBeGreaterThanOrEqual(asked + 200);
    });

    it("counts a time that is no number, or below zero, as none", async () => {
      const { queue } = await begin();
      queue.add("a", -5);
      queue.add("b", Number.NaN);
      await ran("a");
      await ran("b");
    });

    it("lets what was asked for while a key ran win over what the run asks for itself", async () => {
      const { queue, runs } = await begin();
      const open = runs.gate("a");
      runs.endings("a", { kind: "again", ms: FAR });
      queue.add("a");
      await world.until("a runs", () => runs.isRunning("a"));
      queue.add("a", 50);
      open();
      await ran("a", 2);
    });

    it("lets what is asked for after a run win over what the run asked for", async () => {
      const { queue, runs } = await begin();
      runs.endings("a", { kind: "again", ms: FAR }, { kind: "retry", ms: FAR });
      for (const times of [1, 2, 3]) {
        queue.add("a");
        await ran("a", times);
      }
    });

    it("looks again after the time that a run asked for", async () => {
      const { queue, runs } = await begin();
      runs.endings("a", { kind: "again", ms: 150 }, { kind: "again", ms: 0 });
      queue.add("a");
      await ran("a", 3);
      const [first, second] = runs.of("a");
      expect((second?.start ?? 0) - (first?.end ?? 0)).toBeGreaterThanOrEqual(150);
    });

    it("waits longer after each failure, and forgets it after a success", async () => {
      const { queue, runs } = await begin();
      const retry: Outcome = { kind: "retry" };
      runs.endings("a", retry, new Error("boom"), retry, { kind: "again", ms: 0 }, retry);
      queue.add("a");
      await ran("a", 6);
      const gaps = runs.of("a").map(({ start }, index, all) => start - (all[index - 1]?.end ?? start));
      for (const [index, least] of [0, 100, 200, 400, 0, 100].entries())
        expect(gaps[index]).toBeGreaterThanOrEqual(least);
    });

    it("goes on with other keys when one fails or waits", async () => {
      const { queue, runs } = await begin(1);
      runs.endings("a", { kind: "retry", ms: FAR });
      queue.add("a");
      queue.add("b");
      await ran("b");
      expect(runs.of("a")).toHaveLength(1);
    });

    it("never runs a key twice at once", async () => {
      const { queue, runs } = await begin(2);
      for (let n = 0; n < 30; n += 1) {
        const key = `k${n % 4}`;
        if (n % 5 === 0) runs.endings(key, { kind: "again", ms: 10 }, new Error("boom"));
        if (n % 3 === 0) queue.addHere(key, n % 7);
        else queue.add(key, n % 7);
        if (n % 10 === 9) await ran(key);
      }
      for (const n of [0, 1, 2, 3]) await ran(`k${n}`);
      queue.add("last", 300);
      await ran("last");
      for (const [index, run] of runs.history.entries()) {
        const meanwhile = runs.history.slice(0, index).filter(({ end }) => end === null || end > run.start);
        expect(meanwhile.filter(({ key }) => key === run.key)).toEqual([]);
      }
    });

    it("drains: what runs ends, nothing new begins", async () => {
      const { queue, runs } = await begin(1);
      const open = runs.gate("a");
      runs.endings("a", { kind: "again", ms: 1 });
      queue.addHere("a");
      await world.until("a runs", () => runs.isRunning("a"));
      queue.addHere("ready");
      queue.addHere("later", 20);
      let isDrained = false;
      const drained = queue.drain().then(() => {
        isDrained = true;
      });
      queue.add("new");
      queue.addHere("new");
      expect(isDrained).toBe(false);
      open();
      await world.until("it is drained", () => isDrained);
      await drained;
      expect(runs.history.map(({ key }) => key)).toEqual(["a"]);
      await queue.drain();
    });
  });
}

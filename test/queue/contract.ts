// What every work queue promises, as far as all of them can: over whatever keeps their keys and whatever tells the time.
// Nothing here measures time: what is asserted is the order of runs, and the moment at which a queue means to run a key.

import { afterEach, describe, expect, it } from "vitest";
import type { Clock } from "../../src/ports/clock.ts";
import type { Outcome, Urgency, WorkQueue } from "../../src/ports/work-queue.ts";
import type { QueueOptions } from "../../src/queue/in-process.ts";

export const DONE: Outcome = { kind: "done" };
export const BACKOFF = { firstMs: 100, maxMs: 1_000 };

/** One run of a key. `start` and `end` count what began and ended before; `end` null: it goes on. */
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
  #passed = 0;

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
    const entry: Run = { key, start: this.#passed++, end: null };
    this.history.push(entry);
    await this.#gates.get(key)?.opened;
    entry.end = this.#passed++;
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
  /** Moments at which the queue means to run keys, as far as they are more than `SOON_MS` away. */
  due(): Promise<readonly number[]>;
  /** Lets time pass until it is so. */
  until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

export const SOON_MS = 60_000;
const LATER = 200_000;
const FAR = 3_600_000;

/** Remembers which moments somebody waits for. */
export class WatchedClock implements Clock {
  readonly #clock: Clock;
  readonly #moments = new Set<{ readonly at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  after(ms: number, callback: () => void): () => void {
    const moment = { at: this.now() + ms };
    this.#moments.add(moment);
    const cancel = this.#clock.after(ms, () => {
      this.#moments.delete(moment);
      callback();
    });
    return () => {
      this.#moments.delete(moment);
      cancel();
    };
  }

  /** What `QueueWorld.due` tells. */
  due(): readonly number[] {
    return [...this.#moments].map(({ at }) => at).filter((at) => at > this.now() + SOON_MS);
  }
}

/** @param open a queue that runs what its `runs` say */
export function queueContract(
  name: string,
  open: (options: Pick<QueueOptions, "concurrency" | "backoff">) => Promise<QueueWorld>,
): void {
  describe(`the contract of a work queue: ${name}`, () => {
    let world: QueueWorld;
    afterEach(async () => {
      world.runs.openAll();
      await world.close();
    });

    const begin = async (concurrency = 4, backoff = BACKOFF) => {
      world = await open({ concurrency, backoff });
      return world;
    };
    const ran = (key: string, times = 1) =>
      world.until(`${key} ran ${times} times`, () => {
        const all = world.runs.of(key);
        return all.length >= times && all.every(({ end }) => end !== null);
      });
    /** The one key that waits is due `ms` after some moment since `from`. */
    const isDueIn = async (ms: number, from: number) => {
      await world.until("one key waits", async () => (await world.due()).length === 1);
      const [at = Number.NaN] = await world.due();
      expect(at - ms).toBeGreaterThanOrEqual(from);
      expect(at - ms).toBeLessThanOrEqual(world.now());
    };
    /** A queue whose one slot is taken; `open` sets it free. */
    const blocked = async () => {
      const { queue, runs } = await begin(1);
      const open = runs.gate("blocker");
      queue.add("blocker");
      await world.until("it is blocked", () => runs.isRunning("blocker"));
      return {
        ...{ queue, runs, open },
        add: async (keys: readonly string[], urgency: Urgency) => {
          const before = (await queue.load()).ready;
          for (const key of keys) queue.add(key, 0, urgency);
          await world.until("all are ready", async () => (await queue.load()).ready === before + keys.length);
        },
        order: () => runs.history.slice(1).map(({ key }) => key),
      };
    };

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
      expect(second?.start).toBeGreaterThan(first?.end ?? Number.POSITIVE_INFINITY);
      expect(more).toEqual([]);
    });

    it("takes the earliest of several times, and runs nothing before it", async () => {
      const { queue, runs, now } = await begin();
      const asked = now();
      for (const ms of [FAR, LATER, 2 * FAR]) queue.add("a", ms);
      queue.add("b");
      await ran("b");
      await isDueIn(LATER, asked);
      expect(runs.of("a")).toEqual([]);
      queue.add("a", 50);
      await ran("a");
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
      const { queue, runs, now } = await begin();
      const again = (ms: number): Outcome => ({ kind: "again", ms });
      runs.endings("a", again(150), again(0), again(LATER));
      const began = now();
      queue.add("a");
      await ran("a", 3);
      await isDueIn(LATER, began);
      expect(runs.of("a")).toHaveLength(3);
    });

    it("waits longer after each failure, and forgets it after a success", async () => {
      const { queue, runs, now } = await begin(4, { firstMs: LATER, maxMs: 4 * LATER });
      const retry: Outcome = { kind: "retry" };
      const endings = [retry, new Error("boom"), retry, retry, { kind: "again", ms: FAR } as const, retry];
      runs.endings("a", ...endings);
      for (const [index, ms] of [LATER, 2 * LATER, 4 * LATER, 4 * LATER, FAR, LATER].entries()) {
        const began = now();
        queue.add("a");
        await ran("a", index + 1);
        await isDueIn(ms, began);
      }
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

    it("runs a person's command behind 1,000 keys of a sweep among the first ten", async () => {
      const { add, open, order } = await blocked();
      await add(
        Array.from({ length: 1_000 }, (_, n) => `sweep ${n}`),
        "background",
      );
      await add(["command"], "urgent");
      open();
      await ran("command");
      expect(order().slice(0, 10)).toContain("command");
    });

    it("runs one background key in eight while urgent ones wait, each class first come, first served", async () => {
      const { add, open, order } = await blocked();
      const keys = (name: string, many: number) => Array.from({ length: many }, (_, n) => `${name} ${n}`);
      await add(keys("sweep", 5), "background");
      await add(keys("command", 30), "urgent");
      open();
      await ran("command 29");
      const turns = order().flatMap((key, index) => (key.startsWith("sweep") ? [index] : []));
      expect(turns[0]).toBeLessThan(8);
      expect(turns.slice(1, 4).map((turn, index) => turn - (turns[index] ?? 0))).toEqual([8, 8, 8]);
      for (const name of ["sweep", "command"]) {
        const its = order().filter((key) => key.startsWith(name));
        expect(its).toEqual(keys(name, its.length));
      }
    });

    it("lifts a background key that somebody waits for, also one whose time has not come", async () => {
      const { queue, add, open, order } = await blocked();
      queue.add("far", FAR);
      queue.add("soon", 200);
      // Its time stays the earlier one.
      queue.add("soon", FAR, "urgent");
      await world.until("it is ready", async () => (await queue.load()).ready === 1);
      await add(["a", "b"], "background");
      queue.add("far", 0, "urgent");
      await world.until("that, too", async () => (await queue.load()).ready === 4);
      queue.add("b", 0, "urgent");
      await add(["last"], "urgent");
      open();
      await ran("a");
      expect(order().slice(0, -1).sort()).toEqual(["b", "far", "last", "soon"]);
    });

    it("runs a key that was asked for while it ran again in the more urgent class of the wishes", async () => {
      const { queue, runs } = await begin(1);
      const open = runs.gate("a");
      queue.add("a");
      await world.until("a runs", () => runs.isRunning("a"));
      for (const key of ["x", "y"]) queue.add(key);
      for (const urgency of ["background", "urgent", "background"] as const) queue.add("a", 0, urgency);
      await world.until("all are ready", async () => (await queue.load()).ready >= 2);
      open();
      await ran("y");
      expect(runs.history.map(({ key }) => key)).toEqual(["a", "a", "x", "y"]);
    });

    it("still owes what failed in its class, and looks again as background", async () => {
      const { runs, add, open, order } = await blocked();
      runs.endings("failed", { kind: "retry", ms: 0 });
      runs.endings("timer", { kind: "again", ms: 0 });
      await add(["x", "y"], "background");
      await add(["timer", "failed"], "urgent");
      open();
      await ran("timer", 2);
      expect(order()).toEqual(["timer", "failed", "failed", "x", "y", "timer"]);
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

// The queue's promises, one by one and then over random histories.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/ports/work-queue.ts";
import { createQueue } from "../../src/queue/in-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { memoryLog } from "../support/loop/memory-log.ts";

const DONE: Outcome = { kind: "done" };

/** A queue over a fake clock whose runs take `takesMs` and end as `outcome` says; `history` is what happened. */
function world({
  concurrency = 4,
  takesMs = 0,
  outcome = () => DONE,
}: {
  concurrency?: number;
  takesMs?: number;
  outcome?: (key: string, run: number) => Outcome | Error;
} = {}) {
  const clock = new FakeClock(0);
  const { log, lines } = memoryLog();
  const history: { key: string; start: number; end: number | null }[] = [];
  const queue = createQueue({
    run: async (key) => {
      const entry: (typeof history)[number] = { key, start: clock.now(), end: null };
      history.push(entry);
      const ordinal = history.filter((other) => other.key === key).length;
      if (takesMs > 0) await new Promise<void>((resolve) => clock.after(takesMs, resolve));
      entry.end = clock.now();
      const result = outcome(key, ordinal);
      if (result instanceof Error) throw result;
      return result;
    },
    clock,
    concurrency,
    backoff: { firstMs: 100, maxMs: 1_000 },
    log,
  });
  const starts = (key: string) => history.filter((entry) => entry.key === key).map((entry) => entry.start);
  return { clock, queue, history, starts, lines };
}

describe("createQueue", () => {
  it("bounds the growing wait of a run that asks for a bound", async () => {
    const outcome = (_: string, run: number): Outcome =>
      run <= 4 ? { kind: "retry", atMostMs: 150 } : { kind: "retry" };
    const { clock, queue, starts } = world({ outcome });
    queue.add("a");
    await clock.advance(2_000);
    expect(starts("a").slice(0, 6)).toEqual([0, 100, 250, 400, 550, 1_550]);
  });

  it("runs a key once however often it was added before its turn", async () => {
    const { clock, queue, starts } = world();
    queue.add("a");
    queue.add("a");
    queue.add("a", 0);
    await clock.advance(0);
    expect(starts("a")).toEqual([0]);
  });

  it("does not run anything in the caller's stack", () => {
    const { queue, history } = world();
    queue.add("a");
    expect(history).toEqual([]);
  });

  it("runs a key once more when it was added while running", async () => {
    const { clock, queue, starts } = world({ takesMs: 50 });
    queue.add("a");
    await clock.advance(10);
    queue.add("a");
    queue.add("a");
    await clock.advance(1_000);
    expect(starts("a")).toEqual([0, 50]);
  });

  it("keeps a delay that was asked for while the key ran", async () => {
    const { clock, queue, starts } = world({ takesMs: 50 });
    queue.add("a");
    await clock.advance(10);
    queue.add("a", 500);
    queue.add("a", 300);
    await clock.advance(1_000);
    expect(starts("a")).toEqual([0, 310]);
  });

  it("takes the earliest of several delays", async () => {
    const { clock, queue, starts } = world();
    queue.add("a", 500);
    queue.add("a", 200);
    queue.add("a", 900);
    await clock.advance(10_000);
    expect(starts("a")).toEqual([200]);
    expect(clock.pending).toBe(0);
  });

  it("counts a delay that is no number, or below zero, as none", async () => {
    const { clock, queue, starts } = world();
    queue.add("a", -5);
    queue.add("b", Number.NaN);
    await clock.advance(0);
    expect([starts("a"), starts("b")]).toEqual([[0], [0]]);
  });

  it("runs ready keys first come, first served, and puts a repeated key at the end", async () => {
    const { clock, queue, history } = world({
      concurrency: 1,
      takesMs: 10,
      outcome: (key, run) => (key === "a" && run === 1 ? { kind: "again", ms: 0 } : DONE),
    });
    for (const key of ["a", "b", "c"]) queue.add(key);
    await clock.advance(100);
    expect(history.map((entry) => entry.key)).toEqual(["a", "b", "c", "a"]);
  });

  it("looks again after the time that a run asked for", async () => {
    const { clock, queue, starts } = world({
      outcome: (_, run) => (run < 3 ? { kind: "again", ms: 70 } : DONE),
    });
    queue.add("a");
    await clock.advance(1_000);
    expect(starts("a")).toEqual([0, 70, 140]);
  });

  it("waits longer after each failure, up to the limit, and forgets it after a success", async () => {
    const { clock, queue, starts } = world({
      outcome: (_, run) =>
        run <= 6
          ? { kind: "retry" }
          : run === 7
            ? { kind: "again", ms: 1 }
            : run === 8
              ? { kind: "retry" }
              : DONE,
    });
    queue.add("a");
    await clock.advance(10_000);
    const gaps = starts("a").map((start, index, all) => start - (all[index - 1] ?? 0));
    expect(gaps).toEqual([0, 100, 200, 400, 800, 1_000, 1_000, 1, 100]);
  });

  it("waits as long as a failed run was told to", async () => {
    const { clock, queue, starts } = world({
      outcome: (_, run) => (run === 1 ? { kind: "retry", ms: 5_000 } : DONE),
    });
    queue.add("a");
    await clock.advance(10_000);
    expect(starts("a")).toEqual([0, 5_000]);
  });

  it("treats a run that throws as one that failed, says so, and goes on with other keys", async () => {
    const { clock, queue, starts, lines } = world({
      concurrency: 1,
      outcome: (key, run) => (key === "a" && run === 1 ? new Error("boom") : DONE),
    });
    queue.add("a");
    queue.add("b");
    await clock.advance(1_000);
    expect([starts("a"), starts("b")]).toEqual([[0, 100], [0]]);
    expect(lines).toEqual([
      { level: "error", message: "a run failed unexpectedly", fields: { key: "a", error: "Error: boom" } },
    ]);
  });

  it("keeps the back-off of one key away from another", async () => {
    const { clock, queue, starts } = world({ outcome: (key) => (key === "bad" ? { kind: "retry" } : DONE) });
    queue.add("bad");
    await clock.advance(250);
    queue.add("good");
    await clock.advance(0);
    expect(starts("good")).toEqual([250]);
  });

  it("drains: what runs ends, timers stop, later adds and wishes are ignored", async () => {
    const { clock, queue, history } = world({
      takesMs: 50,
      concurrency: 1,
      outcome: () => ({ kind: "again", ms: 1 }),
    });
    queue.add("running");
    queue.add("ready");
    queue.add("later", 200);
    await clock.advance(10);
    let drained = false;
    const end = queue.drain().then(() => {
      drained = true;
    });
    queue.add("running");
    queue.add("new");
    await clock.advance(10);
    expect(drained).toBe(false);
    await clock.advance(10_000);
    await end;
    expect(history).toEqual([{ key: "running", start: 0, end: 50 }]);
    expect(clock.pending).toBe(0);
  });

  it("says how much there is to do, and how long the first in line has been waiting", async () => {
    const { clock, queue } = world({ concurrency: 1, takesMs: 50 });
    expect(await queue.load()).toEqual({ waiting: 0, ready: 0, running: 0, oldestMs: 0 });
    queue.add("a");
    await clock.advance(0);
    queue.add("b");
    await clock.advance(20);
    queue.add("c");
    queue.add("d", 1_000);
    await clock.advance(10);
    expect(await queue.load()).toEqual({ waiting: 1, ready: 2, running: 1, oldestMs: 30 });
    await clock.advance(20);
    expect(await queue.load()).toEqual({ waiting: 1, ready: 1, running: 1, oldestMs: 30 });
  });

  it("is drained at once when nothing runs, and any number of times", async () => {
    const { queue } = world();
    await queue.drain();
    await queue.drain();
  });
});

describe("createQueue over random histories", () => {
  const outcomes = fc.constantFrom<Outcome | Error>(
    DONE,
    { kind: "again", ms: 30 },
    { kind: "retry" },
    { kind: "retry", ms: 40 },
    new Error("boom"),
  );
  const steps = fc.array(
    fc.record({
      key: fc.constantFrom("a", "b", "c", "d", "e"),
      delay: fc.constantFrom(0, 0, 5, 60, 400),
      wait: fc.constantFrom(0, 0, 1, 25, 300),
    }),
    { minLength: 1, maxLength: 40 },
  );
  const worlds = fc.record({
    steps,
    concurrency: fc.integer({ min: 1, max: 3 }),
    takesMs: fc.constantFrom(0, 10, 90),
    endings: fc.array(outcomes, { maxLength: 12 }),
  });

  it("keeps every promise of the file's head", async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async ({ steps: given, concurrency, takesMs, endings }) => {
        let ended = 0;
        const { clock, queue, history } = world({
          concurrency,
          takesMs,
          // Failures stop at some point, so that the world comes to rest.
          outcome: () => endings[ended++] ?? DONE,
        });
        const adds: { key: string; at: number; earliest: number; runsBefore: number }[] = [];
        for (const { key, delay, wait } of given) {
          adds.push({ key, at: clock.now(), earliest: clock.now() + delay, runsBefore: history.length });
          queue.add(key, delay);
          await clock.advance(wait);
        }
        await clock.advance(1_000_000);

        // Every add is followed by a run that began after it.
        for (const add of adds) {
          expect(history.slice(add.runsBefore).some((run) => run.key === add.key)).toBe(true);
        }
        for (const [index, run] of history.entries()) {
          // Everything that began also ended, and nothing of the same key, and not too much, ran meanwhile.
          if (run.end === null) throw new Error(`a run of ${run.key} never ended`);
          const earlier = history.slice(0, index);
          const overlapping = earlier.filter((other) => other.end === null || other.end > run.start);
          expect(overlapping.filter((other) => other.key === run.key)).toEqual([]);
          expect(overlapping.length).toBeLessThan(concurrency);
        }
        // The first run of a key is not earlier than the earliest time asked for it by then.
        for (const key of new Set(given.map((step) => step.key))) {
          const first = history.find((run) => run.key === key);
          const asked = adds.filter((add) => add.key === key && add.at <= (first?.start ?? 0));
          expect(first?.start).toBeGreaterThanOrEqual(Math.min(...asked.map((add) => add.earliest)));
        }
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

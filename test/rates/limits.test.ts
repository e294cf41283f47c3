// Laws of budget and limiter, over any sequence of requests and times.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Retryable } from "../../src/domain/errors.ts";
import { MUTATIONS_AT_ONCE } from "../../src/domain/limits.ts";
import { type RequestKind, ratesFor } from "../../src/domain/rates.ts";
import { localBudget } from "../../src/github/forge.ts";
import { LocalBudget } from "../../src/pace/local-budget.ts";
import { RateLimiter } from "../../src/pace/rate-limiter.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Granted {
  readonly at: number;
  readonly kind: RequestKind;
  /** Of a document. */
  readonly mutations?: number;
}

/** The most weight within any `ms` milliseconds. */
function most(granted: readonly Granted[], ms: number, weigh: (one: Granted) => number): number {
  let sum = 0;
  let begin = 0;
  let found = 0;
  for (const one of granted) {
    const { at } = one;
    sum += weigh(one);
    for (let first = granted[begin]; first !== undefined && first.at <= at - ms; first = granted[begin]) {
      sum -= weigh(first);
      begin += 1;
    }
    found = Math.max(found, sum);
  }
  return found;
}

const isWrite = ({ kind }: Granted) => (kind.endsWith("write") ? 1 : 0);
/** Every mutation counts. */
const writes = (one: Granted) => isWrite(one) * (one.mutations ?? 1);
const points = (api: string) => (one: Granted) =>
  one.kind.startsWith(api) ? (isWrite(one) === 1 ? 5 * (one.mutations ?? 1) : 1) : 0;

/** Three quarters of what GitHub names. */
function expectWithinLimits(granted: readonly Granted[]): void {
  expect(most(granted, HOUR, writes)).toBeLessThanOrEqual(375);
  expect(most(granted, MINUTE, writes)).toBeLessThanOrEqual(60);
  expect(most(granted, MINUTE, points("rest"))).toBeLessThanOrEqual(675);
  expect(most(granted, MINUTE, points("graphql"))).toBeLessThanOrEqual(1_500);
  expect(most(granted, 1_000, isWrite)).toBeLessThanOrEqual(1);
}

/** Somebody who wants to write every second. */
async function greedy(clock: FakeClock, budget: LocalBudget, ms: number, granted: Granted[]): Promise<void> {
  for (const end = clock.now() + ms; clock.now() < end; await clock.advance(1_000)) {
    const answer = await budget.take("7", "rest-write");
    if (!answer.granted) continue;
    granted.push({ at: clock.now(), kind: "rest-write" });
    answer.release();
  }
}

const kind = fc.constantFrom<RequestKind>("rest-read", "rest-write", "graphql-read", "graphql-write");
const moment = fc.record({
  kind,
  /** Of a document; whatever is none has one. */
  mutations: fc.integer({ min: 1, max: MUTATIONS_AT_ONCE }),
  times: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 400 })),
  /** Until the next moment. */
  ms: fc.oneof(
    fc.integer({ min: 0, max: 1_500 }),
    fc.integer({ min: 0, max: 20_000 }),
    fc.integer({ min: 0, max: HOUR }),
  ),
  /** The process ends and another one begins. */
  dies: fc.boolean(),
});

describe("a budget", () => {
  it("keeps every limit in every minute and hour, however often the process is started again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { maxLength: 200 }), async (moments) => {
        const clock = new FakeClock(0);
        const granted: Granted[] = [];
        let budget = new LocalBudget(clock, ratesFor(1_000));
        for (const { kind: asked, mutations: many, times, ms, dies } of moments) {
          const mutations = asked === "graphql-write" ? many : 1;
          for (let n = 0; n < times; n += 1) {
            const answer = await budget.take("7", asked, mutations);
            if (!answer.granted) break;
            granted.push({ at: clock.now(), kind: asked, mutations });
            answer.release();
          }
          await clock.advance(ms);
          if (dies) budget = new LocalBudget(clock, ratesFor(1_000));
        }
        expectWithinLimits(granted);
      }),
      { numRuns: 60 },
    );
  });

  it("says when to ask again, and grants it then", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { maxLength: 60 }), kind, async (moments, last) => {
        const clock = new FakeClock(0);
        const budget = new LocalBudget(clock, ratesFor(1_000));
        for (const { kind: asked, times, ms } of moments) {
          for (let n = 0; n < times; n += 1) {
            const answer = await budget.take("7", asked);
            if (answer.granted) answer.release();
          }
          await clock.advance(ms);
        }
        const answer = await budget.take("7", last);
        if (answer.granted) return;
        expect(answer.waitMs).toBeGreaterThan(0);
        await clock.advance(answer.waitMs - 1);
        expect((await budget.take("7", last)).granted).toBe(false);
        await clock.advance(1);
        expect((await budget.take("7", last)).granted).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("gives all but a twentieth of the hour's share to somebody who always asks, and never more than the share", async () => {
    const clock = new FakeClock(0);
    const budget = new LocalBudget(clock, ratesFor(1_000));
    await clock.advance(HOUR);
    const granted: Granted[] = [];
    await greedy(clock, budget, 5 * HOUR, granted);
    expectWithinLimits(granted);
    expect(most(granted, HOUR, isWrite)).toBeGreaterThan(370);
    expect(granted.length / 5).toBeGreaterThanOrEqual(375 * 0.95);
  });

  it("gives no more to processes that end and begin again all the time", async () => {
    const lives = fc.array(fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 3_000 })), {
      minLength: 5,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(lives, async (seconds) => {
        const clock = new FakeClock(0);
        const granted: Granted[] = [];
        for (const life of seconds) {
          const budget = new LocalBudget(clock, ratesFor(1_000));
          await greedy(clock, budget, life * 1_000, granted);
        }
        expectWithinLimits(granted);
      }),
      { numRuns: 20 },
    );
  });

  it("grants again after the clock was put back an hour", async () => {
    const clock = { at: 10 * HOUR, now: () => clock.at, after: () => () => undefined };
    const budget = new LocalBudget(clock, ratesFor(1_000));
    await budget.take("7", "rest-write");
    clock.at -= HOUR;
    const answer = await budget.take("7", "rest-write");
    expect(answer).toMatchObject({ granted: false, waitMs: 10_000 });
  });
});

interface Order {
  readonly lane: string;
  readonly n: number;
}

describe("a limiter", () => {
  it("sends what each program wants in its order, keeps the limits, and leaves nobody out", async () => {
    const burst = fc.record({
      lane: fc.constantFrom("a", "b", "c", "d", "e"),
      writes: fc.integer({ min: 1, max: 8 }),
      ms: fc.oneof(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 5 * MINUTE })),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(burst, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 3_000 }),
        async (bursts, latencyMs) => {
          const clock = new FakeClock(0);
          const limiter = new RateLimiter(clock, localBudget(clock), "7");
          const sent: (Order & Granted)[] = [];
          const wanted = new Map<string, number>();
          /** One after the other, each until it was sent: as a program's own run does it. */
          const program = async (lane: string, from: number, writes: number, before: Promise<void>) => {
            await before;
            for (let n = from; n < from + writes; ) {
              try {
                await limiter.write({ flow: lane, continues: false }, "rest", async () => {
                  sent.push({ lane, n, at: clock.now(), kind: "rest-write" });
                  await new Promise<void>((resolve) => clock.after(latencyMs, resolve));
                });
                n += 1;
              } catch (error) {
                if (!(error instanceof Retryable && error.afterMs !== undefined)) throw error;
                const ms = error.afterMs;
                await new Promise<void>((resolve) => clock.after(ms, resolve));
              }
            }
          };
          const ends = new Map<string, Promise<void>>();
          for (const { lane, writes, ms } of bursts) {
            const from = wanted.get(lane) ?? 0;
            wanted.set(lane, from + writes);
            ends.set(lane, program(lane, from, writes, ends.get(lane) ?? Promise.resolve()));
            await clock.advance(ms);
          }
          const total = [...wanted.values()].reduce((sum, writes) => sum + writes, 0);
          // Nobody is left out: the slowest pace there is suffices for all.
          await clock.advance((total + 1) * 15_000);
          await Promise.all(ends.values());
          for (const [lane, writes] of wanted) {
            const numbers = sent.filter((one) => one.lane === lane).map(({ n }) => n);
            expect(numbers).toEqual(Array.from({ length: writes }, (_, n) => n));
          }
          expectWithinLimits(sent);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("lets nobody who waits be passed twice by the same program", async () => {
    const joins = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 2, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(joins, async (lanes) => {
        const clock = new FakeClock(0);
        const limiter = new RateLimiter(clock, localBudget(clock), "7");
        await clock.advance(HOUR);
        const order: string[] = [];
        const all = lanes.map((lane) =>
          limiter
            .write({ flow: lane, continues: false }, "rest", async () => void order.push(lane))
            .catch(() => undefined),
        );
        await clock.advance(20_000);
        await Promise.all(all);
        for (const lane of new Set(order)) {
          const before = order.slice(0, order.indexOf(lane));
          expect(new Set(before).size).toBe(before.length);
        }
        expect(order).toHaveLength(lanes.length);
      }),
      { numRuns: 100 },
    );
  });
});

import fc from "fast-check";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ratesFor } from "../../src/domain/rates.ts";
import { LocalBudget } from "../../src/pace/local-budget.ts";
import { RedisBudget } from "../../src/pace/redis-budget.ts";
import type { Budget, Grant } from "../../src/ports/budget.ts";
import { ANSWER_MS, connectRedis } from "../../src/queue/connect.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { noRedis, RedisServer, unlessRedis } from "../support/process/redis-server.ts";

const HOUR = 3_600_000;
const KINDS = ["rest-read", "rest-write", "graphql-read", "graphql-write"] as const;
const RATES = ratesFor(1_000);
const NOBODY: Budget = {
  take: async () => ({ granted: false, why: "spent", waitMs: 77, everyMs: 0 }),
  pause: () => undefined,
};

describe.skipIf(noRedis)(`a budget in Redis${unlessRedis}`, () => {
  let server: RedisServer;
  /** All of them. Stopped at the end, also those of a test that failed. */
  const servers: RedisServer[] = [];
  const clients: Redis[] = [];
  let worlds = 0;

  beforeAll(async () => {
    server = await aServer();
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    for (const one of servers) await one.stop();
  });

  async function aServer(): Promise<RedisServer> {
    const one = await RedisServer.open();
    servers.push(one);
    return one;
  }

  async function client(): Promise<Redis> {
    const redis = new Redis(server.url, { maxRetriesPerRequest: 1, commandTimeout: 10_000 });
    redis.on("error", () => undefined);
    clients.push(redis);
    await redis.ping();
    return redis;
  }

  /** Processes that share a budget, in a world of its own. */
  async function processes(count: number, alone: Budget = NOBODY) {
    worlds += 1;
    const clock = new FakeClock(1_700_000_000_000);
    const prefix = `test-${worlds}`;
    const { log } = memoryLog();
    const redis = await client();
    const of = (one: Redis) =>
      new RedisBudget({ redis: one, rates: RATES, alone, prefix, log, now: () => clock.now() });
    const budgets: RedisBudget[] = [];
    for (let n = 0; n < count; n += 1) budgets.push(of(n === 0 ? redis : await client()));
    return { clock, redis, prefix, budgets, first: budgets[0] ?? of(redis) };
  }

  const told = (grant: Grant) => (grant.granted ? "granted" : { ...grant });

  it("answers as the budget of one process does, whatever is asked when", async () => {
    const step = fc.record({
      kind: fc.constantFrom(...KINDS),
      mutations: fc.integer({ min: 1, max: 8 }),
      times: fc.integer({ min: 1, max: 20 }),
      thenMs: fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 90_000 })),
      pause: fc.option(fc.integer({ min: 1, max: 60_000 }), { freq: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { clock, first } = await processes(1);
        const local = new LocalBudget(clock, RATES);
        for (const { kind, mutations, times, thenMs, pause } of steps) {
          for (let n = 0; n < times; n += 1) {
            const [shared, own] = [
              await first.take("7", kind, mutations),
              await local.take("7", kind, mutations),
            ];
            expect(told(shared)).toEqual(told(own));
            if (shared.granted) shared.release();
            if (own.granted) own.release();
          }
          if (pause !== null) {
            first.pause("7", pause);
            local.pause("7", pause);
          }
          await clock.advance(thenMs);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("gives three processes that ask at once no more than one would get", async () => {
    const { clock, budgets, first } = await processes(3);
    await first.take("7", "rest-write");
    await clock.advance(HOUR);
    let granted = 0;
    for (let minute = 0; minute < 60; minute += 1) {
      const asked = budgets.flatMap((budget) =>
        Array.from({ length: 8 }, () => budget.take("7", "rest-write")),
      );
      for (const answer of await Promise.all(asked)) {
        if (!answer.granted) continue;
        granted += 1;
        answer.release();
      }
      await clock.advance(1_000);
    }
    expect(granted).toBe(15 + 5);
  });

  it("tells how long one of several processes waits for its next turn but one", async () => {
    const { budgets, first } = await processes(3);
    expect(await first.take("7", "rest-write")).toMatchObject({ everyMs: 10_000 });
    for (const budget of budgets) await budget.take("7", "rest-write");
    expect(await first.take("7", "rest-write")).toMatchObject({ everyMs: 30_000 });
    expect(await first.take("8", "rest-write")).toMatchObject({ everyMs: 10_000 });
  });

  it("begins with nothing when Redis lost what was spent", async () => {
    const { clock, first, redis } = await processes(1);
    await first.take("7", "rest-write");
    await clock.advance(HOUR);
    expect((await first.take("7", "rest-write")).granted).toBe(true);
    await redis.flushall();
    expect(await first.take("7", "rest-write")).toMatchObject({ granted: false, waitMs: 10_000 });
    await clock.advance(5_000);
    expect(await first.take("another", "rest-write")).toMatchObject({ granted: false, waitMs: 5_000 });
  });

  it("keeps accounts apart, and apps", async () => {
    const [one, two] = [await processes(1), await processes(1)];
    for (const { clock, first } of [one, two]) {
      await first.take("7", "rest-read");
      await clock.advance(HOUR);
    }
    one.first.pause("7", 60_000);
    expect((await one.first.take("7", "rest-read")).granted).toBe(false);
    expect((await one.first.take("8", "rest-read")).granted).toBe(true);
    expect((await two.first.take("7", "rest-read")).granted).toBe(true);
  });

  it("lets at most 75 requests be under way, and gives up those whose process died", async () => {
    const { clock, budgets } = await processes(2);
    const [one = NOBODY, two = NOBODY] = budgets;
    await one.take("7", "graphql-read");
    await clock.advance(HOUR);
    const under: Grant[] = [];
    for (let n = 0; n < 75; n += 1) under.push(await (n % 2 === 0 ? one : two).take("7", "graphql-read"));
    expect(under.map(({ granted }) => granted)).not.toContain(false);
    expect((await two.take("7", "graphql-read")).granted).toBe(false);
    const [first] = under;
    if (first?.granted) first.release();
    expect((await one.take("7", "graphql-read")).granted).toBe(true);
    expect((await two.take("7", "graphql-read")).granted).toBe(false);
    await clock.advance(61_000);
    expect((await two.take("7", "graphql-read")).granted).toBe(true);
  });

  it("tells every process of a pause, and never shortens one", async () => {
    const { clock, budgets } = await processes(2);
    const [one = NOBODY, two = NOBODY] = budgets;
    await one.take("7", "rest-read");
    await clock.advance(HOUR);
    one.pause("7", 60_000);
    one.pause("7", 10_000);
    await one.take("7", "rest-read");
    expect(await two.take("7", "rest-read")).toMatchObject({ why: "paused", waitMs: 60_000 });
  });

  it("goes by Redis's own clock where it is given none", async () => {
    const redis = await client();
    const budget = new RedisBudget({
      redis,
      rates: RATES,
      alone: NOBODY,
      prefix: "real",
      log: memoryLog().log,
    });
    // The first to ask finds a bucket that was empty at that very moment.
    expect(await budget.take("7", "rest-write")).toMatchObject({
      ...{ granted: false, why: "spent", waitMs: 10_000 },
    });
  });

  it("goes on alone while Redis is down, and charges that when it is back", async () => {
    const own = await aServer();
    const { lines, log } = memoryLog();
    const redis = connectRedis(own.url, ANSWER_MS.budget);
    clients.push(redis);
    await new Promise((resolve) => redis.once("ready", resolve));
    const clock = new FakeClock(1_700_000_000_000);
    const alone = new LocalBudget(clock, ratesFor(1_000, 1 / 8));
    const parts = { redis, alone, rates: RATES, prefix: "down", log, now: () => clock.now() };
    const budget = new RedisBudget(parts);
    await budget.take("7", "rest-write");
    await clock.advance(HOUR);
    await own.stop();
    const granted = async (budget: Budget) => (await budget.take("7", "rest-write")).granted;
    let spentAlone = 0;
    for (let second = 0; second < 400; second += 1) {
      if (await granted(budget)) spentAlone += 1;
      await clock.advance(1_000);
    }
    // One at once and one each 80 seconds, an eighth of what all may do together.
    expect(spentAlone).toBe(5);
    await own.start();
    await new Promise<void>((resolve) => {
      if (redis.status === "ready") resolve();
      else redis.once("ready", () => resolve());
    });
    // It forgot everything: its buckets are those that were empty when it came back. Nobody hears of an error.
    expect(await granted(budget)).toBe(false);
    await clock.advance(HOUR);
    expect(await granted(budget)).toBe(true);
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ["warn", "Redis keeps no budget of requests; this process goes on with a small share of it"],
      ["info", "the shared budget of requests is back"],
    ]);
  });

  it("does not wait for a Redis that hangs", async () => {
    const own = await aServer();
    const { lines, log } = memoryLog();
    const redis = connectRedis(own.url, ANSWER_MS.budget);
    clients.push(redis);
    await new Promise((resolve) => redis.once("ready", resolve));
    const budget = new RedisBudget({ redis, alone: NOBODY, rates: RATES, prefix: "hung", log });
    own.freeze();
    expect(await budget.take("7", "rest-write")).toMatchObject({ granted: false, waitMs: 77 });
    expect(lines).toMatchObject([{ level: "warn", fields: { reason: expect.any(String) } }]);
  });

  it("charges what was spent alone when the connection was lost and Redis was not", async () => {
    const { clock, redis, prefix, first } = await processes(1);
    await first.take("7", "rest-write");
    await clock.advance(HOUR);
    const { log } = memoryLog();
    const alone = new LocalBudget(new FakeClock(0), ratesFor(0));
    const cut = await client();
    const parts = { redis: cut, alone, rates: RATES, prefix, log, now: () => clock.now() };
    const budget = new RedisBudget(parts);
    cut.disconnect();
    for (let n = 0; n < 10; n += 1) expect((await budget.take("7", "rest-write")).granted).toBe(true);
    await cut.connect();
    let left = 0;
    for (let second = 0; second < 12; second += 1) {
      if ((await budget.take("7", "rest-write")).granted) left += 1;
      await clock.advance(1_000);
    }
    // Fifteen may come at once, ten were gone, and one more came back since.
    expect(left).toBe(6);
    expect(await redis.exists(`{${prefix}:budget}:7`)).toBe(1);
  });
});

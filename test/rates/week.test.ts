// A week of fifty busy programs in one installation: the real queue and the real limiter over a host that counts as
// GitHub does. A program's run is a model: reads, then writes one after the other, given up at the first that has to
// wait long, and taken up again where it was when it comes back, as the loop does.

import { describe, expect, it } from "vitest";
import { Retryable } from "../../src/domain/errors.ts";
import type { RequestKind } from "../../src/domain/rates.ts";
import { localBudget } from "../../src/github/forge.ts";
import { RateLimiter } from "../../src/pace/rate-limiter.ts";
import type { Budget } from "../../src/ports/budget.ts";
import type { Outcome } from "../../src/ports/work-queue.ts";
import { createQueue } from "../../src/queue/in-process.ts";
import { type HostLimits, StrictHost } from "../support/github-http/strict-host.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { memoryLog } from "../support/loop/memory-log.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PROGRAMS = 50;
const READS = 9;
const WRITES = 7;
const LATENCY_MS = 120;

interface Program {
  readonly everyMs: number;
  /** Writes of an iteration. */
  readonly writes: number;
  readonly account?: string;
  /** The longest time from when an iteration was due to its end. */
  late: number;
  done: number;
  left: number;
  dueAt: number;
}

class Installation {
  readonly clock = new FakeClock(0);
  readonly host: StrictHost;
  readonly programs: readonly Program[];
  /** Of each process one for each account. */
  #pacers: readonly ((account: string) => RateLimiter)[] = [];
  #runs = 0;

  constructor(
    programs: readonly Pick<Program, "everyMs" | "writes" | "account">[],
    limits: Partial<HostLimits> = {},
  ) {
    this.host = new StrictHost(this.clock, LATENCY_MS, limits);
    this.programs = programs.map((program) => ({
      ...program,
      done: 0,
      late: 0,
      left: program.writes,
      dueAt: 0,
    }));
  }

  /** Processes that begin, live so long and are stopped. They share one budget, and a queue that gives a run to any of them. */
  async live(ms: number, { endMs = MINUTE, processes = 1 } = {}): Promise<void> {
    const budget = sharedBy(processes, localBudget(this.clock));
    this.#pacers = Array.from({ length: processes }, () => {
      const known = new Map<string, RateLimiter>();
      return (account) => {
        const limiter = known.get(account) ?? new RateLimiter(this.clock, budget, account);
        known.set(account, limiter);
        return limiter;
      };
    });
    const queue = createQueue({
      run: (key) => this.#run(Number(key)),
      clock: this.clock,
      concurrency: 4 * processes,
      backoff: { firstMs: 500, maxMs: 300_000 },
      log: memoryLog().log,
    });
    for (const [n] of this.programs.entries()) queue.add(String(n));
    await this.clock.advance(ms);
    const drained = queue.drain();
    await this.clock.advance(endMs);
    if (endMs > 0) await drained;
  }

  /** Ratio of the most to the least served. */
  get fairness(): number {
    const iterations = this.programs.map(({ done }) => done);
    return Math.max(...iterations) / Math.min(...iterations);
  }

  get iterations(): number {
    return this.programs.reduce((sum, { done }) => sum + done, 0);
  }

  async #run(n: number): Promise<Outcome> {
    const program = this.programs[n];
    this.#runs += 1;
    const limiter = this.#pacers[this.#runs % this.#pacers.length]?.(program?.account ?? "7");
    if (program === undefined || limiter === undefined) return { kind: "done" };
    const send = (kind: RequestKind) => this.#send(limiter, kind);
    try {
      const wait = program.dueAt - this.clock.now();
      await limiter.read("graphql", () => send("graphql-read"));
      if (wait > 0) return { kind: "again", ms: wait };
      if (program.left === program.writes) {
        for (let read = 1; read < READS; read += 1) {
          await limiter.read("rest", () => send("rest-read"));
        }
      }
      for (; program.left > 0; program.left -= 1) {
        const api = program.left % 2 === 0 ? "rest" : "graphql";
        await limiter.write({ flow: `program ${n}`, continues: false }, api, () => send(`${api}-write`));
      }
    } catch (error) {
      if (!(error instanceof Retryable)) throw error;
      return error.afterMs === undefined ? { kind: "retry" } : { kind: "retry", ms: error.afterMs };
    }
    program.done += 1;
    program.late = Math.max(program.late, this.clock.now() - program.dueAt);
    program.left = program.writes;
    program.dueAt = Math.max(program.dueAt + program.everyMs, this.clock.now() + 60_000);
    return { kind: "again", ms: program.dueAt - this.clock.now() };
  }

  async #send(limiter: RateLimiter, kind: RequestKind): Promise<void> {
    const answer = await this.host.take(kind);
    if (answer === null) return;
    throw new Retryable("limit", limiter.limited("secondary", answer.retryAfterMs));
  }
}

/** As the one in Redis: it knows how many ask. */
function sharedBy(processes: number, budget: Budget): Budget {
  return {
    take: async (account, request) => {
      const answer = await budget.take(account, request);
      return answer.granted ? answer : { ...answer, everyMs: answer.everyMs * processes };
    },
    pause: (account, ms) => budget.pause(account, ms),
  };
}

const alike = (count: number, everyMs: number) =>
  Array.from({ length: count }, () => ({ everyMs, writes: WRITES }));

/** No limit was met, and never more was used than three quarters of each. */
function expectWithinShare({ host }: Installation): void {
  expect(host.refused).toBe(0);
  expect(host.contentAnHour.most).toBeLessThanOrEqual(375);
  expect(host.contentAMinute.most).toBeLessThanOrEqual(60);
  expect(host.restPoints.most).toBeLessThanOrEqual(675);
  expect(host.graphqlPoints.most).toBeLessThanOrEqual(1_500);
  expect(host.mostUnderWay).toBeLessThanOrEqual(75);
}

describe("busy programs of one installation", () => {
  it("meet no limit in a week and are served alike, although fifty they want half as much again as there is", async () => {
    const town = new Installation(alike(PROGRAMS, 40 * MINUTE));
    await town.live(7 * DAY);
    expectWithinShare(town);
    // All that there is, and every program its share of it.
    expect(town.host.writes / (7 * 24)).toBeGreaterThan(355);
    expect(town.iterations / (7 * 24)).toBeGreaterThan(50);
    expect(town.fairness).toBeLessThan(1.02);
    // What waiting costs stays far under the 5,000 requests an hour of a small installation.
    expect(town.host.reads / (7 * 24)).toBeLessThan(2_000);
  }, 120_000);

  it("all have an iteration an hour", async () => {
    const town = new Installation(alike(PROGRAMS, HOUR));
    await town.live(DAY);
    expectWithinShare(town);
    for (const { done } of town.programs) expect(done).toBeGreaterThanOrEqual(23);
  });

  it("meet no limit and are served alike by three processes that share a budget", async () => {
    const town = new Installation(alike(PROGRAMS, 40 * MINUTE));
    await town.live(DAY, { processes: 3 });
    expectWithinShare(town);
    expect(town.host.writes / 24).toBeGreaterThan(350);
    expect(town.host.reads / 24).toBeLessThan(2_000);
    expect(town.fairness).toBeLessThan(1.5);
  });

  it("meet no limit when the process is started again every few minutes or every few seconds", async () => {
    for (const lifeMs of [4 * MINUTE, 13_000]) {
      const town = new Installation(alike(PROGRAMS, 40 * MINUTE));
      for (let ms = 0; ms < 3 * HOUR; ms += lifeMs) await town.live(lifeMs, { endMs: 0 });
      expectWithinShare(town);
      expect(town.host.writes).toBeGreaterThan(100);
    }
  });

  it("do not wait for one that wants three hundred writes at a time", async () => {
    const modest = alike(PROGRAMS - 30, HOUR);
    const town = new Installation([{ everyMs: MINUTE, writes: 300 }, ...modest]);
    await town.live(DAY);
    expectWithinShare(town);
    // Seven writes an hour and nobody waits; the greedy one has what is left.
    for (const { done } of town.programs.slice(1)) expect(done).toBeGreaterThanOrEqual(23);
    expect(town.programs[0]?.done).toBeGreaterThanOrEqual(15);
  });

  it("do not keep the program of another installation waiting", async () => {
    const other = { everyMs: 10 * MINUTE, writes: WRITES, account: "8" };
    const town = new Installation([...alike(PROGRAMS, 40 * MINUTE), other]);
    await town.live(HOUR);
    const program = town.programs.at(-1);
    // From a start without anything: seven writes are seventy seconds.
    expect(program?.late).toBeLessThan(3 * MINUTE);
    expect(program?.done).toBeGreaterThanOrEqual(6);
  });

  it("ask seldom where GitHub allows less than it says", async () => {
    const town = new Installation(alike(PROGRAMS, 40 * MINUTE), { contentPerHour: 60 });
    await town.live(DAY);
    // One refusal an hour would be the least that finds out; every one is heeded at once by all.
    expect(town.host.refused).toBeGreaterThan(0);
    expect(town.host.refused).toBeLessThanOrEqual(24 * 4);
    expect(town.host.sentInSilence).toBe(0);
  });
});

describe("an installation whose programs rest", () => {
  it("writes nothing", async () => {
    const town = new Installation(alike(PROGRAMS, 365 * DAY));
    await town.live(DAY);
    const { writes } = town.host;
    expect(writes).toBe(PROGRAMS * WRITES);
    await town.live(DAY);
    expect(town.host.writes).toBe(writes);
  });
});

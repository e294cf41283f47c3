// A week of fifty busy programs in one installation: the real queue and the real pacer over a host that counts as
// GitHub does. A program's run is a model: reads, then writes one after the other, given up at the first that has to
// wait long, and taken up again where it was when it comes back, as the loop does.

import { describe, expect, it } from "vitest";
import { Retryable } from "../../src/domain/errors.ts";
import type { RequestKind } from "../../src/domain/rates.ts";
import { localBudget } from "../../src/github/forge.ts";
import { Pacer } from "../../src/github/pacer.ts";
import type { Budget } from "../../src/ports/budget.ts";
import type { Outcome } from "../../src/ports/work-queue.ts";
import { createQueue } from "../../src/queue/in-process.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { memoryLog } from "../support/memory-log.ts";
import { StrictHost } from "../support/strict-host.ts";

const HOUR = 3_600_000;
const PROGRAMS = 50;
const READS = 9;
const WRITES = 7;
const LATENCY_MS = 120;

interface Program {
  readonly everyMs: number;
  /** Writes of an iteration. */
  readonly writes: number;
  done: number;
  left: number;
  dueAt: number;
}

class Installation {
  readonly clock = new FakeClock(0);
  readonly host = new StrictHost(this.clock, LATENCY_MS);
  readonly programs: readonly Program[];
  #pacer: Pacer;

  /** @param budget made anew with each process */
  constructor(
    programs: readonly Pick<Program, "everyMs" | "writes">[],
    readonly budget: (clock: FakeClock) => Budget = (clock) => localBudget(clock),
  ) {
    this.programs = programs.map((program) => ({ ...program, done: 0, left: program.writes, dueAt: 0 }));
    this.#pacer = new Pacer(this.clock, this.budget(this.clock), "7");
  }

  async live(ms: number): Promise<void> {
    this.#pacer = new Pacer(this.clock, this.budget(this.clock), "7");
    const queue = createQueue({
      run: (key) => this.#run(Number(key)),
      clock: this.clock,
      concurrency: 4,
      backoff: { firstMs: 500, maxMs: 300_000 },
      log: memoryLog().log,
    });
    for (const [n] of this.programs.entries()) queue.add(String(n));
    await this.clock.advance(ms);
    const drained = queue.drain();
    await this.clock.advance(60_000);
    await drained;
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
    if (program === undefined) return { kind: "done" };
    try {
      const wait = program.dueAt - this.clock.now();
      await this.#pacer.read("graphql", () => this.#send("graphql-read"));
      if (wait > 0) return { kind: "again", ms: wait };
      if (program.left === program.writes) {
        for (let read = 1; read < READS; read += 1) {
          await this.#pacer.read("rest", () => this.#send("rest-read"));
        }
      }
      for (; program.left > 0; program.left -= 1) {
        const api = program.left % 2 === 0 ? "rest" : "graphql";
        await this.#pacer.write(`program ${n}`, api, () => this.#send(`${api}-write`));
      }
    } catch (error) {
      if (!(error instanceof Retryable)) throw error;
      return error.afterMs === undefined ? { kind: "retry" } : { kind: "retry", ms: error.afterMs };
    }
    program.done += 1;
    program.left = program.writes;
    program.dueAt = Math.max(program.dueAt + program.everyMs, this.clock.now() + 60_000);
    return { kind: "again", ms: program.dueAt - this.clock.now() };
  }

  async #send(kind: RequestKind): Promise<void> {
    const answer = await this.host.take(kind);
    if (answer === null) return;
    throw new Retryable("limit", this.#pacer.limited("secondary", answer.retryAfterMs));
  }
}

const alike = (everyMs: number) => Array.from({ length: PROGRAMS }, () => ({ everyMs, writes: WRITES }));

describe("a week of fifty busy programs", () => {
  it("meets no limit of GitHub and serves all alike, although they want half as much again as there is", async () => {
    const town = new Installation(alike(40 * 60_000));
    await town.live(168 * HOUR);
    expect(town.host.refused).toBe(0);
    expect(town.host.contentAnHour.most).toBeLessThanOrEqual(375);
    expect(town.host.contentAMinute.most).toBeLessThanOrEqual(60);
    expect(town.host.restPoints.most).toBeLessThanOrEqual(675);
    expect(town.host.graphqlPoints.most).toBeLessThanOrEqual(1_500);
    expect(town.host.mostUnderWay).toBeLessThanOrEqual(75);
    console.log(
      town.iterations,
      town.fairness,
      town.host.writes,
      town.host.reads,
      town.host.contentAnHour.most,
      town.host.restPoints.most,
      town.host.graphqlPoints.most,
    );
  });
});

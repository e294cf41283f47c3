// What is left of the queue's promises between processes, and when Redis goes away, forgets, or loses locks: every wish
// is followed by a run, whatever happens to Redis.

import { type Job, Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { wallClock } from "../../src/app/system-clock.ts";
import { createSharedQueue } from "../../src/queue/bullmq.ts";
import { ANSWER_MS, connectRedis } from "../../src/queue/connect.ts";
import { QUEUE_NAME, type Ticket } from "../../src/queue/tickets.ts";
import { until } from "../support/e2e/until.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { noRedis, RedisServer, unlessRedis } from "../support/process/redis-server.ts";
import { BACKOFF, Runs } from "./contract.ts";

const PREFIX = "test";
const FAR = 3_600_000;

describe.skipIf(noRedis)(`createSharedQueue${unlessRedis}`, () => {
  let server: RedisServer;
  const open: { readonly runs: Runs; readonly queue: ReturnType<typeof createSharedQueue> }[] = [];

  beforeEach(async () => {
    server = await RedisServer.open();
  });
  afterEach(async () => {
    for (const { runs } of open) runs.openAll();
    await Promise.all(open.splice(0).map(({ queue }) => queue.drain()));
    await server.stop();
  });

  /** One more process, which is connected. */
  async function aProcess(place: string, { lockMs = 30_000, isOwn = false } = {}) {
    const runs = new Runs();
    const { log, lines } = memoryLog();
    const queue = createSharedQueue({
      ...{ run: runs.run, clock: wallClock, concurrency: 2, backoff: BACKOFF, log },
      ...{
        redis: connectRedis(server.url, ANSWER_MS.queue, log),
        prefix: PREFIX,
        place,
        isOwn: () => isOwn,
        newId: () => place,
        lockMs,
      },
    });
    open.push({ runs, queue });
    const said = (what: RegExp) => lines.filter(({ message }) => what.test(message)).length;
    await until("it is connected", () => said(/^Redis is there/) > 0);
    return { runs, queue, said };
  }

  const all = () => open.flatMap(({ runs }) => runs.history);
  const ended = (key: string) => all().filter((run) => run.key === key && run.end !== null).length;
  const running = (key: string) => all().filter((run) => run.key === key && run.end === null).length;

  it("spreads keys over processes, and never gives one to two of them", async () => {
    const [a, b] = [await aProcess("a"), await aProcess("b")];
    for (const { runs } of [a, b]) for (let n = 0; n < 4; n += 1) runs.gate(`k${n}`);
    for (const { queue } of [a, b]) for (let n = 0; n < 4; n += 1) queue.add(`k${n}`);
    await until("all four run", () => [0, 1, 2, 3].every((n) => running(`k${n}`) === 1));
    expect([a.runs.history.length, b.runs.history.length]).toEqual([2, 2]);
  });

  it("remembers what is asked of one process while another runs the key", async () => {
    const [a, b] = [await aProcess("a"), await aProcess("b")];
    const gates = [a.runs.gate("k"), b.runs.gate("k")];
    a.queue.add("k");
    await until("it runs", () => running("k") === 1);
    b.queue.add("k");
    b.queue.add("last");
    await until("the other key ran", () => ended("last") === 1);
    expect(all().filter(({ key }) => key === "k")).toHaveLength(1);
    for (const open of gates) open();
    await until("it ran again", () => ended("k") === 2);
  });

  it("keeps a key to the process that has to run it, after the run of another", async () => {
    const [a, b] = [await aProcess("a"), await aProcess("b")];
    const gate = b.runs.gate("k");
    b.queue.addHere("k");
    await until("b runs it", () => b.runs.isRunning("k"));
    a.queue.addHere("k");
    a.queue.addHere("last");
    await until("the other key ran", () => ended("last") === 1);
    expect(a.runs.of("k")).toEqual([]);
    gate();
    await until("a ran it, too", () => a.runs.of("k").length === 1);
    expect(b.runs.of("k")).toHaveLength(1);
  });

  it("tells another process by its name", async () => {
    const [a, b] = [await aProcess("a"), await aProcess("b")];
    await until("b has run it", () => {
      a.queue.addAt("b", "k");
      return ended("k") > 0;
    });
    expect(a.runs.history).toEqual([]);
    expect(b.runs.of("k").length).toBeGreaterThan(0);
    a.queue.addAt("nobody", "k");
  });

  it("leaves what a process wants for later to those who stay", async () => {
    const a = await aProcess("a");
    a.runs.endings("k", { kind: "again", ms: 100 });
    const gate = a.runs.gate("k");
    a.queue.add("k");
    await until("a runs it", () => a.runs.isRunning("k"));
    const drained = a.queue.drain();
    const b = await aProcess("b");
    gate();
    await drained;
    await until("b runs it", () => b.runs.of("k").length === 1);
  });

  it("keeps the own keys of a process, such as its sweep, out of Redis", async () => {
    const a = await aProcess("a", { isOwn: true });
    a.runs.endings("*", { kind: "again", ms: 50 }, { kind: "again", ms: 50 });
    const b = await aProcess("b");
    a.queue.addHere("*");
    await until("three turns", () => a.runs.of("*").length === 3);
    expect(b.runs.history).toEqual([]);
  });

  it("goes on alone when Redis dies, also in the middle of a run, and says so once", async () => {
    const a = await aProcess("a");
    const gate = a.runs.gate("k");
    a.runs.endings("k", { kind: "again", ms: 50 });
    a.queue.add("k");
    await until("it runs", () => a.runs.isRunning("k"));
    await server.stop();
    await until("it is known", () => a.said(/^Redis is away/) === 1);
    a.queue.add("other");
    await until("the other ran", () => a.runs.of("other").length === 1);
    gate();
    await until("what the run asked for happens", () => a.runs.of("k").length >= 2);
    expect(a.said(/^Redis is away/)).toBe(1);
    await server.start();
    await until("it is back", () => a.said(/^Redis is there/) === 2);
    const b = await aProcess("b");
    b.runs.gate("x");
    a.runs.gate("x");
    a.queue.add("x");
    await until("work is shared again", () => running("x") === 1);
  });

  it("runs what is asked for after everything in Redis was deleted, also in the middle of a run", async () => {
    const a = await aProcess("a", { lockMs: 300 });
    const gate = a.runs.gate("k");
    a.queue.add("k");
    await until("it runs", () => a.runs.isRunning("k"));
    a.queue.add("late", FAR);
    await server.ask((redis) => redis.flushall());
    a.queue.add("k");
    a.queue.add("late");
    gate();
    await until("both ran", () => ended("late") >= 1 && a.runs.of("k").length >= 2);
    await until("nothing runs", () => running("k") === 0);
  });

  it("runs a key on, and again, when its locks are lost in the middle", async () => {
    const [a, b] = [await aProcess("a", { lockMs: 300 }), await aProcess("b", { lockMs: 300 })];
    const gates = [a.runs.gate("k"), b.runs.gate("k")];
    a.queue.add("k");
    await until("one runs it", () => running("k") === 1);
    await until("two run it", async () => {
      await server.ask(async (redis) => {
        const locks = [
          ...(await redis.keys(`${PREFIX}:*:lock`)),
          ...(await redis.keys(`${PREFIX}:running:*`)),
        ];
        if (locks.length > 0) await redis.del(...locks);
      });
      return a.runs.isRunning("k") && b.runs.isRunning("k");
    });
    for (const open of gates) open();
    await until("both ended", () => running("k") === 0);
    a.queue.add("k");
    const before = ended("k");
    await until("the key can be run as ever", () => ended("k") > before);
  });

  it.each([
    ["wants a password", (redis: Redis) => redis.config("SET", "requirepass", "hunter2")],
    ["takes no more", (redis: Redis) => redis.config("SET", "maxmemory", "1")],
  ])("goes on alone with a Redis that %s", async (_, refuse) => {
    await server.ask(refuse);
    const runs = new Runs();
    const { log, lines } = memoryLog();
    const queue = createSharedQueue({
      ...{ run: runs.run, clock: wallClock, concurrency: 2, backoff: BACKOFF, log },
      ...{ redis: connectRedis(server.url, ANSWER_MS.queue, log), prefix: PREFIX, place: "a" },
      ...{ isOwn: () => false, newId: () => "a" },
    });
    open.push({ runs, queue });
    runs.endings("k", { kind: "again", ms: 50 });
    queue.add("k");
    queue.addHere("here");
    await until("it ran twice", () => runs.of("k").length === 2);
    await until("the other ran", () => runs.of("here").length === 1);
    await until("it was said", () => {
      queue.add("k");
      return lines.some(({ level }) => level === "warn");
    });
  });

  it("runs what a process that knows no classes wants, and lets one take what has a class", async () => {
    const a = await aProcess("a");
    const older = new Redis(server.url, { maxRetriesPerRequest: null });
    const line = new Queue(QUEUE_NAME, { connection: older, prefix: PREFIX });
    const hands = older.duplicate();
    const done: string[] = [];
    const take = async (job: Job<Ticket>) => {
      await older.zrem(`${PREFIX}:wanted`, job.data.key);
      done.push(job.data.key);
    };
    try {
      const gates = ["x", "y"].map((key) => a.runs.gate(key));
      for (const key of ["x", "y"]) a.queue.add(key);
      await until("its hands are full", () => running("x") + running("y") === 2);
      a.queue.add("background");
      a.queue.add("urgent", 0, "urgent");
      await until("both are in line", async () => (await a.queue.load()).ready === 2);
      const worker = new Worker<Ticket>(QUEUE_NAME, take, {
        ...{ connection: hands, prefix: PREFIX, removeOnComplete: { count: 0 } },
      });
      await until("the older one took both", () => done.length === 2);
      expect(done).toEqual(["urgent", "background"]);
      await worker.close();
      await older.zadd(`${PREFIX}:wanted`, "LT", wallClock.now(), "k");
      const options = { jobId: "key k", removeOnComplete: true, removeOnFail: true };
      await line.add("key", { key: "k", failures: 0 }, options);
      for (const open of gates) open();
      await until("what the older one wants has run", () => ended("k") === 1);
    } finally {
      await line.close();
      for (const one of [older, hands]) one.disconnect();
    }
  });

  it("gives what a dead process was running to another", async () => {
    const dead = new Redis(server.url, { maxRetriesPerRequest: null });
    let began = false;
    const worker = new Worker(
      QUEUE_NAME,
      () => {
        began = true;
        return new Promise(() => undefined);
      },
      { connection: dead, prefix: PREFIX, skipLockRenewal: true, lockDuration: 200, skipStalledCheck: true },
    );
    worker.on("error", () => undefined);
    const gone = await aProcess("gone", { lockMs: 300 });
    // Its hands are full, so that the dead one gets it.
    for (const key of ["x", "y"]) {
      gone.runs.gate(key);
      gone.queue.add(key);
    }
    await until("they are", () => running("x") + running("y") >= 1 && all().length >= 1);
    gone.queue.add("k");
    gone.queue.add("z");
    await until("the dead one has something", () => began);
    await worker.close(true);
    dead.disconnect();
    gone.runs.openAll();
    await until("everything has run", () => ["x", "y", "k", "z"].every((key) => ended(key) >= 1));
  });
});

import { afterAll, beforeAll, describe } from "vitest";
import { wallClock } from "../../src/app/system-clock.ts";
import { createSharedQueue } from "../../src/queue/bullmq.ts";
import { ANSWER_MS, connectRedis } from "../../src/queue/connect.ts";
import { QUEUE_NAME } from "../../src/queue/tickets.ts";
import { until } from "../support/e2e/until.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { noRedis, RedisServer, unlessRedis } from "../support/process/redis-server.ts";
import { queueContract, Runs, SOON_MS, WatchedClock } from "./contract.ts";

let server: RedisServer | null = null;
let worlds = 0;

/** @param isUp false: nobody answers, and the process is on its own */
function overRedis(isUp: boolean): void {
  describe.skipIf(noRedis)(`over Redis${unlessRedis}`, () => {
    beforeAll(async () => {
      server = await RedisServer.open({ isUp });
    });
    afterAll(() => server?.stop());

    queueContract(isUp ? "BullMQ" : "BullMQ while Redis is away", async (options) => {
      const runs = new Runs();
      // As the replicas have it: BullMQ reads the wall clock, and what it keeps is compared with it.
      const clock = new WatchedClock(wallClock);
      worlds += 1;
      const prefix = `test${worlds}`;
      const ready = memoryLog();
      const queue = createSharedQueue({
        ...options,
        run: runs.run,
        clock,
        log: ready.log,
        redis: connectRedis(server?.url ?? "", ANSWER_MS.queue, ready.log),
        prefix,
        place: "here",
        isOwn: () => false,
        newId: () => `process${worlds}`,
      });
      await until("Redis was looked for", () => ready.lines.some(({ message }) => /^Redis is/.test(message)));
      return {
        queue,
        runs,
        now: () => wallClock.now(),
        due: async () => (isUp ? await dueIn(prefix) : clock.due()),
        until: async (what, isSo) => {
          await until(what, isSo, 20_000);
        },
        close: () => queue.drain(),
      };
    });
  });
}

/** What BullMQ waits for: its sorted set of delayed jobs, whose scores are milliseconds, and 12 bits for their order. */
async function dueIn(prefix: string): Promise<readonly number[]> {
  let scores: readonly string[] = [];
  await server?.ask(async (redis) => {
    const all = await redis.zrange(`${prefix}:${QUEUE_NAME}:delayed`, 0, -1, "WITHSCORES");
    scores = all.filter((_, index) => index % 2 === 1);
  });
  return scores
    .map((score) => Math.floor(Number(score) / 0x1000))
    .filter((at) => at > wallClock.now() + SOON_MS);
}

overRedis(true);
overRedis(false);

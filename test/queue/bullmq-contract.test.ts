import { afterAll, beforeAll, describe } from "vitest";
import { systemClock } from "../../src/app/system-clock.ts";
import { createSharedQueue } from "../../src/queue/bullmq.ts";
import { ANSWER_MS, connectRedis } from "../../src/queue/connect.ts";
import { until } from "../support/e2e/until.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { noRedis, RedisServer, unlessRedis } from "../support/process/redis-server.ts";
import { BACKOFF, queueContract, Runs } from "./contract.ts";

let server: RedisServer | null = null;
let worlds = 0;

/** @param isUp false: nobody answers, and the process is on its own */
function overRedis(isUp: boolean): void {
  describe.skipIf(noRedis)(`over Redis${unlessRedis}`, () => {
    beforeAll(async () => {
      server = await RedisServer.open({ isUp });
    });
    afterAll(() => server?.stop());

    queueContract(isUp ? "BullMQ" : "BullMQ while Redis is away", async (concurrency) => {
      const runs = new Runs(() => systemClock.now());
      worlds += 1;
      const ready = memoryLog();
      const queue = createSharedQueue({
        run: runs.run,
        clock: systemClock,
        concurrency,
        backoff: BACKOFF,
        log: ready.log,
        redis: connectRedis(server?.url ?? "", ANSWER_MS.queue, ready.log),
        prefix: `test${worlds}`,
        place: "here",
        isOwn: () => false,
        newId: () => `process${worlds}`,
      });
      await until("Redis was looked for", () => ready.lines.some(({ message }) => /^Redis is/.test(message)));
      return {
        queue,
        runs,
        now: () => systemClock.now(),
        until: async (what, isSo) => {
          await until(what, isSo, 20_000);
        },
        close: () => queue.drain(),
      };
    });
  });
}

overRedis(true);
overRedis(false);

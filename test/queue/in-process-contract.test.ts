import { createQueue } from "../../src/queue/in-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { BACKOFF, queueContract, Runs } from "./contract.ts";

queueContract("in memory", async (concurrency) => {
  const clock = new FakeClock(0);
  const runs = new Runs(() => clock.now());
  const { log } = memoryLog();
  const queue = createQueue({ run: runs.run, clock, concurrency, backoff: BACKOFF, log });
  return {
    queue,
    runs,
    now: () => clock.now(),
    until: async (what, isSo) => {
      for (let ms = 0; ms < 60_000 && !isSo(); ms += 10) await clock.advance(10);
      if (!isSo()) throw new Error(`never: ${what}`);
    },
    close: () => queue.drain(),
  };
});

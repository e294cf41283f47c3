import { createQueue } from "../../src/queue/in-process.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { queueContract, Runs, WatchedClock } from "./contract.ts";

queueContract("in memory", async (options) => {
  const fake = new FakeClock(0);
  const clock = new WatchedClock(fake);
  const runs = new Runs();
  const { log } = memoryLog();
  const queue = createQueue({ ...options, run: runs.run, clock, log });
  return {
    queue,
    runs,
    now: () => clock.now(),
    due: () => Promise.resolve(clock.due()),
    until: async (what, isSo) => {
      for (let ms = 0; ms < 60_000; ms += 10) {
        if (await isSo()) return;
        await fake.advance(10);
      }
      throw new Error(`never: ${what}`);
    },
    close: () => queue.drain(),
  };
});

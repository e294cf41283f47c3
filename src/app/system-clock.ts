// Owns the real time. Nothing else in the app may read the clock or set a timer.

import type { Clock } from "../ports/clock.ts";

/** `setTimeout` takes a signed 32-bit number of milliseconds and fires at once above it (Node: timers). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What the machine's clock showed when this process began to count. */
const BEGAN_MS = Date.now() - performance.now();

/**
 * The real clock. It shows what the machine's showed at the start, and how long that is ago: setting the machine's
 * clock changes nothing here. Its timers never keep the process alive; the server does.
 */
export const systemClock: Clock = {
  now: () => Math.round(BEGAN_MS + performance.now()),
  after(ms, callback) {
    let left = ms;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const part = Math.min(left, LONGEST_TIMER_MS);
      left -= part;
      timer = setTimeout(left > 0 ? wait : callback, part);
      timer.unref();
    };
    wait();
    return () => clearTimeout(timer);
  },
};

/** What the machine's clock shows at this moment, for what others compare with it: BullMQ does. */
export const wallClock: Clock = { ...systemClock, now: () => Date.now() };

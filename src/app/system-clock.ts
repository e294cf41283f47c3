// Owns the real time. Nothing else in the app may read the clock or set a timer.

import type { Clock } from "../ports/clock.ts";

/** `setTimeout` takes a signed 32-bit number of milliseconds and fires at once above it (Node: timers). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The real clock. Its timers never keep the process alive; the server does. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const at = Date.now() + ms;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const left = at - Date.now();
      timer = left > LONGEST_TIMER_MS ? setTimeout(wait, LONGEST_TIMER_MS) : setTimeout(callback, left);
      timer.unref();
    };
    wait();
    return () => clearTimeout(timer);
  },
};

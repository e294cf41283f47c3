// Whether GitHub can be reached, told from the requests that are sent anyway. Sends none itself.

import type { Clock } from "../../ports/clock.ts";

/** One failed request is weather; this long without a good one is an outage, or a wall in between. */
const PATIENCE_MS = 60_000;

export interface Reach {
  /** @param status of an answer, null when none came */
  heard(status: number | null): void;
  /** Nothing but failures for a while. Whoever never asked does not know of any. */
  isLost(): boolean;
}

export function createReach(clock: Pick<Clock, "now">): Reach {
  let failingSince: number | null = null;
  return {
    heard: (status) => {
      if (status !== null && status < 500) failingSince = null;
      else failingSince ??= clock.now();
    },
    isLost: () => failingSince !== null && clock.now() - failingSince >= PATIENCE_MS,
  };
}

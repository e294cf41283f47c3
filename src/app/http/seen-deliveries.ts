// Remembers for a short while which deliveries were taken, to spare work when one is sent again. Protects nothing: whoever
// sends under another id gets through, and finds that a webhook is only a hint.

import type { Clock } from "../../ports/clock.ts";

/** Deliveries that are remembered at most. */
const REMEMBERED = 10_000;
/** Short, because a person who presses "Redeliver" on GitHub's page wants a look. */
const MEMORY_MS = 60_000;

interface SeenDeliveries {
  has(delivery: string): boolean;
  /** Only what proved that it comes from GitHub: a forged one must never stand in the way of a real one. */
  add(delivery: string): void;
}

export function createSeenDeliveries(clock: Pick<Clock, "now">): SeenDeliveries {
  /** When each was taken, oldest first. */
  const taken = new Map<string, number>();
  return {
    has: (delivery) => (taken.get(delivery) ?? Number.NEGATIVE_INFINITY) > clock.now() - MEMORY_MS,
    add: (delivery) => {
      taken.delete(delivery);
      taken.set(delivery, clock.now());
      const [oldest] = taken.keys();
      if (taken.size > REMEMBERED && oldest !== undefined) taken.delete(oldest);
    },
  };
}

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
  // A ring: the oldest is found without a walk over what was forgotten before it.
  const ring: { readonly delivery: string; readonly at: number }[] = [];
  /** Where in the ring each was noted last. */
  const places = new Map<string, number>();
  let next = 0;
  return {
    has: (delivery) => {
      const noted = ring[places.get(delivery) ?? -1];
      return noted !== undefined && noted.at > clock.now() - MEMORY_MS;
    },
    add: (delivery) => {
      const oldest = ring[next]?.delivery;
      if (oldest !== undefined && places.get(oldest) === next) places.delete(oldest);
      ring[next] = { delivery, at: clock.now() };
      places.set(delivery, next);
      next = (next + 1) % REMEMBERED;
    },
  };
}

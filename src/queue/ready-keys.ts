// Owns the order of the keys whose time has come: urgent ones first, each class first come, first served, and one
// background key in eight, so that neither class ever waits for the end of the other.

import type { Urgency } from "../ports/work-queue.ts";

/** Of so many keys that begin while both classes are ready, one is a background key. */
export const BACKGROUND_EVERY = 8;

/** The more urgent of two classes. */
export function moreUrgent(one: Urgency, other: Urgency): Urgency {
  return one === "urgent" ? one : other;
}

interface ReadyKeys {
  readonly size: number;
  has(key: string): boolean;
  /** Puts a key at the end of its class. One that is there stays where it is, unless it becomes urgent. */
  add(key: string, urgency: Urgency, now: number): void;
  /** Takes the key whose turn it is; null: there is none. */
  take(): { readonly key: string; readonly urgency: Urgency } | null;
  /** When the one that has been ready longest became ready; null: there is none. */
  oldest(): number | null;
  clear(): void;
}

export function createReadyKeys(): ReadyKeys {
  /** When each became ready. */
  const urgent = new Map<string, number>();
  const background = new Map<string, number>();
  /** Urgent keys taken since the last background key. */
  let inARow = 0;

  return {
    get size() {
      return urgent.size + background.size;
    },
    has: (key) => urgent.has(key) || background.has(key),
    add: (key, urgency, now) => {
      if (urgent.has(key)) return;
      const since = background.get(key) ?? now;
      if (urgency === "background") {
        background.set(key, since);
        return;
      }
      background.delete(key);
      urgent.set(key, since);
    },
    take: () => {
      const isUrgent = urgent.size > 0 && (background.size === 0 || inARow < BACKGROUND_EVERY - 1);
      const [key] = (isUrgent ? urgent : background).keys();
      if (key === undefined) return null;
      inARow = isUrgent ? inARow + 1 : 0;
      (isUrgent ? urgent : background).delete(key);
      return { key, urgency: isUrgent ? "urgent" : "background" };
    },
    oldest: () => {
      // A lifted key may have been ready for longer than those before it.
      let oldest: number | null = null;
      for (const keys of [urgent, background])
        for (const since of keys.values()) oldest = Math.min(oldest ?? since, since);
      return oldest;
    },
    clear: () => {
      urgent.clear();
      background.clear();
    },
  };
}

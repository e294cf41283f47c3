// Time as a value that tests can move, and the time of the host that the app works on.

/** The current moment and a way to be called later. Implemented by the real clock and by a fake one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/**
 * The host's time, as far as it was heard; before that the machine's. What it shows may be set, in both directions:
 * whoever measures how long something took, or may still wait, takes the machine's clock.
 */
export interface HostClock extends Clock {
  /**
   * A request leaves just now.
   * @returns to be called when its answer came, with its header `Date`; anything else than a time says nothing
   */
  ask(): (date: unknown) => void;
}

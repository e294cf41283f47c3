// Time as a value that tests can move.

/** The current moment and a way to be called later. Implemented by the real clock and by a fake one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, callback: () => void): () => void;
}

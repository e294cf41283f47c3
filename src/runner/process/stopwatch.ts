// The wall time of a run against its limit. A run whose stages are on different machines began before this process did.

/** Whole milliseconds, as seconds. */
export function secondsSince(began: number): number {
  return Math.round(performance.now() - began) / 1_000;
}

export class Stopwatch {
  readonly #began = performance.now();
  readonly #limitSeconds: number;
  readonly #spentSeconds: number;

  /** @param spentSeconds used up before, of the same limit */
  constructor(limitSeconds: number, spentSeconds = 0) {
    this.#limitSeconds = limitSeconds;
    this.#spentSeconds = spentSeconds;
  }

  /** Milliseconds until the deadline; never negative. */
  leftMs(): number {
    return Math.max(0, (this.#limitSeconds - this.seconds()) * 1_000);
  }

  seconds(): number {
    return this.#spentSeconds + secondsSince(this.#began);
  }
}

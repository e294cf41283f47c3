// Politeness towards GitHub, per installation: writes go one at a time with a pause between their starts, and
// nothing at all is sent while GitHub asked us to wait, nor more in an hour than GitHub lets one create. (GitHub docs: best practices for using the REST API,
// "make requests serially", "pause between mutative requests", "handle rate limit errors appropriately".)
// Never repeats a request and never looks at what is in it.

import { Retryable } from "../domain/errors.ts";
import { WRITES_PER_HOUR } from "../domain/limits.ts";
import type { Clock } from "../ports/clock.ts";

/** GitHub asks for at least one second between requests that write. */
const WRITE_INTERVAL_MS = 1_000;
const HOUR_MS = 60 * 60_000;

export class Pacer {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  /** Starts of the writes of the last hour, oldest first. */
  #starts: readonly number[] = [];
  #tail: Promise<void> = Promise.resolve();
  #nextWrite = 0;
  #blockedUntil = 0;

  constructor(clock: Clock, intervalMs: number = WRITE_INTERVAL_MS) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
  }

  /**
   * Sends a read at once.
   * @throws Retryable with the remaining time while blocked
   */
  async read<T>(send: () => Promise<T>): Promise<T> {
    this.#checkBlock();
    return await send();
  }

  /**
   * Sends a write when all earlier ones have ended and the interval since the last start is over.
   * @throws Retryable with the remaining time while blocked, also when the block came while waiting, and when the
   * hour's budget of writes is spent
   */
  write<T>(send: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(async () => {
      this.#checkBlock();
      await this.#pause(this.#nextWrite - this.#clock.now());
      this.#checkBlock();
      this.#spend();
      this.#nextWrite = this.#clock.now() + this.#intervalMs;
      return await send();
    });
    this.#tail = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  /** Nothing is sent for this long. A shorter block never ends a longer one. */
  block(ms: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, this.#clock.now() + ms);
  }

  #checkBlock(): void {
    const left = this.#blockedUntil - this.#clock.now();
    if (left > 0) throw new Retryable("GitHub asked for a pause", left);
  }

  #spend(): void {
    const now = this.#clock.now();
    this.#starts = this.#starts.filter((start) => start > now - HOUR_MS);
    const [oldest] = this.#starts;
    if (oldest !== undefined && this.#starts.length >= WRITES_PER_HOUR)
      throw new Retryable("the hour's budget of writes is spent", oldest + HOUR_MS - now);
    this.#starts = [...this.#starts, now];
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0) await new Promise<void>((resolve) => this.#clock.after(ms, resolve));
  }
}

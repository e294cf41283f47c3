// Notices that a process has been silent for too long. Knows nothing of processes, and time comes from its caller.

/** Calls back after so many milliseconds; what it returns takes that back. */
export type After = (ms: number, callback: () => void) => () => void;

export class Silence {
  readonly #ms: number;
  readonly #after: After;
  readonly #onSilence: () => void;
  #cancel: () => void = () => undefined;

  /** Begins to wait at once. */
  constructor(ms: number, after: After, onSilence: () => void) {
    this.#ms = ms;
    this.#after = after;
    this.#onSilence = onSilence;
    this.heard();
  }

  /** Something was heard: the wait begins anew. */
  heard(): void {
    this.#cancel();
    this.#cancel = this.#after(this.#ms, this.#onSilence);
  }

  end(): void {
    this.#cancel();
  }
}

export const realAfter: After = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

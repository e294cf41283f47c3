// What goes wrong on purpose, and the record of what the app wrote. Decides nothing about the world itself.

import { Conflict, Retryable, Terminal } from "../../src/domain/errors.ts";

/** The process "died": no domain error, so nothing may handle it. */
export class CrashError extends Error {
  override readonly name = "CrashError";
}

/** `ambiguous`: the write is carried out and then no answer comes (502, dropped connection). */
export type Fault = "retryable" | "conflict" | "terminal" | "ambiguous";

/** A mutation that the app made and that took effect. `args` are those of the port's method. */
export interface Write {
  readonly at: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

export class FakeFaults {
  /** Every mutation that took effect, in order. */
  readonly writes: Write[] = [];
  /** Names of the reads, in order. */
  readonly reads: string[] = [];
  readonly #planned: { method: string; fault: Fault }[] = [];
  #crash: { when: "before" | "after"; left: number } | null = null;

  /**
   * The next call of `method` goes wrong; call it again for the one after. Names are those of `Forge`, and
   * `memory.read`, `memory.commit`, `materialise`.
   */
  failNext(method: string, fault: Fault): void {
    this.#planned.push({ method, fault });
  }

  /** Dies instead of making the `n`-th write from now (1 is the next). */
  crashBeforeWrite(n: number): void {
    this.#crash = { when: "before", left: n };
  }

  /** Dies after the `n`-th write from now took effect, before its answer is seen. */
  crashAfterWrite(n: number): void {
    this.#crash = { when: "after", left: n };
  }

  /** Forgets planned failures and crashes. */
  calm(): void {
    this.#planned.length = 0;
    this.#crash = null;
  }

  async read<T>(method: string, body: () => T): Promise<T> {
    await Promise.resolve();
    this.reads.push(method);
    this.#raise(this.#take(method), method);
    return body();
  }

  async write<T>(at: string, method: string, args: readonly unknown[], body: () => T): Promise<T> {
    await Promise.resolve();
    const fault = this.#take(method);
    if (fault !== "ambiguous") this.#raise(fault, method);
    const crash = this.#counted();
    if (crash === "before") throw new CrashError(`before ${method}`);
    const result = body();
    this.writes.push({ at, method, args });
    if (crash === "after") throw new CrashError(`after ${method}`);
    if (fault === "ambiguous") throw new Retryable(`${method}: no answer`);
    return result;
  }

  #counted(): "before" | "after" | null {
    if (this.#crash === null) return null;
    this.#crash.left -= 1;
    if (this.#crash.left > 0) return null;
    const { when } = this.#crash;
    this.#crash = null;
    return when;
  }

  #take(method: string): Fault | null {
    const index = this.#planned.findIndex((one) => one.method === method);
    return index < 0 ? null : (this.#planned.splice(index, 1)[0]?.fault ?? null);
  }

  #raise(fault: Fault | null, method: string): void {
    if (fault === "retryable" || fault === "ambiguous") throw new Retryable(`${method}: planned failure`);
    if (fault === "conflict") throw new Conflict(`${method}: planned failure`);
    if (fault === "terminal") throw new Terminal(`${method}: planned failure`);
  }
}

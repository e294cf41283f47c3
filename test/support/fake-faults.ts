// What goes wrong on purpose, and the record of what the app wrote. Decides nothing about the world itself.

import { Conflict, Retryable, Terminal } from "../../src/domain/errors.ts";
import type { Chronicle } from "./chronicle.ts";

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
  readonly #chronicle: Chronicle;
  readonly #self: string;
  #crash: { when: "before" | "after"; left: number } | null = null;
  #interruption: { act: () => void; left: number } | null = null;

  /** @param self the app's login */
  constructor(chronicle: Chronicle, self: string) {
    this.#chronicle = chronicle;
    this.#self = self;
  }

  /**
   * The next call of `method` goes wrong; call it again for the one after. Names are those of `Forge`, and
   * `memory.read`, `memory.commit`, `materialise`, `run.start`.
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

  /** Lets somebody act right before the `n`-th write from now (1 is the next), behind the app's back. */
  interruptWrite(n: number, act: () => void): void {
    this.#interruption = { act, left: n };
  }

  /** Forgets planned failures, crashes and interruptions. */
  calm(): void {
    this.#planned.length = 0;
    this.#crash = null;
    this.#interruption = null;
  }

  async read<T>(method: string, body: () => T): Promise<T> {
    await Promise.resolve();
    this.reads.push(method);
    const fault = this.#take(method);
    if (fault !== null) this.#failed(method, true);
    this.#raise(fault, method);
    return body();
  }

  /** An order to the executor: no write of the host, but it can go wrong like one. */
  async order(body: () => Promise<void>): Promise<void> {
    const fault = this.#take("run.start");
    if (fault !== null) this.#failed("run.start");
    if (fault !== "ambiguous") this.#raise(fault, "run.start");
    await body();
    if (fault === "ambiguous") throw new Retryable("run.start: no answer");
  }

  async write<T>(at: string, method: string, args: readonly unknown[], body: () => T): Promise<T> {
    await Promise.resolve();
    const fault = this.#take(method);
    if (fault !== null) this.#failed(method);
    if (fault !== "ambiguous") this.#raise(fault, method);
    const crash = this.#counted();
    if (crash !== null) this.#failed(method);
    if (crash === "before") throw new CrashError(`before ${method}`);
    this.#interrupt();
    const result = this.#chronicle.as(this.#self, body);
    this.writes.push({ at, method, args });
    this.#chronicle.record({ what: "write", method, args });
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

  #failed(method: string, isRead = false): void {
    this.#chronicle.record({ what: "failed", method, isRead });
  }

  #interrupt(): void {
    if (this.#interruption === null) return;
    this.#interruption.left -= 1;
    if (this.#interruption.left > 0) return;
    const { act } = this.#interruption;
    this.#interruption = null;
    act();
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

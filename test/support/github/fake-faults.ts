// What goes wrong on purpose, and the record of what the app wrote. Decides nothing about the world itself.

import { AutoloopError, Conflict, Dormant, Retryable, Terminal } from "../../../src/domain/errors.ts";
import { madeNumber } from "../../../src/github/http/made.ts";
import type { Chronicle, Deed } from "./chronicle.ts";
import { rateLimited } from "./fake-refusals.ts";

/** The name that such an answer lacks. */
const NOTHING: unknown = undefined;

/** The process "died": no domain error, so nothing may handle it. */
export class CrashError extends Error {
  override readonly name = "CrashError";
}

/** `ambiguous`: the write is carried out and then no answer comes (502, dropped connection). */
export type Fault = "retryable" | "conflict" | "terminal" | "dormant" | "ambiguous";

/**
 * What becomes of a call: it fails, or the process dies right before or right after it took effect. `late`: a write
 * fails, and takes effect some time after. `short`: a list comes without one of its items, and looks complete. `unmade`: a
 * write is answered as if it had been carried out, without the name of what was made, and nothing was. `broken-off`: a
 * document of several writes ends with this one, which took effect, and is never answered; where it is no part of one it
 * is `ambiguous`.
 */
export type Mishap =
  | Fault
  | "crash-before"
  | "crash-after"
  | "late"
  | "short"
  | "unmade"
  | "broken-off"
  /** The requests of the hour are used up, and GitHub says when there are new ones: so long from now. */
  | { readonly limitedMs: number };

/** A call of the app through a port; `n` counts them from 1. */
export interface PortCall {
  readonly n: number;
  readonly method: string;
  readonly kind: "read" | "write" | "order";
  /** It is part of a document of several writes. */
  readonly isPart?: true;
}

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
  readonly #look: () => number | null;
  #crash: { when: "before" | "after"; left: number } | null = null;
  #decide: (call: PortCall) => Mishap | null = () => null;
  #later: (act: () => void) => void = (act) => act();
  #calls = 0;
  #hour: "fresh" | "last" | "used up" = "fresh";
  #interruption: { act: () => void; left: number } | null = null;
  #document: { isBroken: boolean; readonly look: number | null } | null = null;

  /**
   * @param self the app's login
   * @param look what the process looks at, where there are several processes
   */
  constructor(chronicle: Chronicle, self: string, look: () => number | null = () => null) {
    this.#chronicle = chronicle;
    this.#self = self;
    this.#look = look;
  }

  /**
   * The next call of `method` goes wrong; call it again for the one after. Names are those of `Forge`, and
   * `memory.read`, `memory.commit`, `materialise`, `run.start`, `run.look`, `run.dispose`.
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

  /** The next read is the last that the hour allows, or one too many. */
  exhaust(isRefused = false): void {
    this.#hour = isRefused ? "used up" : "last";
  }

  /** Forgets planned failures, crashes and interruptions, and who decides about calls. */
  calm(): void {
    this.#decide = () => null;
    this.#hour = "fresh";
    this.#planned.length = 0;
    this.#crash = null;
    this.#interruption = null;
  }

  /**
   * Lets `decide` choose what becomes of every call from now on, beside what is planned. Null: all goes well.
   * @param later calls what takes effect late
   */
  inject(decide: (call: PortCall) => Mishap | null, later: (act: () => void) => void = (act) => act()): void {
    this.#decide = decide;
    this.#later = later;
  }

  /** Calls of the app so far. */
  get calls(): number {
    return this.#calls;
  }

  /** Writes down a deed of this process. */
  record(deed: Deed): void {
    this.#chronicle.record(deed, this.#look());
  }

  /** @param cut what comes instead when the answer is `short`; `n` counts the calls */
  async read<T>(
    method: string,
    body: () => T | Promise<T>,
    cut: (whole: T, n: number) => T = (whole) => whole,
  ): Promise<T> {
    const look = this.#look();
    await Promise.resolve();
    this.reads.push(method);
    const mishap = this.#mishap(method, "read", look);
    const n = this.#calls;
    // A read whose answer is lost is a read that failed.
    this.#raise(mishap === "ambiguous" || mishap === "late" ? "retryable" : mishap, method);
    if (this.#hour === "used up") throw new Retryable(`${method}: the hour's requests are used up`);
    if (this.#hour === "last") this.#hour = "used up";
    const result = await body();
    if (mishap === "crash-after") throw new CrashError(`after ${method}`);
    return mishap === "short" ? cut(result, n) : result;
  }

  /**
   * What is written while `body` goes on belongs to one document.
   * @param body asks before each write whether the document was broken off
   */
  async document<T>(body: (isBroken: () => boolean) => Promise<T>): Promise<T> {
    const document = { isBroken: false, look: this.#look() };
    this.#document = document;
    try {
      return await body(() => document.isBroken);
    } finally {
      this.#document = null;
    }
  }

  /** An order to the executor: no write of the host, but it can go wrong like one. */
  async order(method: string, body: () => Promise<void>): Promise<void> {
    const mishap = this.#mishap(method, "order", this.#look());
    this.#raise(mishap, method);
    await body();
    this.#lose(mishap, method);
  }

  async write<T>(at: string, method: string, args: readonly unknown[], body: () => T): Promise<T> {
    const look = this.#document?.look ?? this.#look();
    await Promise.resolve();
    const mishap = this.#mishap(method, "write", look);
    if (mishap === "late") this.#postpone({ at, method, args }, body, look);
    this.#raise(mishap, method);
    this.#interrupt();
    if (mishap === "unmade") this.#unmade(method);
    const result = mishap === "unmade" ? (NOTHING as T) : this.#carriedOut(method, body, look);
    if (mishap === "unmade") return result;
    this.writes.push({ at, method, args });
    this.#chronicle.record({ what: "write", method, args }, look);
    this.#lose(mishap, method);
    return result;
  }

  /** @throws what the host's refusal is to the app */
  #carriedOut<T>(method: string, body: () => T, look: number | null): T {
    try {
      return this.#chronicle.as(this.#self, body, look);
    } catch (error) {
      if (error instanceof AutoloopError)
        this.#chronicle.record({ what: "failed", method, isRead: false }, look);
      throw error;
    }
  }

  /** The app counts nothing as made that the answer does not name; what it takes for done it does not hear of. */
  #unmade(method: string): void {
    try {
      madeNumber(method, NOTHING);
    } catch (error) {
      this.#chronicle.record({ what: "failed", method, isRead: false }, this.#look());
      throw error;
    }
  }

  /** The first of what is planned, what was counted down and what `inject` says; written down where it is anything. */
  #mishap(method: string, kind: PortCall["kind"], look: number | null): Mishap | null {
    this.#calls += 1;
    const crash = kind === "write" ? this.#counted() : null;
    const part = this.#document === null ? {} : { isPart: true as const };
    const mishap = this.#take(method) ?? crash ?? this.#decide({ n: this.#calls, method, kind, ...part });
    // Nobody who reads a short list can know that it is one.
    const isRead = kind === "read" && mishap !== "short";
    if (mishap !== null && mishap !== "unmade")
      this.#chronicle.record({ what: "failed", method, isRead }, look);
    return mishap;
  }

  #postpone(write: Write, body: () => unknown, look: number | null): void {
    const { method, args } = write;
    this.#later(() => {
      try {
        this.#chronicle.as(this.#self, body, look);
      } catch (error) {
        // By now the host refuses it.
        if (error instanceof AutoloopError) return;
        throw error;
      }
      this.writes.push(write);
      this.#chronicle.record({ what: "write", method, args }, look);
    });
  }

  #counted(): "crash-before" | "crash-after" | null {
    if (this.#crash === null) return null;
    this.#crash.left -= 1;
    if (this.#crash.left > 0) return null;
    const { when } = this.#crash;
    this.#crash = null;
    return `crash-${when}`;
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

  /** Everything that keeps the call from taking effect. */
  #raise(mishap: Mishap | null, method: string): void {
    if (typeof mishap === "object" && mishap !== null) throw rateLimited(mishap.limitedMs);
    if (mishap === "crash-before") throw new CrashError(`before ${method}`);
    if (mishap === "retryable" || mishap === "late") throw new Retryable(`${method}: planned failure`);
    if (mishap === "conflict") throw new Conflict(`${method}: planned failure`);
    if (mishap === "dormant") throw new Dormant(`${method}: planned rest`);
    if (mishap === "terminal")
      throw new Terminal(`${method}: planned failure`, { said: `planned failure of ${method}` });
  }

  /** Everything that keeps the app from hearing that it took effect. */
  #lose(mishap: Mishap | null, method: string): void {
    if (mishap === "crash-after") throw new CrashError(`after ${method}`);
    if (mishap === "broken-off" && this.#document !== null) this.#document.isBroken = true;
    if (mishap === "ambiguous" || mishap === "broken-off") throw new Retryable(`${method}: no answer`);
  }
}

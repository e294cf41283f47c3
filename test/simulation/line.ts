// The line of keys that the processes of a world share, as they would over Redis: what is wanted outlives the process
// that wanted it, and locks keep two from running one key. What it loses the sweep asks for again. A model of what
// `src/queue/bullmq.ts` promises; that it keeps this with a real Redis is for its own tests.

import { parseKey } from "../../src/app/webhook/keys.ts";
import type { Claims } from "../../src/ports/claims.ts";
import type { Outcome, Urgency, WorkQueue } from "../../src/ports/work-queue.ts";
import { createQueue, type QueueOptions } from "../../src/queue/in-process.ts";
import { moreUrgent } from "../../src/queue/ready-keys.ts";
import type { Dice } from "../support/loop/dice.ts";
import type { FakeClock } from "../support/loop/fake-clock.ts";

/** After so long a lock without a sign of life ends, and its job is given to another. */
const LOCK_MS = 30_000;
/** When to ask again for a key that another process is running, and for a line that is away. */
const BUSY_MS = 500;
const AWAY_MS = 60_000;

/** What goes wrong with work. */
export interface Luck {
  /** The lock is lost as soon as it is taken, and another process runs the key at the same time. */
  losesLock(): boolean;
  /** The job that has just ended comes again. */
  comesAgain(): boolean;
  /** It went wrong: another process has the lock (F31), or runs what was run (F32). */
  met(fault: "F31" | "F32", key: string): void;
}

export interface Place {
  readonly queue: WorkQueue;
  /** The process stands still: its locks end, and what it runs is given to others. */
  readonly stall: () => void;
  /** The same for ever. */
  readonly leave: () => void;
}

interface Wanted {
  readonly at: number;
  readonly urgency: Urgency;
  readonly cancel: () => void;
}

export class Line {
  /** Nobody can reach it: every process works for itself. */
  isAway: boolean = false;
  readonly claims: Claims;
  readonly #clock: FakeClock;
  readonly #dice: Dice;
  readonly #luck: Luck;
  readonly #wanted = new Map<string, Wanted>();
  /** Who runs a key. */
  readonly #locks = new Map<string, WorkQueue>();
  /** Until when a deed is somebody's, milliseconds since the epoch. */
  readonly #claimed = new Map<string, number>();
  readonly #places = new Set<WorkQueue>();

  constructor(clock: FakeClock, dice: Dice, luck: Luck) {
    this.#clock = clock;
    this.#dice = dice;
    this.#luck = luck;
    this.claims = { claim: (what, ms) => Promise.resolve(this.#claim(what, ms)) };
  }

  /** The queue of one more process. */
  join(options: QueueOptions): Place {
    const own: WorkQueue = createQueue({
      ...options,
      run: (key, urgency) => this.#turn(key, urgency, own, options.run),
    });
    this.#places.add(own);
    const add: WorkQueue["add"] = (key, ms = 0, urgency = "background") =>
      this.isAway ? own.add(key, ms, urgency) : this.#want(key, ms, urgency);
    const drain = () => {
      this.#places.delete(own);
      return own.drain();
    };
    const stall = () => this.#expire(own);
    const leave = () => {
      this.#places.delete(own);
      stall();
    };
    return { queue: { ...own, add, drain }, stall, leave };
  }

  /** Everything that it holds is gone. */
  flush(): void {
    for (const { cancel } of this.#wanted.values()) cancel();
    this.#wanted.clear();
    this.#locks.clear();
    this.#claimed.clear();
  }

  #want(key: string, ms: number, asked: Urgency = "background"): void {
    const at = this.#clock.now() + Math.max(0, ms);
    const before = this.#wanted.get(key);
    const urgency = moreUrgent(asked, before?.urgency ?? "background");
    if (before !== undefined && before.at <= at) {
      this.#wanted.set(key, { ...before, urgency });
      return;
    }
    before?.cancel();
    this.#wanted.set(key, { at, urgency, cancel: this.#clock.after(ms, () => this.#give(key)) });
  }

  /** Whoever has time runs it. */
  #give(key: string): void {
    const urgency = this.#wanted.get(key)?.urgency;
    this.#wanted.delete(key);
    const place = this.isAway ? undefined : this.#dice.any([...this.#places]);
    if (place === undefined) this.#want(key, AWAY_MS, urgency);
    else place.add(key, 0, urgency);
  }

  async #turn(key: string, urgency: Urgency, own: WorkQueue, run: QueueOptions["run"]): Promise<Outcome> {
    // Whoever is dead or about to end begins nothing.
    if (!this.#places.has(own)) return { kind: "done" };
    const holder = this.#locks.get(key);
    if (holder !== undefined && holder !== own && !this.isAway) return { kind: "again", ms: BUSY_MS };
    this.#locks.set(key, own);
    const others = [...this.#places].filter((one) => one !== own);
    if (others.length > 0 && this.#luck.losesLock()) {
      this.#luck.met("F31", key);
      this.#locks.delete(key);
      this.#dice.any(others)?.add(key);
    }
    const outcome = await run(key, urgency);
    if (this.#locks.get(key) === own) this.#locks.delete(key);
    if (this.isAway || parseKey(key)?.kind === "everything") return outcome;
    if (this.#luck.comesAgain()) this.#repeat(key);
    if (outcome.kind !== "again") return outcome;
    this.#want(key, outcome.ms);
    return { kind: "done" };
  }

  #expire(holder: WorkQueue): void {
    const held = [...this.#locks].flatMap(([key, one]) => (one === holder ? [key] : []));
    this.#clock.after(LOCK_MS, () => {
      for (const key of held) {
        if (this.#locks.get(key) !== holder) continue;
        this.#locks.delete(key);
        this.#repeat(key);
      }
    });
  }

  #repeat(key: string): void {
    this.#luck.met("F32", key);
    this.#want(key, 0);
  }

  #claim(what: string, ms: number): boolean {
    const now = this.#clock.now();
    if (this.isAway || (this.#claimed.get(what) ?? 0) > now) return false;
    this.#claimed.set(what, now + ms);
    return true;
  }
}

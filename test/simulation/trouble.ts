// What goes wrong between the app and everything else: calls, webhooks, processes, clocks. How much of each there is
// is drawn once for each world, so that every world has its own kind of bad luck.

import type { Dice } from "../support/dice.ts";
import type { Mishap, PortCall } from "../support/fake-faults.ts";
import type { Town } from "./town.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A time in which the host answers nothing, or no write. */
interface Outage {
  readonly fault: "F7" | "F8" | "F9" | "F10";
  readonly until: number;
  readonly mishap: "retryable" | "terminal";
  readonly isOfWrites: boolean;
}

type FaultOfCall = readonly [fault: string, mishap: Mishap];

/** Shares of all calls, or of all webhooks. */
type Rates = Readonly<Record<"fails" | "crashes" | "hangs" | "met" | "lost" | "doubled" | "late", number>>;

const NONE: Rates = { fails: 0, crashes: 0, hangs: 0, met: 0, lost: 0, doubled: 0, late: 0 };

const WRITES: readonly [FaultOfCall, ...FaultOfCall[]] = [
  ["F1", "retryable"],
  ["F2", "ambiguous"],
  ["F3", "late"],
  ["F6", "conflict"],
];

/** Calls that are too rare to fail by chance. */
const SHARES: ReadonlyMap<string, number> = new Map([
  ["openPull", 8],
  ["run.start", 3],
  ["commit", 6],
]);

export class Trouble {
  readonly #town: Town;
  readonly #dice: Dice;
  #rates: Rates;
  #outage: Outage | null = null;
  /** Somebody who acts right before a call of the app. */
  #meddler: (() => void) | null = null;

  constructor(town: Town, dice: Dice) {
    this.#town = town;
    this.#dice = dice;
    const share = (most: number) => (dice.happens(0.4) ? 0 : dice.next() * most);
    this.#rates = {
      ...{ fails: share(0.06), crashes: share(0.02), hangs: share(0.05), met: share(0.04) },
      ...{ lost: share(0.3), doubled: share(0.2), late: share(0.3) },
    };
  }

  /** From now on nothing goes wrong. */
  end(): void {
    this.#rates = NONE;
    this.#outage = null;
    this.#meddler = null;
  }

  begin(outage: Omit<Outage, "until">, ms: number): void {
    this.#outage = { ...outage, until: this.#town.now + ms };
  }

  /** Acts right before one of the next calls. */
  meddle(act: () => void): void {
    this.#meddler = act;
  }

  /** When copies of a webhook arrive, milliseconds from now; none: it is lost. */
  arrivals(): readonly number[] {
    const dice = this.#dice;
    if (dice.happens(this.#rates.lost)) {
      this.#town.met("F18");
      return [];
    }
    if (dice.happens(this.#rates.doubled)) {
      this.#town.met("F19");
      return [0, 2 * SECOND, 3 * SECOND];
    }
    if (!dice.happens(this.#rates.late)) return [0];
    this.#town.met("F20");
    return [dice.below(10 * MINUTE)];
  }

  /** For how long a call hangs, milliseconds. */
  delay(): number {
    if (!this.#dice.happens(this.#rates.hangs)) return 0;
    this.#town.met("F13");
    return this.#dice.below(60 * SECOND);
  }

  /** @param issue the program that the app looks at; null: no single one */
  decide({ kind, method }: PortCall, issue: number | null): Mishap | null {
    const outage = this.#outageOf(kind);
    if (outage !== null) {
      this.#town.met(outage.fault, issue);
      return outage.mishap;
    }
    this.#interrupt(issue);
    if (this.#dice.happens(this.#rates.crashes)) {
      this.#town.met("F23", issue);
      return this.#dice.happens(0.5) ? "crash-before" : "crash-after";
    }
    if (!this.#dice.happens(this.#rates.fails * (SHARES.get(method) ?? (kind === "write" ? 3 : 1))))
      return null;
    const [fault, mishap] = this.#choose(kind, method);
    this.#town.met(fault, issue);
    return mishap;
  }

  #choose(kind: PortCall["kind"], method: string): FaultOfCall {
    if (kind === "read") return ["F1", "retryable"];
    if (kind === "order") return ["F28", this.#dice.pick(["retryable", "ambiguous"])];
    if (method === "openPull") return ["F5", "ambiguous"];
    return this.#dice.pick(WRITES);
  }

  #interrupt(issue: number | null): void {
    if (this.#meddler === null || !this.#dice.happens(0.2 + this.#rates.met)) return;
    const act = this.#meddler;
    this.#meddler = null;
    this.#town.met("F33", issue);
    act();
  }

  #outageOf(kind: PortCall["kind"]): Outage | null {
    const outage = this.#outage;
    if (outage === null || kind === "order") return null;
    if (outage.until <= this.#town.now) {
      this.#outage = null;
      return null;
    }
    return outage.isOfWrites && kind !== "write" ? null : outage;
  }
}

// What goes wrong between the app and everything else: calls, webhooks, processes, clocks. How much of each there is
// is drawn once for each world, so that every world has its own kind of bad luck.

import { parseProgramKey } from "../../src/domain/repository/program-key.ts";
import type { Mishap, PortCall } from "../support/github/fake-faults.ts";
import type { Dice } from "../support/loop/dice.ts";
import { type Lifecycle, lifecycleOf } from "./lifecycle.ts";
import type { Luck } from "./line.ts";
import type { Town } from "./town.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A time in which the host answers nothing, or no write. */
interface Outage {
  readonly fault: "F7" | "F8" | "F9" | "F10";
  /** Milliseconds. */
  readonly lasts: number;
  /** `limited`: GitHub says until when. */
  readonly mishap: "retryable" | "terminal" | "dormant" | "limited";
  readonly isOfWrites: boolean;
}

interface Ambush {
  readonly act: () => void;
  readonly state: Lifecycle;
}

type FaultOfCall = readonly [fault: string, mishap: Mishap];

/** What lies in wait mostly does so for an effect; this share of reads will do. */
const EARLY = 0.1;

/** Shares of all calls, of all webhooks, or of all runs of keys. */
type Rates = Readonly<
  Record<
    "fails" | "crashes" | "hangs" | "met" | "lost" | "doubled" | "late" | "unlocked" | "repeated",
    number
  >
>;

const NONE: Rates = {
  ...{ fails: 0, crashes: 0, hangs: 0, met: 0 },
  ...{ lost: 0, doubled: 0, late: 0 },
  ...{ unlocked: 0, repeated: 0 },
};

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
  ["workflow.dispatch", 3],
  ["commit", 6],
  ["standing", 4],
]);

/** Writes whose answer names what was made. */
const MAKING: ReadonlySet<string> = new Set(["postComment", "openIssue"]);
/** This share of those that go wrong names nothing. */
const UNNAMED = 0.4;

/** Reads whose answer can be cut short: lists that come in numbered pages, and trees. */
const LISTS: ReadonlySet<string> = new Set(["programIssues", "openPulls", "recentComments", "filesAt"]);

export class Trouble implements Luck {
  readonly #town: Town;
  readonly #dice: Dice;
  #rates: Rates;
  #outage: (Outage & { readonly until: number }) | null = null;
  /** What happens when the app next looks at a program in this state. */
  #ambushes: readonly Ambush[] = [];
  /** Somebody who acts right before a call of the app. */
  #meddler: (() => void) | null = null;
  /** Somebody who acts right before an order to the executor, which then fails. */
  #forestaller: ((issue: number) => void) | null = null;
  /** The answer to the next write that makes something does not name it. */
  #answers: "whole" | "nameless" = "whole";

  constructor(town: Town, dice: Dice) {
    this.#town = town;
    this.#dice = dice;
    const share = (most: number) => (dice.happens(0.4) ? 0 : dice.next() * most);
    this.#rates = {
      ...{ fails: share(0.06), crashes: share(0.02), hangs: share(0.05), met: share(0.04) },
      ...{ lost: share(0.3), doubled: share(0.2), late: share(0.3) },
      ...{ unlocked: share(0.2), repeated: share(0.2) },
    };
  }

  /** From now on nothing goes wrong. */
  end(): void {
    this.#rates = NONE;
    this.#outage = null;
    this.#ambushes = [];
    this.#meddler = null;
    this.#forestaller = null;
    this.#answers = "whole";
  }

  begin(outage: Outage): void {
    const town = this.#town;
    this.#outage = { ...outage, until: town.now + outage.lasts };
    // Two of them in a row are no fault of the app: nothing is late before it could have been done.
    if (outage.isOfWrites) return;
    town.later(outage.lasts, () => town.isBack());
  }

  /** Acts right before a call of the app, as soon as it looks at a program in this state. */
  lieInWait(act: () => void, state: Lifecycle): void {
    this.#ambushes = [...this.#ambushes, { act, state }];
  }

  /** Acts right before one of the next calls. */
  meddle(act: () => void): void {
    this.#meddler = act;
  }

  /** Acts right before the next order to the executor, and has that order fail. */
  forestall(act: (issue: number) => void): void {
    this.#forestaller = act;
  }

  /** The answer to the next write that makes something does not name it, and nothing is made. */
  unmake(): void {
    this.#answers = "nameless";
  }

  losesLock(): boolean {
    return this.#dice.happens(this.#rates.unlocked);
  }

  comesAgain(): boolean {
    return this.#dice.happens(this.#rates.repeated);
  }

  met(fault: "F31" | "F32", key: string): void {
    this.#town.met(fault, parseProgramKey(key)?.issue ?? null);
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

  /** For how long a call hangs, milliseconds. @param issue as for `decide` */
  delay(issue: number | null): number {
    if (!this.#dice.happens(this.#rates.hangs)) return 0;
    this.#town.met("F13", issue);
    return this.#dice.below(60 * SECOND);
  }

  /** @param issue the program that the app looks at; null: no single one */
  decide(call: PortCall, issue: number | null): Mishap | null {
    const { kind, method } = call;
    if (kind !== "read" || this.#dice.happens(EARLY)) this.#strike(issue);
    const outage = this.#outageOf(kind);
    if (outage !== null) {
      this.#town.met(outage.fault, issue);
      if (outage.mishap !== "limited") return outage.mishap;
      return { limitedMs: outage.until - this.#town.now };
    }
    this.#interrupt(issue);
    if (this.#answers === "nameless" && MAKING.has(method)) {
      this.#answers = "whole";
      this.#town.met("F46", issue);
      return "unmade";
    }
    if (kind === "order" && issue !== null && this.#forestaller !== null) {
      this.#forestaller(issue);
      this.#forestaller = null;
      this.#town.met("F28", issue);
      return "retryable";
    }
    if (this.#dice.happens(this.#rates.crashes)) {
      this.#town.met("F23", issue);
      return this.#dice.happens(0.5) ? "crash-before" : "crash-after";
    }
    if (!this.#dice.happens(this.#rates.fails * (SHARES.get(method) ?? (kind === "write" ? 3 : 1))))
      return null;
    const [fault, mishap] = this.#choose(call);
    this.#town.met(fault, issue);
    return mishap;
  }

  #choose({ kind, method, isPart }: PortCall): FaultOfCall {
    if (kind === "read" && LISTS.has(method) && this.#dice.happens(0.7)) return ["F11", "short"];
    if (kind === "read") return ["F1", "retryable"];
    if (kind === "order") return ["F28", this.#dice.pick(["retryable", "ambiguous"])];
    if (isPart === true && this.#dice.happens(0.4)) return ["F51", "broken-off"];
    if (method === "openPull") return ["F5", "ambiguous"];
    if (MAKING.has(method) && this.#dice.happens(UNNAMED)) return ["F46", "unmade"];
    return this.#dice.pick(WRITES);
  }

  #interrupt(issue: number | null): void {
    if (this.#meddler === null || !this.#dice.happens(0.2 + this.#rates.met)) return;
    const act = this.#meddler;
    this.#meddler = null;
    this.#town.met("F33", issue);
    act();
  }

  #strike(issue: number | null): void {
    if (this.#ambushes.length === 0 || issue === null) return;
    const here = lifecycleOf(this.#town.stateOf(issue), this.#town.github);
    const ambush = this.#ambushes.find(({ state }) => state === here);
    if (ambush === undefined) return;
    this.#ambushes = this.#ambushes.filter((one) => one !== ambush);
    ambush.act();
  }

  #outageOf(kind: PortCall["kind"]): (Outage & { readonly until: number }) | null {
    const outage = this.#outage;
    if (outage === null || kind === "order") return null;
    if (outage.until <= this.#town.now) {
      this.#outage = null;
      return null;
    }
    return outage.isOfWrites && kind !== "write" ? null : outage;
  }
}

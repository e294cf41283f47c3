// All deeds, and the order in which one world has them.

import type { Lifecycle } from "../lifecycle.ts";
import type { Town } from "../town.ts";
import { ANSWERS } from "./answers.ts";
import { BETWEEN } from "./between.ts";
import { CARE } from "./care.ts";
import type { Deed } from "./deed.ts";
import { PLACES } from "./places.ts";
import { POST } from "./post.ts";
import { PROCESSES } from "./processes.ts";
import { TALK } from "./talk.ts";
import { TEXTS } from "./texts.ts";

const NOTHING: Deed = { weight: 3, act: () => "everybody" };

export const DEEDS: ReadonlyMap<string, Deed> = new Map(
  Object.entries({
    ...{ nothing: NOTHING, ...CARE, ...TALK, ...TEXTS, ...PLACES },
    ...{ ...PROCESSES, ...ANSWERS, ...BETWEEN, ...POST },
  }),
);

/** How many deeds are tried at one moment before nobody does anything. */
const TRIES = 12;

/**
 * What is seldom done would seldom meet a state that lasts for minutes: such a deed lies in wait in this share of the
 * times, until the app looks at a program in one of these states.
 */
const SELDOM = 3;
const WAITS = 0.5;
const STATES: readonly [Lifecycle, ...Lifecycle[]] = [
  ...(["repairing", "repairing", "repairing", "judging", "judging"] as const),
  ...(["waiting", "waiting", "new", "running", "ended"] as const),
];

/** What is counted when it hits a call, and not when it begins. */
const COUNTED_LATER: ReadonlySet<string> = new Set([
  ...["writes refused", "limit exhausted", "token refused", "suspended", "an answer names nothing"],
]);

/** As often as they weigh, shuffled anew when most were done. */
export class Deck {
  readonly #town: Town;
  #cards: string[] = [];

  constructor(town: Town) {
    this.#town = town;
  }

  /** Somebody does something. Returns what; null: nothing could be done. */
  act(): string | null {
    if (this.#cards.length < TRIES) this.#cards = this.#shuffled();
    for (let n = 0; n < TRIES; n += 1) {
      const name = this.#cards.shift() ?? "nothing";
      const deed = DEEDS.get(name) ?? NOTHING;
      const { dice, trouble } = this.#town;
      const isMet = deed.fault !== undefined || COUNTED_LATER.has(name);
      if (isMet && deed.weight <= SELDOM && dice.happens(WAITS)) {
        const state = dice.pick(deed.states ?? STATES);
        trouble.lieInWait(() => this.#do(deed), state);
        return `${name}, as soon as ${state}`;
      }
      if (this.#do(deed)) return name;
    }
    return null;
  }

  #do({ act, fault }: Deed): boolean {
    const done = act(this.#town);
    if (done === null) return false;
    if (fault !== undefined) this.#town.met(fault, done === "everybody" ? null : done);
    return true;
  }

  #shuffled(): string[] {
    return [...DEEDS]
      .flatMap(([name, { weight }]) =>
        Array.from({ length: weight }, () => ({ name, at: this.#town.dice.next() })),
      )
      .toSorted((a, b) => a.at - b.at)
      .map(({ name }) => name);
  }
}

// All deeds, and the order in which one world has them.

import type { Town } from "../town.ts";
import { CARE } from "./care.ts";
import type { Deed } from "./deed.ts";
import { HOST } from "./host.ts";
import { PLACES } from "./places.ts";
import { TALK } from "./talk.ts";
import { TEXTS } from "./texts.ts";

const NOTHING: Deed = { weight: 3, act: () => "everybody" };

export const DEEDS: ReadonlyMap<string, Deed> = new Map(
  Object.entries({ nothing: NOTHING, ...CARE, ...TALK, ...TEXTS, ...PLACES, ...HOST }),
);

/** How many deeds are tried at one moment before nobody does anything. */
const TRIES = 12;

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
      if (this.#do(name)) return name;
    }
    return null;
  }

  #do(name: string): boolean {
    const deed = DEEDS.get(name);
    const town = this.#town;
    const done = deed?.act(town) ?? null;
    if (done === null) return false;
    if (deed?.fault !== undefined) town.met(deed.fault, done === "everybody" ? null : done);
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

// Two checkouts that take turns at one place, each with all that evaluations wrote beside it: what runs there sees the
// same paths on either side, and nothing of the other. Must never copy or change a file of either.

import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Side } from "../../domain/noise/pairs.ts";
import type { Places } from "./folder.ts";

export class Turns {
  readonly #places: Places;
  #present: Side = "candidate";

  private constructor(places: Places) {
    this.#places = places;
  }

  /**
   * Begins with what is in place as the candidate's.
   * @param layOut makes the base's checkout, in the place that is empty then
   */
  static async begin(places: Places, layOut: () => Promise<void>): Promise<Turns> {
    const turns = new Turns(places);
    await mkdir(places.aside);
    await turns.#leave();
    await layOut();
    for (const fresh of [places.evaluationHome, places.evaluationTmp])
      await mkdir(fresh, { recursive: true });
    turns.#present = "base";
    return turns;
  }

  /** That side's checkout is in place from here on. */
  async take(side: Side): Promise<void> {
    if (side === this.#present) return;
    await this.#leave();
    for (const place of this.#parts()) await rename(this.#aside(place, side), place);
    this.#present = side;
  }

  async #leave(): Promise<void> {
    for (const place of this.#parts()) {
      // What an evaluation removed is made anew before the next one.
      await mkdir(place, { recursive: true });
      await rename(place, this.#aside(place, this.#present));
    }
  }

  #parts(): readonly string[] {
    return [this.#places.checkout, this.#places.evaluation];
  }

  #aside(place: string, side: Side): string {
    return join(this.#places.aside, `${side}-${place === this.#places.checkout ? "checkout" : "evaluation"}`);
  }
}

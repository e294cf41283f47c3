// CI of the simulated repository: it takes notice of what is pushed to a program's branch, and speaks: green, red,
// late, never, or in any other way in which CI misleads.

import type { Happening } from "../support/github/chronicle.ts";
import type { CheckInput } from "../support/github/fake-records.ts";
import type { Dice } from "../support/loop/dice.ts";
import type { Town } from "./town.ts";

const MINUTE = 60_000;

/** What CI says about a commit, and how many minutes after it was pushed. */
type Words = readonly (readonly [minutes: number, checks: readonly CheckInput[]])[];

const GREEN: Words = [[2, [{ name: "test" }, { name: "lint" }]]];
const RED: Words = [[2, [{ name: "test", state: "failure" }, { name: "lint" }]]];
const PENDING: Words[number] = [0, [{ name: "test", state: "pending" }]];

const ODD: readonly [Words, ...Words[]] = [
  [],
  [PENDING],
  [PENDING, [30, [{ name: "test" }, { name: "lint" }]]],
  [[1, [{ name: "test", state: "neutral" }]]],
  [[1, [{ name: "test", app: "somebody-else" }]]],
  // Nobody who runs code, and not all that is required.
  [[1, [{ name: "license/cla", app: null }]]],
  [[1, [{ name: "lint" }]]],
  // It changes its mind: somebody ran it again.
  [
    [2, [{ name: "test" }]],
    [25, [{ name: "test", state: "failure" }]],
  ],
  [
    [2, [{ name: "test", state: "failure" }]],
    [25, [{ name: "test" }]],
  ],
];

export class Ci {
  readonly #town: Town;
  readonly #dice: Dice;
  /** Commits about which CI has decided what to say. */
  readonly #seen = new Set<string>();

  constructor(town: Town, dice: Dice) {
    this.#town = town;
    this.#dice = dice;
  }

  hear(deed: Happening): void {
    if (deed.what !== "ref" || deed.to === null || !deed.branch.startsWith("autoloop/")) return;
    const head = deed.to;
    if (this.#seen.has(head)) return;
    this.#seen.add(head);
    const words = this.#words();
    if (words !== GREEN && words !== RED) this.#odd(deed.branch);
    for (const [minutes, checks] of words) {
      this.#town.later(minutes * MINUTE, () => this.#town.github.setChecks(head, checks));
    }
  }

  #words(): Words {
    const { weather } = this.#town;
    if (weather === "frozen" || weather === "silent ci") return [];
    const fate = this.#dice.next();
    if (weather === "calm") return GREEN;
    if (weather === "red ci" || fate > 0.82) return RED;
    return fate > 0.2 ? GREEN : this.#dice.pick(ODD);
  }

  #odd(branch: string): void {
    const issue = this.#town.programs().find((state) => state.branch === branch)?.issue;
    if (issue !== undefined) this.#town.met("F41", issue);
  }
}

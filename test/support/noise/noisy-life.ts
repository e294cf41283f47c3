// A program whose evaluation is noisy, lived in numbers alone: what is kept of changes whose true effect is known. Measures,
// decides and stops by the very functions that the app and the runner use; only the measurements are drawn.

import { firstSide, measuredAnew, type Pair, type Side, verdictOf } from "../../../src/domain/noise/pairs.ts";
import { isImprovement, median } from "../../../src/domain/program/metric.ts";
import { Dice } from "../loop/dice.ts";

/** What a program says. */
interface NoisyRule {
  readonly repeat: number;
  readonly confirm: 9 | 5 | null;
}

/** What its machine is like. Less is better; the untouched branch truly takes 100. */
interface Machine {
  /** Standard deviation of one measurement, as a share of its value. */
  readonly noise: number;
  /** By which factor the machine alters what is measured as the `at`-th, of about so many in a life. */
  readonly drift: (at: number) => number;
}

interface NoisyLife {
  readonly kept: number;
  /** Measurements that confirming took, and how often something was confirmed. */
  readonly inPairs: number;
  readonly confirmed: number;
}

/** Machines by what becomes of them: of the second and third each measurement is faster than the one before. */
export const DRIFTS = {
  steady: () => 1,
  "faster by 0.03 % each time": (at) => 0.9997 ** at,
  "faster by 0.1 % each time": (at) => 0.999 ** at,
  "up and down by 3 %": (at) => 1 + 0.03 * Math.sin((2 * Math.PI * at) / 60),
} as const satisfies Readonly<Record<string, Machine["drift"]>>;

/** Fifty changes that change nothing. */
export const NOTHING: readonly number[] = Array.from({ length: 50 }, () => 0);

/** Where it is not said otherwise. */
export const NOISE = 0.03;

/**
 * @param effects true effect of each change that is tried, as a share: −0.02 is 2 % better. What is kept stays.
 * @param seed the same one gives the same life
 */
function noisyLife(
  { repeat, confirm }: NoisyRule,
  { noise, drift }: Machine,
  effects: readonly number[],
  seed: number,
): NoisyLife {
  const dice = new Dice(seed);
  let at = 0;
  let branch = 100;
  const measure = (truth: number) => {
    at += 1;
    return truth * drift(at) * (1 + noise * gaussian(dice));
  };
  const measured = (truth: number) => median(Array.from({ length: repeat }, () => measure(truth)));
  let best = measured(branch);
  let [kept, inPairs, times] = [0, 0, 0];
  for (const effect of effects) {
    const truth = { base: branch, candidate: branch * (1 + effect) };
    const found = measured(truth.candidate);
    if (!isImprovement("lower", 0, best, found)) continue;
    const before = at;
    const pairs = confirm === null ? null : inTurns(confirm, (side) => measure(truth[side]));
    times += 1;
    inPairs += at - before;
    if (pairs !== null && verdictOf(pairs, rule(confirm ?? 0)) !== "better") continue;
    kept += 1;
    branch = truth.candidate;
    best = pairs === null ? found : measuredAnew(pairs);
  }
  return { kept, inPairs, confirmed: times };
}

/** As the runner does it: the base once for nothing, then pairs until they decide. */
function inTurns(most: number, measure: (side: Side) => number): readonly Pair[] {
  const pairs: Pair[] = [];
  measure("base");
  while (verdictOf(pairs, rule(most)) === "undecided") {
    const first = firstSide(pairs.length);
    const [before, after] = [measure(first), measure(first === "base" ? "candidate" : "base")];
    pairs.push(first === "base" ? { base: before, candidate: after } : { base: after, candidate: before });
  }
  return pairs;
}

function rule(most: number) {
  return { most, direction: "lower", minDelta: 0 } as const;
}

/** Box and Muller. */
function gaussian(dice: Dice): number {
  return Math.sqrt(-2 * Math.log(1 - dice.next())) * Math.cos(2 * Math.PI * dice.next());
}

/** Sums over lives of the seeds from 0; the same everywhere. */
export function lived(
  lives: number,
  rule: NoisyRule,
  drift: keyof typeof DRIFTS,
  effects: readonly number[],
): NoisyLife {
  const sum = { kept: 0, inPairs: 0, confirmed: 0 };
  for (let seed = 0; seed < lives; seed += 1) {
    const life = noisyLife(rule, { noise: NOISE, drift: DRIFTS[drift] }, effects, seed * 7_919 + 1);
    sum.kept += life.kept;
    sum.inPairs += life.inPairs;
    sum.confirmed += life.confirmed;
  }
  return sum;
}

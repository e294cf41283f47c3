// Whether a candidate is better than its own base, told by measurements in alternating pairs: a sign test, which assumes
// nothing about how noise is distributed and is hardly moved by slow drift. Pure; the runner stops by it and the app
// decides by it, each from the pairs alone (decision 0044).

import { gain, median } from "../program/metric.ts";
import type { Direction } from "../program/program.ts";

/** One run of the evaluation on the base and one on the candidate, one right after the other; in the program's own units. */
export interface Pair {
  readonly base: number;
  readonly candidate: number;
}

export type Side = "base" | "candidate";

/** What pairs are held to. */
export interface PairRule {
  /** Pairs at most, such as 9. */
  readonly most: number;
  readonly direction: Direction;
  /** What the middle of the gains must reach, as one gain without pairs. */
  readonly minDelta: number;
}

/** Of `most` pairs all must be better, from six on all but one: 5 of 5 and 8 of 9 happen by luck once in 32 and in 51 times. */
export function pairsNeeded(most: number): number {
  return most < 6 ? most : most - 1;
}

/**
 * Which side of a pair is measured first: base, candidate, candidate, base, … so that what grows steadily over time is
 * for neither of them.
 * @param index of the pair, from 0
 */
export function firstSide(index: number): Side {
  return index % 2 === 0 ? "base" : "candidate";
}

/**
 * What the pairs say, taken in their order and only up to the one that decides: whoever measures on until luck comes
 * gains nothing. A pair without a difference is none that is better.
 */
export function verdictOf(pairs: readonly Pair[], rule: PairRule): "better" | "not-better" | "undecided" {
  const needed = pairsNeeded(rule.most);
  let better = 0;
  for (const [index, { base, candidate }] of pairs.slice(0, rule.most).entries()) {
    if (gain(rule.direction, base, candidate) > 0) better += 1;
    if (index + 1 - better > rule.most - needed) return "not-better";
    if (better >= needed) return isEnough(pairs.slice(0, index + 1), rule) ? "better" : "not-better";
  }
  return "undecided";
}

function isEnough(pairs: readonly Pair[], { direction, minDelta }: PairRule): boolean {
  return median(pairs.map(({ base, candidate }) => gain(direction, base, candidate))) >= minDelta;
}

/** What pairs say of a candidate, in a few numbers; all but the counts in the program's own units. */
export interface Confidence {
  readonly pairs: number;
  /** Those of them in which the candidate was better. */
  readonly better: number;
  /** Middle value of the base in these pairs. */
  readonly base: number;
  /** Middle difference, the candidate's value less the base's, and how far the middle one of all differences lies from it. */
  readonly change: number;
  readonly noise: number;
}

/** Null where there are no pairs. */
export function confidenceOf(pairs: readonly Pair[], direction: Direction): Confidence | null {
  if (pairs.length === 0) return null;
  const differences = pairs.map(({ base, candidate }) => candidate - base);
  const change = median(differences);
  return {
    pairs: pairs.length,
    better: pairs.filter(({ base, candidate }) => gain(direction, base, candidate) > 0).length,
    base: median(pairs.map(({ base }) => base)),
    change,
    noise: median(differences.map((difference) => Math.abs(difference - change))),
  };
}

/** The candidate's value, measured anew: the middle one of its pairs, none of which was picked for being good. */
export function measuredAnew(pairs: readonly Pair[]): number {
  return median(pairs.map(({ candidate }) => candidate));
}

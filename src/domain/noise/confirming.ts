// In how many pairs the iteration that starts now is measured, from what the program says and what is known of its noise.
// Pure.

import { median } from "../program/metric.ts";
import type { Pair } from "./pairs.ts";

/** What the setting may be: so many pairs, or as many as the noise asks for. */
type Confirm = 9 | 5 | "auto";

/** Pairs at most where `auto` confirms, and pairs of the untouched branch with itself, from which it knows the noise. */
const AUTO_PAIRS = 9;
const NOISE_PAIRS = 5;

/** Above this share of `min-delta`, or of the value where there is none, `auto` confirms. */
const SHARE_OF_MIN_DELTA = 0.5;
const SHARE_OF_VALUE = 0.005;

/**
 * By how much two measurements of the same thing usually differ: the middle one of the differences, without their signs;
 * for normal noise 0.95 of its standard deviation. In the program's own units.
 * @param pairs of one thing with itself, at least one
 */
export function noiseOf(pairs: readonly Pair[]): number {
  return median(pairs.map(({ base, candidate }) => Math.abs(candidate - base)));
}

/** What a program says of it: a part of its definition. */
export interface Asked {
  readonly confirm?: Confirm | null | undefined;
  readonly minDelta: number;
}

/** Pairs of the untouched branch with itself that its measurement needs; null: none. */
export function noisePairsFor(asked: Asked | null): number | null {
  return asked?.confirm === "auto" ? NOISE_PAIRS : null;
}

/**
 * Pairs at most in which a better candidate is confirmed; null: in none. Of an unknown noise the worst is thought.
 * @param best null before the baseline
 * @param noise as of {@link noiseOf}; null: it was never measured
 */
export function pairsFor(asked: Asked | null, best: number | null, noise: number | null): number | null {
  const confirm = asked?.confirm ?? null;
  if (asked === null || confirm === null) return null;
  if (confirm !== "auto") return confirm;
  if (noise === null || best === null) return AUTO_PAIRS;
  const { minDelta } = asked;
  const limit = minDelta > 0 ? SHARE_OF_MIN_DELTA * minDelta : SHARE_OF_VALUE * Math.abs(best);
  return noise > limit ? AUTO_PAIRS : null;
}

/** Runs of the evaluation that pairs take at most: two of each, and one of the base that fills its caches. */
export function evaluationsFor(pairs: number): number {
  return 1 + 2 * pairs;
}

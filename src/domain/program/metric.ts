// Comparing measurements. Pure; every number here is finite because the reader of metric output refuses all that are
// not. Metrics are in the program's own units.

import type { Direction } from "./program.ts";

/** Signed gain of `to` over `from` in the metric's direction: positive is better. */
export function gain(direction: Direction, from: number, to: number): number {
  return direction === "higher" ? to - from : from - to;
}

/** Strictly better, and by at least `minDelta` (metric units). */
export function isImprovement(direction: Direction, minDelta: number, best: number, metric: number): boolean {
  const by = gain(direction, best, metric);
  return by > 0 && by >= minDelta;
}

/** The target is reached or passed in the metric's direction. */
export function isTargetMet(direction: Direction, target: number | null, metric: number): boolean {
  return target !== null && gain(direction, target, metric) >= 0;
}

/** Change from `from` to `to` as a percentage of |from|; null from zero, where no percentage exists. */
export function percentChange(from: number, to: number): number | null {
  return from === 0 ? null : ((to - from) / Math.abs(from)) * 100;
}

/**
 * Middle value, or the mean of the two middle ones.
 * @throws RangeError for an empty list
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("median of no values");
  return lower === upper ? lower : (lower + upper) / 2;
}

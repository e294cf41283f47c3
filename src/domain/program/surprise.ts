// Whether a change of the metric is out of all proportion to those before it: worth a person's look before it is believed.
// Arithmetic only; what became of the change does not matter.

/** Changes that must be known before one can surprise. */
const LEAST_CHANGES = 8;
/** Deviations beyond which it does. */
const DEVIATIONS = 5;

/**
 * How many standard deviations a change is away from the mean of those before it, to one digit; null: no surprise.
 * @param changes what earlier iterations changed, kept or not: metric less the best before them, metric units
 */
export function surpriseOf(changes: readonly number[], change: number): number | null {
  if (changes.length < LEAST_CHANGES) return null;
  const mean = changes.reduce((sum, one) => sum + one, 0) / changes.length;
  const squares = changes.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (changes.length - 1));
  const away = Math.abs(change - mean) / deviation;
  // Of changes that were all the same nobody knows how far apart they may be.
  return Number.isFinite(away) && away > DEVIATIONS ? Math.round(away * 10) / 10 : null;
}

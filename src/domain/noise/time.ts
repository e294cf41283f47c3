// How long confirming takes, from how long the baseline took: an estimate for people, by which nothing is judged. Pure.

import { type Asked, evaluationsFor, pairsFor } from "./confirming.ts";
import type { Confidence } from "./pairs.ts";

/** What is known of the program's iterations: a part of its state. */
interface Known {
  readonly best: { readonly metric: number } | null;
  readonly noise?: number;
  readonly recent: readonly {
    readonly kind: string;
    readonly verdict: string;
    readonly seconds: number;
    readonly confidence?: Confidence;
  }[];
}

/**
 * Seconds that confirming one change adds to its run at most; null: nothing is confirmed, or no baseline of this epoch is
 * remembered. Gates and the checkout count as parts of the evaluation.
 */
export function secondsToConfirm(known: Known, asked: Asked & { readonly repeat: number }): number | null {
  const { best, noise = null, recent } = known;
  const pairs = pairsFor(asked, best?.metric ?? null, noise);
  const baseline = recent.findLast(({ kind, verdict }) => kind === "baseline" && verdict === "accepted");
  if (pairs === null || best === null || baseline === undefined) return null;
  const { confidence, seconds } = baseline;
  const evaluations = asked.repeat + (confidence === undefined ? 0 : evaluationsFor(confidence.pairs));
  return (seconds / evaluations) * evaluationsFor(pairs);
}

// Summing up iterations that are no longer kept one by one. Bounded for ever: old ranges are joined, none is lost.

import type { Verdict } from "./iteration.ts";

/**
 * Iterations `from` to `to`, both included, that are no longer kept one by one. Newest range last. `metric_from` and
 * `metric_to` are of the first and the last accepted one; null where none was.
 */
export interface IterationRange {
  readonly from: number;
  readonly to: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly errors: number;
  readonly metric_from: number | null;
  readonly metric_to: number | null;
}

/** How many older iterations one range sums up before the next range begins. */
const RANGE_LENGTH = 50;
/** Ranges kept; when there are more, the two oldest become one. */
const RANGES_KEPT = 20;

/** The ranges (newest last) with one more, newer iteration summed up in them. */
export function withRecord(
  ranges: readonly IterationRange[],
  record: { readonly number: number; readonly verdict: Verdict; readonly metric: number | null },
): readonly IterationRange[] {
  const metric = record.verdict === "accepted" ? record.metric : null;
  const single: IterationRange = {
    from: record.number,
    to: record.number,
    accepted: record.verdict === "accepted" ? 1 : 0,
    rejected: record.verdict === "rejected" ? 1 : 0,
    errors: record.verdict === "error" ? 1 : 0,
    metric_from: metric,
    metric_to: metric,
  };
  const last = ranges.at(-1);
  if (last === undefined || last.to - last.from + 1 >= RANGE_LENGTH) return bounded([...ranges, single]);
  return [...ranges.slice(0, -1), joined(last, single)];
}

function bounded(ranges: readonly IterationRange[]): readonly IterationRange[] {
  const [first, second, ...rest] = ranges;
  if (ranges.length <= RANGES_KEPT || first === undefined || second === undefined) return ranges;
  return [joined(first, second), ...rest];
}

/** Two neighbouring ranges as one. */
export function joined(older: IterationRange, newer: IterationRange): IterationRange {
  return {
    from: older.from,
    to: newer.to,
    accepted: older.accepted + newer.accepted,
    rejected: older.rejected + newer.rejected,
    errors: older.errors + newer.errors,
    metric_from: older.metric_from ?? newer.metric_from,
    metric_to: newer.metric_to ?? older.metric_to,
  };
}

// Confirms what is better than the best: candidate and base are measured in turns. Must never decide what is kept; the
// pairs go into the report.

import type { Measurement } from "../../domain/journal/iteration.ts";
import { type Pair, type Side, verdictOf } from "../../domain/noise/pairs.ts";
import { isImprovement } from "../../domain/program/metric.ts";
import type { RunFile } from "../../text/run/run-request.ts";
import { measurePairs } from "./pairs.ts";
import type { Sides } from "./sides.ts";

type Measured = Extract<Measurement, { outcome: "measured" }>;

/** The pairs (none where nothing had to be confirmed), and what is to be reported of the candidate. */
interface Confirmed {
  readonly pairs: readonly Pair[];
  readonly measurement: Measurement;
}

export async function confirm(run: RunFile, found: Measured, sides: Sides): Promise<Confirmed> {
  const { confirm: asked } = run;
  if (asked === undefined) return { pairs: [], measurement: found };
  const { best, direction, minDelta, most } = asked;
  if (best !== null && !isImprovement(direction, minDelta, best, found.metric))
    return { pairs: [], measurement: found };

  const failed = await sides.begin();
  if (failed !== null) return { pairs: [], measurement: { outcome: "failed", reason: failed } };
  const measure = (side: Side) => sides.measure(side, run.definition.evaluation, false);
  // The untouched branch against itself shows how much it varies: that takes all pairs.
  const isDecided = (pairs: readonly Pair[]) =>
    best !== null && verdictOf(pairs, { most, direction, minDelta }) !== "undecided";
  const { pairs, broken } = await measurePairs({ most, isDecided, measure, key: found.key });
  return broken === null ? { pairs, measurement: found } : { pairs: [], measurement: broken };
}

// Measures candidate and base in turns until the rule has decided, or all pairs are there. Must never judge: what the
// pairs mean is a pure function of the domain, by which the app counts again.

import type { Measurement } from "../../domain/journal/iteration.ts";
import { firstSide, type Pair, type Side } from "../../domain/noise/pairs.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";

interface Pairing {
  readonly most: number;
  readonly isDecided: (pairs: readonly Pair[]) => boolean;
  /** One run of the evaluation on that side. */
  readonly measure: (side: Side) => Promise<Measurement>;
  /** Under which the number was taken before; absent where the program names it. */
  readonly key: string | undefined;
}

type Unmeasured = Exclude<Measurement, { outcome: "measured" }>;

interface Paired {
  readonly pairs: readonly Pair[];
  /** What came instead of the number of a pair, as a measurement of the candidate; null: every pair has both. */
  readonly broken: Unmeasured | null;
}

/** The base is measured once before all pairs, which counts for nothing: the candidate has filled its caches before. */
export async function measurePairs({ most, isDecided, measure, key }: Pairing): Promise<Paired> {
  const pairs: Pair[] = [];
  const one = async (side: Side) => numberOf(await measure(side), side, pairs.length + 1, key);
  const cold = await one("base");
  if (typeof cold !== "number") return { pairs, broken: cold };
  while (pairs.length < most && !isDecided(pairs)) {
    const isBaseFirst = firstSide(pairs.length) === "base";
    const before = await one(isBaseFirst ? "base" : "candidate");
    if (typeof before !== "number") return { pairs, broken: before };
    const after = await one(isBaseFirst ? "candidate" : "base");
    if (typeof after !== "number") return { pairs, broken: after };
    pairs.push(isBaseFirst ? { base: before, candidate: after } : { base: after, candidate: before });
  }
  return { pairs, broken: null };
}

/** Of a base that gives no number the candidate is not to blame, nor can it be compared. */
function numberOf(
  measured: Measurement,
  side: Side,
  pair: number,
  key: string | undefined,
): number | Unmeasured {
  if (measured.outcome === "measured") {
    if (measured.key === key) return measured.metric;
    return {
      outcome: "failed",
      reason: runProblem.inPair(side, pair, runProblem.otherKeys(key, measured.key)),
    };
  }
  const reason = runProblem.inPair(side, pair, measured.reason);
  return side === "candidate" ? { ...measured, reason } : { ...causeOf(measured), outcome: "failed", reason };
}

function causeOf(measured: Unmeasured) {
  return measured.outcome === "failed" && measured.cause !== undefined ? { cause: measured.cause } : {};
}

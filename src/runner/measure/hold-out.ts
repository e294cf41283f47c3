// Measures what would be kept by the hold-out, in turns with its base. Nothing that it prints leaves this file: not a number,
// not a line.

import type { Measurement } from "../../domain/journal/iteration.ts";
import { type HoldOutEnd, holdOutVerdict } from "../../domain/noise/hold-out.ts";
import { firstSide, type Pair, type Side, verdictOf } from "../../domain/noise/pairs.ts";
import { gain } from "../../domain/program/metric.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import type { RunFile } from "../../text/run/run-request.ts";
import type { Sides } from "./sides.ts";

/** How it ended; a sentence: the base itself could not be measured; null: there is nothing that it could decide. */
type HeldOut = { readonly end: HoldOutEnd } | { readonly broken: string } | null;

/** @param pairs in which the candidate was confirmed */
export async function heldOut(
  run: RunFile,
  metric: number,
  pairs: readonly Pair[],
  sides: Sides,
): Promise<HeldOut> {
  const { holdOut: asked, confirm, definition } = run;
  const { holdOut: script } = definition;
  if (asked === undefined || script == null) return null;
  const { best, direction } = asked;
  // Quoted, although the characters that its path may have mean nothing to a shell.
  const measure = (side: Side) => sides.measure(side, `bash '${script}'`, true);
  if (best === null) {
    const alone = await measure("candidate");
    return alone.outcome === "measured" ? null : { broken: runProblem.holdOutOfBase(endOf(alone)) };
  }
  if (gain(direction, best, metric) < 0) return null;
  const isLuck = confirm !== undefined && verdictOf(pairs, confirm) === "not-better";
  if (isLuck) return null;
  const failed = await sides.begin();
  return failed === null ? inTurns(direction, measure) : { broken: failed };
}

async function inTurns(
  direction: Parameters<typeof holdOutVerdict>[1],
  measure: (side: Side) => Promise<Measurement>,
): Promise<HeldOut> {
  const pairs: Pair[] = [];
  for (;;) {
    const verdict = holdOutVerdict(pairs, direction);
    if (verdict !== "undecided") return { end: verdict };
    const found = new Map<Side, number>();
    const first = firstSide(pairs.length);
    for (const side of [first, first === "base" ? "candidate" : "base"] as const) {
      const one = await measure(side);
      if (one.outcome === "measured") found.set(side, one.metric);
      else if (side === "candidate") return { end: endOf(one) };
      else return { broken: runProblem.holdOutOfBase(endOf(one)) };
    }
    pairs.push({ base: found.get("base") ?? Number.NaN, candidate: found.get("candidate") ?? Number.NaN });
  }
}

function endOf(measured: Exclude<Measurement, { outcome: "measured" }>): HoldOutEnd {
  return measured.outcome === "failed" && measured.cause === "timeout" ? "timeout" : "broken";
}

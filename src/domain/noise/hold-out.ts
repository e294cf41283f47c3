// The hold-out: a second measure that agents are not given, so that a change which only fits what they can see is found out.
// Which files it takes away from them, and what its pairs come to. Pure (decision 0045).

import { gain } from "../program/metric.ts";
import type { Direction } from "../program/program.ts";
import type { Pair } from "./pairs.ts";

export const HOLD_OUT_ENDS = ["passed", "worse", "broken", "timeout"] as const;

/** All that a run tells of it. `broken`: it ended with an error, or printed no number, where the base's did. */
export type HoldOutEnd = (typeof HOLD_OUT_ENDS)[number];

/** Pairs in all of which a change must be worse: noise alone does that once in eight times. */
export const HOLD_OUT_PAIRS = 3;

/** The folder of the script: all in it is kept from agents. @param script path with at least one folder */
export function heldOutFolder(script: string): string {
  return script.slice(0, script.lastIndexOf("/"));
}

/** Whether the path lies there, in whatever capitals. @param script null, undefined: there is no hold-out */
export function isHeldOut(script: string | null | undefined, path: string): boolean {
  return script != null && path.toLowerCase().startsWith(`${heldOutFolder(script).toLowerCase()}/`);
}

/** Passed with the first pair in which the candidate is not worse. */
export function holdOutVerdict(
  pairs: readonly Pair[],
  direction: Direction,
): "passed" | "worse" | "undecided" {
  if (pairs.some(({ base, candidate }) => gain(direction, base, candidate) >= 0)) return "passed";
  return pairs.length >= HOLD_OUT_PAIRS ? "worse" : "undecided";
}

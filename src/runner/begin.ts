// What a stage of a run begins with: the base as it is at this moment, known by content and laid out where it is needed first.

import { isHidden } from "../text/agents/hidden.ts";
import type { Stopwatch } from "./process/stopwatch.ts";
import type { RunContext, Stage } from "./run-context.ts";
import { Laid } from "./workspace/laid.ts";

/** @param first where an agent works, or where a proposal is measured */
export async function begun(
  around: RunContext,
  watch: Stopwatch,
  first: "workspace" | "checkout",
): Promise<Stage> {
  const { base, places, note } = around;
  note("taking the base");
  const laid = await Laid.first(base, places[first], first === "workspace" ? isShown : () => true);
  return { ...around, laid, watch };
}

/**
 * What of the base an agent is given. The rest counts as untouched, and what it puts in its place as a change of the file
 * that the base has there.
 */
export function isShown(path: string): boolean {
  return !isHidden(path);
}

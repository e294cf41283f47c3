// What a stage of a run begins with: the base as it is at this moment, known by content and laid out where it is needed first.

import { isHeldOut } from "../domain/noise/hold-out.ts";
import { isHidden } from "../text/agents/hidden.ts";
import type { Stopwatch } from "./process/stopwatch.ts";
import type { RunContext, Stage } from "./run-context.ts";
import { Laid } from "./workspace/laid.ts";

/**
 * @param first where an agent works, or where a proposal is measured
 * @param holdOut path of the script of that, if there is one
 */
export async function begun(
  around: RunContext,
  watch: Stopwatch,
  first: "workspace" | "checkout",
  holdOut: string | null | undefined,
): Promise<Stage> {
  const { base, places, note } = around;
  note("taking the base");
  const laid = await Laid.first(base, places[first], (path) =>
    first === "workspace" ? isShown(path, holdOut) : !isHeldOut(holdOut, path),
  );
  return { ...around, laid, watch };
}

/**
 * What of the base an agent is given. The rest counts as untouched, and what it puts in its place as a change of the file
 * that the base has there.
 */
export function isShown(path: string, holdOut: string | null | undefined): boolean {
  return !isHidden(path) && !isHeldOut(holdOut, path);
}

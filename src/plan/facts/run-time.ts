// How long a run of a program may take: the program's own limit, or else the operator's.

import type { ProgramState } from "../../domain/journal/state.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import type { World } from "../world.ts";

/** Milliseconds, of the whole run. */
export function timeoutMs(world: World, state: ProgramState): number {
  const minutes = definitionOf(state)?.timeoutMinutes ?? null;
  return minutes === null ? world.policy.defaultTimeoutMs : minutes * 60_000;
}

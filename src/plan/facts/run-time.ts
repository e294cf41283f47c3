// How long a run of a program may take, part by part, where runs happen now.

import { traits } from "../../domain/executors.ts";
import { asksAgent, type IterationKind } from "../../domain/journal/iteration.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { measurementsOf, type RunTime, runTimeOf } from "../../domain/program/run-time.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import type { World } from "../world.ts";

export function runTime(
  { policy }: Pick<World, "policy">,
  state: ProgramState,
  kind: IterationKind,
): RunTime {
  const definition = definitionOf(state);
  const minutes = definition?.timeoutMinutes ?? null;
  return runTimeOf(
    {
      limit: minutes === null ? policy.defaultTimeoutMs / 1_000 : minutes * 60,
      asksAgent: asksAgent(kind),
      gates: definition?.gates.length ?? 0,
      measurements: measurementsOf({ repeat: definition?.repeat ?? 1 }),
      took: state.evaluations ?? [],
    },
    traits(policy.executor),
  );
}

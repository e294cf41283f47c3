// How long a run of a program may take, part by part, where runs happen now.

import { traits } from "../../domain/executors.ts";
import { asksAgent, type IterationKind } from "../../domain/journal/iteration.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import { noisePairsFor, pairsFor } from "../../domain/noise/confirming.ts";
import { measurementsOf, type RunTime, runTimeOf } from "../../domain/run-time.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import type { World } from "../world.ts";

/** @param confirm pairs in which what is measured is confirmed; absent: in none */
export function runTime(
  { policy }: Pick<World, "policy">,
  state: ProgramState,
  kind: IterationKind,
  confirm: number | undefined,
): RunTime {
  const definition = definitionOf(state);
  const minutes = definition?.timeoutMinutes ?? null;
  const holdsOut = definition?.holdOut != null;
  const isPaired = confirm !== undefined || holdsOut;
  return runTimeOf(
    {
      limit: minutes === null ? policy.defaultTimeoutMs / 1_000 : minutes * 60,
      asksAgent: asksAgent(kind),
      // Pairs need what gates build on both sides.
      gates: (definition?.gates.length ?? 0) === 0 ? 0 : isPaired ? 2 : 1,
      measurements: measurementsOf({ repeat: definition?.repeat ?? 1, confirm, holdsOut }),
      took: state.evaluations ?? [],
    },
    traits(policy.executor),
  );
}

/** In how many pairs its measurement is confirmed, or its noise measured; nothing: in none. */
export function confirmation(state: ProgramState): { readonly confirm?: number } {
  const definition = definitionOf(state);
  const confirm =
    state.baseline === null
      ? noisePairsFor(definition)
      : pairsFor(definition, state.best, state.noise ?? null);
  return confirm === null ? {} : { confirm };
}

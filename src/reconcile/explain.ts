// One decision about one program, told instead of carried out: what the planner would do now, rule by rule. For people
// who ask from outside; writes nothing.

import type { LoopStatus } from "../domain/journal/state.ts";
import { explain } from "../plan/plan.ts";
import type { Step } from "../plan/step.ts";
import { NOTHING_FOUND, type Observation, stateIn } from "../plan/world.ts";
import type { RepositoryReads } from "../ports/forge/repository-reads.ts";
import { decide, type ObserveDeps } from "./decide.ts";

/** What would be done now, and where the program stands. */
export interface Explanation {
  /** The name that the program has, or would get. */
  readonly program: string;
  /** `unreadable`: there is a journal, and it cannot be trusted. */
  readonly status: LoopStatus | "not adopted" | "unreadable";
  /** Where the run of the iteration in flight stands, as far as it can be seen from here. */
  readonly run: Observation["run"]["state"];
  /** The moment of the decision, milliseconds since the epoch. */
  readonly at: number;
  readonly steps: readonly Step[];
}

/**
 * By name. `absent`: the app is not installed there, or there is neither such an issue nor a journal of it.
 * @throws what the forge throws
 */
export async function explainNamed(
  deps: ObserveDeps & { readonly forge: Pick<RepositoryReads, "find"> },
  owner: string,
  name: string,
  issue: number,
): Promise<Explanation | "absent"> {
  const repository = await deps.forge.find(owner, name);
  if (repository === "absent") return "absent";
  const { observation, now, policy } = await decide(deps, { ...repository, issue }, NOTHING_FOUND);
  if (observation.view.issue === "absent" && observation.journal === "absent") return "absent";
  return {
    program: observation.name,
    status: statusOf(observation),
    run: observation.run.state,
    at: now,
    steps: explain(observation, now, policy),
  };
}

function statusOf(seen: Observation): Explanation["status"] {
  if (seen.journal === "absent") return "not adopted";
  return stateIn(seen)?.status ?? "unreadable";
}

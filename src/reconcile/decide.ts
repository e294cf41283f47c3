// From a look to a plan: a first look, then what the planner asks for, until it asks for nothing more. Writes nothing;
// the loop carries the plan out, and `autoloop explain` only tells it.

import type { Standing } from "../domain/authority.ts";
import type { Policy } from "../domain/policy.ts";
import type { ProgramKey, ProgramView } from "../domain/repository/view.ts";
import { type Plan, plan, ROUNDS_OF_READS } from "../plan/plan.ts";
import { type Observation, valueOr } from "../plan/world.ts";
import type { Clock } from "../ports/clock.ts";
import type { Sight } from "./read/program-look.ts";
import type { Strangers } from "./read/strangers.ts";
import { type ReadDeps, read } from "./read.ts";
import { type SnapshotDeps, snapshot } from "./snapshot.ts";

/** What observing needs. */
export interface ObserveDeps extends SnapshotDeps, ReadDeps {
  readonly clock: Pick<Clock, "now">;
  /** Absent: nobody is remembered from one look to the next. */
  readonly strangers?: Strangers;
}

const NOBODY: ReadonlyMap<string, Standing> = new Map();

/** Everything that was seen and how, the moment and the policy of the decision, and the decision. */
export interface Decided {
  readonly sight: Sight;
  readonly observation: Observation;
  readonly now: number;
  readonly policy: Policy;
  readonly plan: Plan;
}

/** `sight`: what the answer to a write brought, in place of the first look. */
interface Given {
  readonly sight?: Sight | null;
  readonly planner?: typeof plan;
}

/**
 * @param found what an earlier action of this very reconcile found out
 * @throws Error for a planner that asks without end, which is a defect of it
 */
export async function decide(
  deps: ObserveDeps,
  key: ProgramKey,
  found: Observation["found"],
  { sight = null, planner = plan }: Given = {},
): Promise<Decided> {
  const looked = await snapshot(deps, key, found, sight);
  const { policy } = looked;
  const strangers = deps.strangers?.known(key, deps.clock.now()) ?? looked.observation.strangers;
  let observation: Observation = { ...looked.observation, strangers };
  for (let round = 0; round <= ROUNDS_OF_READS; round += 1) {
    // Not before the look: its answers tell what time it is.
    const now = momentOf(observation.view, deps.clock.now());
    const planned = planner(observation, now, policy);
    if (planned.reads.length === 0) return { sight: looked.sight, observation, now, policy, plan: planned };
    const answers = await Promise.all(planned.reads.map((one) => read(deps, key, one)));
    observation = Object.assign({}, observation, ...answers);
    deps.strangers?.learn(key, valueOr(observation.people, NOBODY), deps.clock.now());
  }
  throw new Error(`the planner still asks after ${ROUNDS_OF_READS} rounds of reads`);
}

/**
 * The moment of a decision. Whatever was looked at, GitHub has told its time with it. It is no earlier than what GitHub
 * shows, or the journal would tell that what it answers to came after it: the machine that answers and the one that
 * dates a change are two of GitHub's, and need not agree to the second.
 */
export function momentOf({ issue }: ProgramView, now: number): number {
  return issue === "absent" ? now : Math.max(now, Date.parse(issue.updatedAt));
}

// How the checks of the branch's head stand for this program: whether anybody asks for them, and what they add up to.

import { type CiTally, ciTally } from "../../domain/repository/checks.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import type { Draft } from "../draft.ts";
import { valueOr, type World } from "../world.ts";

/** Whether checks decide about this program's commits. */
export function asksForCi(world: World, draft: Draft): boolean {
  return ((draft.state === null ? null : definitionOf(draft.state)?.ci) ?? world.policy.ci) === "required";
}

/** The checks of the branch's head, as far as they count. */
export function tallyOf({ seen, policy }: World): CiTally {
  return ciTally(seen.view.checks, { required: valueOr(seen.requiredChecks, []), apps: policy.ciApps });
}

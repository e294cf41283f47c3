// How the checks of the branch's head stand for this program: whether anybody asks for them, and what they add up to.

import { type CiTally, ciTally } from "../../domain/repository/checks.ts";
import type { CheckView } from "../../domain/repository/view.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import type { Draft } from "../draft.ts";
import { valueOr, type World } from "../world.ts";

/** Whether checks decide about this program's commits. */
export function asksForCi(world: World, draft: Draft): boolean {
  return ((draft.state === null ? null : definitionOf(draft.state)?.ci) ?? world.policy.ci) === "required";
}

/** Names that the journal keeps of the checks that were believed. */
const NAMES_KEPT = 20;

/** What counted, for the journal; nothing where nothing did. */
export function counted(passed: readonly string[]): { readonly checks?: readonly string[] } {
  return passed.length === 0 ? {} : { checks: [...new Set(passed)].slice(0, NAMES_KEPT) };
}

/** The checks of the branch's head, as far as they count. */
export function tallyOf(world: World): CiTally {
  return tallyOfChecks(world, world.seen.view.checks);
}

/** Checks of any commit, as far as they count. */
export function tallyOfChecks({ seen, policy }: Omit<World, "now">, checks: readonly CheckView[]): CiTally {
  return ciTally(checks, { required: valueOr(seen.requiredChecks, []), apps: policy.ciApps });
}

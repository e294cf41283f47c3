// How the checks of a commit stand for this program: whether anybody asks for them, which commit they are of, and what
// they add up to.

import type { ProgramState } from "../../domain/journal/state.ts";
import { type CiTally, ciTally } from "../../domain/repository/checks.ts";
import type { CheckView, ProgramView } from "../../domain/repository/view.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import { valueOr, type World } from "../world.ts";

/** Names that the journal keeps of the checks that were believed. */
const NAMES_KEPT = 20;

/** Whether checks decide about this program's commits. */
export function asksForCi({ policy }: World, { state }: { readonly state: ProgramState | null }): boolean {
  return ((state === null ? null : definitionOf(state)?.ci) ?? policy.ci) === "required";
}

/** The checks of the branch's head, as far as they count. */
export function tallyOf(world: World): CiTally {
  return tallyOfChecks(world, world.seen.view.checks);
}

/** Checks of any commit, as far as they count. */
export function tallyOfChecks({ seen, policy }: World, checks: readonly CheckView[]): CiTally {
  return ciTally(checks, { required: valueOr(seen.requiredChecks, []), apps: policy.ciApps });
}

/**
 * Checks of a commit that stands already, as far as they were read; null: nobody has asked. Those that were cancelled are
 * left out: whoever pushes anew, or runs a job again and ends it, says nothing of what was kept.
 */
export function checksOf({ seen }: World, commit: string): readonly CheckView[] | null {
  const { branch, checks } = seen.view;
  const spoke = (all: readonly CheckView[]) => all.filter(({ isCancelled }) => isCancelled !== true);
  if (branch !== "absent" && branch.head === commit) return spoke(checks);
  const found = seen.checksAt === "unread" ? undefined : seen.checksAt.value.get(commit);
  return found === undefined ? null : spoke(found);
}

/** On what the next iteration would stand, before its branch is brought up to date; null: there is nothing. */
export function nextBase({ branch, defaultBranch }: ProgramView): string | null {
  if (branch !== "absent" && branch.behind === 0) return branch.head;
  return defaultBranch === "absent" ? null : defaultBranch.head;
}

/** Some check of somebody else's has failed, whether it counts or not. */
export function anyFailed(checks: readonly CheckView[]): boolean {
  return checks.some(({ own, state }) => !own && state === "failure");
}

/** What counted, for the journal; nothing where nothing did. */
export function counted(passed: readonly string[]): { readonly checks?: readonly string[] } {
  return passed.length === 0 ? {} : { checks: [...new Set(passed)].slice(0, NAMES_KEPT) };
}

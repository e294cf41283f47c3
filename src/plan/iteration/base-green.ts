// A base on which CI is red already. Nobody's change can turn it green there, so no agent is started on it: the loop stands
// still, names the checks, and goes on by itself once they are green.

import { loopReason } from "../../text/outcome/loop-reasons.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { type Draft, lookAgain, type Rule, record } from "../draft.ts";
import { anyFailed, asksForCi, checksOf, nextBase, tallyOfChecks } from "../facts/checks.ts";
import type { World } from "../world.ts";

/** Ends the pause. What is under way again is no news yet. */
export const baseGreen: Rule = (world, draft) => {
  const { state } = draft;
  if (state?.pause?.kind !== "ci-red-on-base" || state.in_flight !== null) return draft;
  const base = nextBase(world.seen.view);
  const checks = base === null ? null : checksOf(world, base);
  if (checks === null) return draft;
  const { failing, unfinished } = tallyOfChecks(world, checks);
  const stays = asksForCi(world, draft) && (failing.length > 0 || unfinished.length > 0);
  return stays
    ? draft
    : record(world, draft, { type: "loop.resume", reason: loopReason.baseGreen(), by: null });
};

/** Stands still where the next iteration would stand on red; null: it would not. */
export function pausedOnRed(world: World, draft: Draft): Draft | null {
  const base = nextBase(world.seen.view);
  if (base === null || !asksForCi(world, draft)) return null;
  const checks = checksOf(world, base);
  // An iteration ended in this very plan, so nobody has asked yet: the next look does.
  if (checks === null || (anyFailed(checks) && world.seen.requiredChecks === "unread"))
    return lookAgain(draft);
  const failing = redAt(world, draft, base);
  if (failing.length === 0) return null;
  const why = reason.redOnBase(failing);
  return record(world, draft, { type: "loop.pause", kind: "ci-red-on-base", reason: why, by: null });
}

/** Names of the checks that fail on a commit and count. */
export function redAt(world: World, draft: Draft, commit: string): readonly string[] {
  const checks = checksOf(world, commit) ?? [];
  // Before it is known what is required, nothing that failed is known to count.
  if (!anyFailed(checks) || world.seen.requiredChecks === "unread" || !asksForCi(world, draft)) return [];
  return [...new Set(tallyOfChecks(world, checks).failing)];
}

// The policy for proposals as a run applies it, wherever its files come from. The app applies the same policy again on
// the tree that it commits.

import { checkPaths, type PathRules } from "../../domain/paths/paths.ts";
import { checkProposal, type ProposedChange } from "../../domain/paths/proposal-policy.ts";
import { isLeaving } from "../../domain/paths/tool-files.ts";
import { refusalWords } from "../../text/outcome/refusals.ts";
import type { RunFile } from "../../text/run/run-request.ts";
import type { Tree } from "../workspace/tree.ts";
import type { Change } from "./changes.ts";

export interface ProposalRules extends PathRules {
  /** Symbolic links and submodules of the repository, which nobody sees in the checkout. */
  readonly leftOut: readonly string[];
}

/** What this run's proposal is checked against. */
export function rulesOf({
  definition,
  protectedPaths,
  unprotected = [],
  program,
  leftOut,
}: RunFile): ProposalRules {
  const { targets, excluded } = definition;
  return { targets, excluded, protectedPaths, unprotected, program, leftOut };
}

/**
 * The changes without what tools left behind: new files outside Target in places where only they write. A file that
 * the base holds is never one, and neither is anything else that Target does not allow.
 */
export function withoutLeavings(
  changes: readonly Change[],
  base: Tree,
  rules: ProposalRules,
): { readonly own: readonly Change[]; readonly left: readonly string[] } {
  const isLeft = ({ path, kind }: Change): boolean => {
    if (kind === "deleted" || base.has(path) || !isLeaving(path)) return false;
    return checkPaths([path], rules).length > 0;
  };
  const left = changes.filter(isLeft).map(({ path }) => path);
  return left.length === 0 ? { own: changes, left } : { own: changes.filter((one) => !isLeft(one)), left };
}

/** Why these changes of a workspace may not be handed in, naming the paths; null when they may. */
export function refusal(changes: readonly Change[], base: Tree, rules: ProposalRules): string | null {
  return refusalOf(withoutLeavings(changes, base, rules).own.map(asProposed), base, rules);
}

/** The same for changes in the policy's own terms. */
export function refusalOf(
  changes: readonly ProposedChange[],
  base: Tree,
  rules: ProposalRules,
): string | null {
  const modes = new Map<string, string>();
  for (const [path, state] of base) modes.set(path, modeOf(state));
  // Links and submodules are refused alike, and nobody told which is which.
  for (const path of rules.leftOut) modes.set(path, "120000");
  return refusalWords(checkProposal(changes, modes, rules));
}

/** Git's mode of a regular file. */
function modeOf({ executable }: { readonly executable: boolean }): "100644" | "100755" {
  return executable ? "100755" : "100644";
}

function asProposed(change: Change): ProposedChange {
  const { path } = change;
  switch (change.kind) {
    case "file":
      return { path, mode: modeOf(change), bytes: change.bytes };
    case "deleted":
      return { path, mode: "100644", bytes: null };
    case "other":
      return { path, mode: "000000", bytes: 0, odd: change.what };
  }
}

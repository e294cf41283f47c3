// What a proposal may be made of, wherever its files come from: the paths, kinds and sizes that the runner lets
// through. The app checks the same rules again on the tree that it commits.

import { PROPOSAL_BYTES, PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../../domain/limits.ts";
import { checkPaths, type PathRules } from "../../domain/paths/paths.ts";
import type { RunFile } from "../../text/run/run-request.ts";
import type { Tree } from "../workspace/tree.ts";
import type { Change } from "./changes.ts";

/** How many paths a refusal names. */
const NAMED = 10;

export interface ProposalRules extends PathRules {
  /** Symbolic links and submodules of the repository, which nobody sees in the checkout. */
  readonly leftOut: readonly string[];
}

/** What this run's proposal is checked against. */
export function rulesOf({ definition, protectedPaths, program, leftOut }: RunFile): ProposalRules {
  const { targets, excluded } = definition;
  return { targets, excluded, protectedPaths, program, leftOut };
}

/** Why these changes to `base` may not be handed in, naming the paths; null when they may. */
export function refusal(changes: readonly Change[], base: Tree, rules: ProposalRules): string | null {
  const odd = changes.find((change) => change.kind === "other");
  if (odd?.kind === "other") {
    return `${quote(odd.path)} (is ${odd.what}, and a proposal may hold only regular files).`;
  }
  const paths = changes.map((change) => change.path);
  const lost = paths.filter((path) =>
    rules.leftOut.some((out) => path === out || path.startsWith(`${out}/`)),
  );
  if (lost.length > 0) return `${named(lost)} (is a symbolic link or a submodule in the repository).`;
  const problems = checkPaths(paths, rules, new Set([...base.keys(), ...rules.leftOut]));
  if (problems.length > 0) {
    const told = problems.slice(0, NAMED).map(({ path, reason }) => `${quote(path)} (${reason})`);
    return `${told.join(", ")}${more(problems.length)}.`;
  }
  if (paths.length > PROPOSAL_FILES) {
    return `${paths.length} files, where at most ${PROPOSAL_FILES} are allowed.`;
  }
  const sized = changes.flatMap((change) => (change.kind === "file" ? [change] : []));
  const big = sized.filter((change) => change.bytes > PROPOSAL_FILE_BYTES).map(({ path }) => path);
  if (big.length > 0)
    return `${named(big)} (more than ${PROPOSAL_FILE_BYTES} bytes, the most that one file may hold).`;
  const together = sized.reduce((sum, change) => sum + change.bytes, 0);
  if (together > PROPOSAL_BYTES) {
    return `${together} bytes together, where at most ${PROPOSAL_BYTES} are allowed.`;
  }
  return null;
}

function named(paths: readonly string[]): string {
  return `${paths.slice(0, NAMED).map(quote).join(", ")}${more(paths.length)}`;
}

function more(count: number): string {
  return count > NAMED ? ` and ${count - NAMED} more` : "";
}

/** A path of a stranger inside a sentence. */
export function quote(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}

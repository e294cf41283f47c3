// Invariant 11: what the app's commits change, read from the trees before and after, never from a report.

import { PROPOSAL_BYTES, PROPOSAL_FILE_BYTES, PROPOSAL_FILES } from "../../../src/domain/limits.ts";
import { checkPaths } from "../../../src/domain/paths/paths.ts";
import { MEMORY_BRANCH, memoryPath } from "../../../src/domain/program/names.ts";
import { parseTrailers, revertedBy } from "../../../src/text/comments/commit-message.ts";
import { pathWords } from "../../../src/text/outcome/refusals.ts";
import { parseProgram } from "../../../src/text/program/program.ts";
import type { Commit, Tree } from "../github/fake-git.ts";
import { attemptIn, type Past } from "./past.ts";
import { type MomentRule, ownMove, type Setting, unless } from "./rule.ts";

/**
 * 11, scope: a commit of the app is an iteration's (every changed path inside the Target of the definition that the
 * iteration was bound to, unprotected, a regular file, within the limits), a merge that adds nothing of its own, or
 * one that names the commits that it takes back and changes no path but theirs. Which globs match what is the product's
 * own path check. An iteration that another process ended while this one looked may still get its commit, which the next
 * look takes back: it is held to the definition in force.
 */
export const insideTarget: MomentRule = (deed, past, setting) => {
  const move = ownMove(deed, past);
  if (move === null || move.to === null || move.branch === MEMORY_BRANCH) return [];
  const commit = past.git.get(move.to);
  if (commit.author !== past.self) return [];
  // A branch that somebody deleted and that is created again where it was brings nothing new.
  if (past.committed.get(attemptIn(commit.message) ?? "")?.has(commit.id)) return [];
  const where = `commit ${commit.id.slice(0, 7)} on ${move.branch}`;
  const [parent, other] = commit.parents.map((id) => past.git.get(id));
  if (parent === undefined) return [`${where} has no parent`];
  if (other !== undefined) {
    const merged = past.git.merged(parent.id, other.id);
    return unless(!("conflict" in merged) && changedPaths(merged, commit.tree).length === 0, () => {
      return `${where} is a merge that changes something by itself`;
    });
  }
  if (parseTrailers(commit.message) !== null) {
    return iterationScope(past, setting, parent, { ...commit, look: deed.look }, where);
  }
  const program = past.memory.programOfBranch(move.branch)?.state?.name ?? "";
  const taken = revertedBy(commit.message, program).map((id) => past.git.get(id));
  const theirs = new Set(taken.flatMap((one) => changedBy(past, one)));
  return unless(
    taken.length > 0 && changedPaths(parent.tree, commit.tree).every((path) => theirs.has(path)),
    () => `${where} is neither an iteration's nor takes one back`,
  );
};

function changedBy(past: Past, { parents: [parent], tree }: Commit): readonly string[] {
  return parent === undefined ? [] : changedPaths(past.git.get(parent).tree, tree);
}

function iterationScope(
  past: Past,
  { policy }: Setting,
  parent: Commit,
  commit: Commit & { readonly look: number | null },
  where: string,
): readonly string[] {
  const trailers = parseTrailers(commit.message);
  const program = trailers?.program ?? "";
  const state = past.memory.journal.get(program)?.state;
  const flight = state?.in_flight?.number === trailers?.iteration ? state?.in_flight : null;
  if (flight == null && !past.isOvertaken(program, commit.look)) {
    return [`${where} is of no iteration in flight`];
  }
  const bound = flight?.definition ?? state?.definition?.hash ?? "";
  const text = past.memory.text(memoryPath.definition(program, bound));
  const { definition } = parseProgram(text ?? "");
  if (definition === null) return [`${where}: no definition can be read that it was bound to`];
  const paths = changedPaths(parent.tree, commit.tree);
  const sizes = paths.map((path) => past.git.blob(commit.tree.get(path)?.id ?? "")?.length ?? 0);
  return [
    ...checkPaths(paths, {
      ...definition,
      protectedPaths: policy.protectedPaths,
      unprotected: policy.unprotected,
      program,
    }).map((problem) => `${where}: ${problem.path} ${pathWords(problem)}`),
    ...paths
      .filter((path) => !/^100(644|755)$/.test(commit.tree.get(path)?.mode ?? "100644"))
      .map((path) => `${where}: ${path} is no regular file`),
    ...unless(
      paths.length <= PROPOSAL_FILES &&
        sizes.every((size) => size <= PROPOSAL_FILE_BYTES) &&
        sizes.reduce((sum, size) => sum + size, 0) <= PROPOSAL_BYTES,
      () => `${where} is too big`,
    ),
  ];
}

function changedPaths(before: Tree, after: Tree): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => {
    const [a, b] = [before.get(path), after.get(path)];
    return a?.id !== b?.id || a?.mode !== b?.mode;
  });
}

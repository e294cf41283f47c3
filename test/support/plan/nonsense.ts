// What cannot be true of one small world at the same time. A test that builds such a world proves nothing, so it is
// refused where it is built.

import type { ProgramState } from "../../../src/domain/journal/state.ts";
import type { BranchView, ProgramView } from "../../../src/domain/repository/view.ts";
import type { Observation } from "../../../src/plan/world.ts";
import { SELF } from "./view-parts.ts";

/** What contradicts itself in a world, in words. */
export function nonsenseIn(
  { view, journal, run, key, name, stateFile, editor }: Observation,
  state: ProgramState | null,
): string[] {
  const { branch, comments, checks, issue, pulls, memory } = view;
  const wrong: [boolean, string][] = [
    [run.state !== "absent" && state?.in_flight == null, "a run without an iteration in flight"],
    [state !== null && state.name !== name, "a journal of another name"],
    [state !== null && state.issue !== key.issue, "a journal of another issue"],
    [issue !== "absent" && issue.number !== key.issue, "another issue"],
    [new Set(comments.map(({ id }) => id)).size < comments.length, "two comments of one id"],
    [comments.some((one) => one.own !== (one.author?.login === SELF)), "an own comment of somebody else"],
    [branch === "absent" && checks.length > 0, "checks without a branch"],
    [memory.head === "absent" && journal !== "absent", "a journal without a memory branch"],
    [memory.head === "absent" && stateFile !== "absent", "a state file without a memory branch"],
    [editor !== "unread" && stateFile === "absent" && journal === "absent", "an editor of nothing"],
    [pulls.filter((one) => one.state === "open" && one.own).length > 1, "two own open pull requests"],
  ];
  if (branch !== "absent") wrong.push(...nonsenseOf(branch, view));
  return wrong.filter(([is]) => is).map(([, what]) => what);
}

function nonsenseOf({ head, ahead, behind, commits }: BranchView, view: ProgramView): [boolean, string][] {
  const base = view.defaultBranch === "absent" ? null : view.defaultBranch.head;
  return [
    [head !== commits[0]?.id, "a branch whose head is not its first commit"],
    [
      base !== null && (ahead + behind === 0) !== (head === base),
      "a branch that is even with the default branch and not equal to it, or the reverse",
    ],
  ];
}

// Invariants 8 and 9 after the accept: what is kept stays kept only while its checks are not red, and no agent is set to
// work on what is red already.

import { definitionOf } from "../../../src/text/settings/overrides.ts";
import type { Past } from "./past.ts";
import { redNames } from "./results.ts";
import { type JournalRule, type RestRule, unless } from "./rule.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * 9, late red: an iteration is revoked only for a check that counts and is red, on exactly the commit on which it was
 * kept, as the newest that was kept, where it ended within a day, before another commit of an iteration stands on it.
 */
export const revokedForRed: JournalRule = ({ program, event, before }, past) => {
  if (event.type !== "iteration.revoke") return [];
  const kept = before?.recent.findLast(({ verdict }) => verdict === "accepted");
  const checks = past.checks.get(event.head) ?? [];
  const red = redNames(checks, past.required);
  const ends = checks.flatMap(({ name, endedAt }) => (name === event.check ? (endedAt ?? []) : []));
  const later = [...past.committed].filter(([attempt]) => iterationIn(attempt, program) > event.iteration);
  const isBuiltOn = later.some(([, commits]) =>
    [...commits].some((id) => past.git.isAncestor(event.head, id)),
  );
  return unless(
    kept?.number === event.iteration &&
      kept.commit === event.head &&
      before?.in_flight === null &&
      Date.parse(ends.toSorted()[0] ?? event.at) - Date.parse(kept.ended_at) < DAY_MS &&
      // Run again between the look and the write.
      (red.includes(event.check) || past.checkedSince(event.head)) &&
      !isBuiltOn,
    () => `iteration ${event.iteration} of ${program} was revoked, red: ${red.join(", ") || "nothing"}`,
  );
};

/**
 * 9, late red is heard: at rest, what was kept last and is the head of the branch has no red check that counts; also where
 * the program waits because its base is red, which takes nothing back.
 */
export const keptIsNotRed: RestRule = (past, { policy, now, github }) =>
  [...past.memory.journal.values()].flatMap(({ program, state, fault }) => {
    if (state === null || fault !== null || !past.isAtRest(state.issue)) return [];
    if (state.status !== "active" && state.pause?.kind !== "ci-red-on-base") return [];
    const commit = state.best?.commit ?? null;
    const kept = state.recent.find((one) => one.commit === commit && one.verdict === "accepted");
    const isHead = commit !== null && github.git.branches.get(state.branch) === commit;
    if (!isHead || kept === undefined || now - Date.parse(kept.ended_at) >= DAY_MS) return [];
    if ((definitionOf(state)?.ci ?? policy.ci) === "none" || past.rulesHidden || isMerged(past, commit))
      return [];
    const checks = (past.checks.get(commit) ?? []).filter(({ own }) => !own);
    if (checks.some(({ state: is }) => is === "pending")) return [];
    const red = redNames(checks, past.required);
    return unless(red.length === 0, () => {
      return `iteration ${kept.number} of ${program} stays kept, and its checks are red: ${red.join(", ")}`;
    });
  });

/** 9, red before the change: no agent's iteration starts on a commit whose checks were red before the look began. */
export const startsOnNoRed: JournalRule = ({ program, event, before }, past, { policy }) => {
  if (event.type !== "iteration.start" || event.kind !== "improve" || before === null) return [];
  const asked = definitionOf(before)?.ci ?? policy.ci;
  if (asked === "none" || past.rulesHidden || past.checkedSince(event.base)) return [];
  const red = redNames(past.checks.get(event.base) ?? [], past.required);
  return unless(red.length === 0, () => {
    return `iteration ${event.iteration} of ${program} started on ${event.base}, which is red: ${red.join(", ")}`;
  });
};

function iterationIn(attempt: string, program: string): number {
  const [name, number = "0"] = attempt.split(" ");
  return name === program ? Number.parseInt(number, 10) : 0;
}

/** A person took it into the default branch. */
function isMerged({ merged, git }: Past, commit: string): boolean {
  return [...merged].some((head) => head === commit || git.isAncestor(commit, head));
}

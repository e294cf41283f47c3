// Invariant 26: what could not be read is never written down as a no.

import { definitionOf } from "../../../src/text/settings/overrides.ts";
import { actorOf, ROLES } from "./authority.ts";
import { type JournalRule, unless } from "./rule.ts";

/** Names of required checks are believed for ten minutes; some more for a look that takes its time. */
export const REMEMBERED_MS = 15 * 60_000;

/** 26, unknown is not no: where somebody's role could not be read, no line says that it was less than it is. */
export const unreadIsNoRole: JournalRule = ({ program, event }, past) => {
  const by = actorOf(event);
  if (by === null || past.look?.failedRead !== "standing") return [];
  const isLess = ROLES.indexOf(by.permission) < ROLES.indexOf(past.role(by.login));
  return unless(!isLess, () => {
    return `${event.type} of ${program} calls ${by.login} ${by.permission}, and nobody could read that`;
  });
};

/** 26: what a branch asks for is not nothing where the app is refused to read it, so that nothing is kept. */
export const unreadIsNoRule: JournalRule = ({ program, event, before }, past, { github, policy }) => {
  if (event.type !== "iteration.accept" || before === null || before.in_flight?.kind === "baseline")
    return [];
  const isAsked = (definitionOf(before)?.ci ?? policy.ci) !== "none" && past.required.length > 0;
  // Where somebody pointed the pull request at another branch, that one is asked, which has no rules here.
  const isElsewhere = github.pulls().some(({ head, base }) => {
    return head === before.branch && base !== github.defaultBranch;
  });
  const since = past.look?.at ?? Number.NEGATIVE_INFINITY;
  return unless(!isAsked || isElsewhere || since - past.hiddenSince < REMEMBERED_MS, () => {
    return `iteration ${event.iteration} of ${program} was accepted, and nobody could read what the branch asks for`;
  });
};

// The app's own check on the head of the open pull request. Written when it no longer says what is true, and not while
// an iteration is under way: what that comes to is said at its end. Somebody may ask for it again; then it is written anew.

import { ownCheck } from "../../text/comments/own-check.ts";
import { act, type Rule } from "../draft.ts";
import { isShownByLater } from "../facts/shown.ts";

export const checkRun: Rule = (world, draft) => {
  const { branch, checks, pulls } = world.seen.view;
  const { state } = draft;
  if (state === null || branch === "absent" || draft.again) return draft;
  if (state.in_flight !== null && state.status === "active") return draft;
  const isOffered = pulls.some((pull) => pull.sameRepository && pull.state === "open");
  // Where this very plan moves the branch, the next look sees its new head.
  if (!isOffered || draft.actions.some(({ type }) => type.startsWith("branch."))) return draft;
  const check = ownCheck(state);
  const posted = checks.find(({ own, name }) => own && name === check.name);
  if (posted !== undefined && isShownByLater(world, draft)) return draft;
  // GitHub resets the suite of a check that somebody wants again, and leaves the check as it is.
  const isAskedFor = checks.some(({ own, state: is, app }) => own && is === "pending" && app === posted?.app);
  return posted?.externalId === check.externalId && !isAskedFor
    ? draft
    : act(draft, { type: "check.write", head: branch.head, check });
};

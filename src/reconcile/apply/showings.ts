// Which actions of a plan are shown together, and what of them has to be looked at again first. Pure.

import type { ProgramView } from "../../domain/repository/view.ts";
import type { Action } from "../../plan/action.ts";
import type { Decision } from "../../plan/plan.ts";
import type { Showing } from "../../ports/forge/display.ts";

/** Actions that stand behind each other and are shown at once; every other one is a group of its own. */
export function groups(decisions: readonly Decision[]): readonly (readonly Decision[])[] {
  const all: Decision[][] = [];
  for (const decision of decisions) {
    const last = all.at(-1);
    const before = last?.at(-1);
    if (before !== undefined && isShown(before.action) && isShown(decision.action)) last?.push(decision);
    else all.push([decision]);
  }
  return all;
}

function isShown(action: Action): boolean {
  return showingOf(action, 0) !== null;
}

/**
 * The action as something to show; null: it is none.
 * @param issue the program's
 */
export function showingOf(action: Action, issue: number): Showing | null {
  switch (action.type) {
    case "comment.post":
      return { what: "postComment", issue: action.issue ?? issue, body: action.body };
    case "comment.edit": {
      const { comment, body, seen } = action;
      const edit = { what: "editComment" as const, issue: action.issue ?? issue, comment, body };
      return seen === undefined ? edit : { ...edit, seen };
    }
    case "pull.edit": {
      const { number, type: _, ...change } = action;
      return { what: "editPull", number, change };
    }
    case "check.write":
      return { what: "writeCheck", check: { head: action.head, ...action.check } };
    default:
      return null;
  }
}

/**
 * The same, where the host is known at this moment to show what it is to replace. `changed`: somebody replaced it
 * meanwhile.
 * @param fresh what the host shows at this moment of the program's issue; null: that is not known
 * @param issue the program's
 */
export function confirmed(showing: Showing, fresh: ProgramView | null, issue: number): Showing | "changed" {
  if (showing.what !== "editComment" || showing.seen === undefined) return showing;
  if (fresh === null || showing.issue !== issue) return showing;
  const body = fresh.comments.find(({ id }) => id === showing.comment)?.body;
  return body === showing.seen ? { ...showing, isConfirmed: true } : "changed";
}

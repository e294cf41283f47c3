// Whether somebody who may do so stands behind the text of a program issue, and whose roles must be known to tell.
// A text that nobody with write access wrote, edited or labelled in its present form does not run.

import { maySteer } from "../domain/authority.ts";
import type { Actor, Permission } from "../domain/journal.ts";
import type { IssueView, ProgramView } from "../domain/view.ts";

/** The person who stands behind the present text, or null: it waits for approval. */
export function approver(issue: IssueView, permissions: ReadonlyMap<string, Permission>): Actor | null {
  return (
    [...writers(issue), ...labellers(issue)]
      .map((login) => actor(login, permissions))
      .find(({ permission }) => maySteer(permission)) ?? null
  );
}

/** The person as the journal remembers one, with the role seen now. */
export function actor(login: string, permissions: ReadonlyMap<string, Permission>): Actor {
  return { login, id: null, permission: permissions.get(login) ?? "none" };
}

/** Logins whose roles `approver` wants to know. */
export function askedForApproval(view: ProgramView): readonly string[] {
  return view.issue === "absent" ? [] : [...writers(view.issue), ...labellers(view.issue)];
}

/** Who put the present text there. An edit by nobody-knows-whom leaves no writer at all. */
function writers(issue: IssueView): readonly string[] {
  if (issue.edited !== null) return issue.edited.login === null ? [] : [issue.edited.login];
  return issue.author?.type === "User" ? [issue.author.login] : [];
}

/** Who put the label on after the text took its present form. GitHub's times are whole seconds, so equal is too early. */
function labellers(issue: IssueView): readonly string[] {
  const since = issue.edited?.at ?? "";
  return issue.labelled.flatMap(({ login, at }) => (login !== null && at > since ? [login] : [])).slice(0, 3);
}

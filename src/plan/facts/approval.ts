// Whether somebody who may do so stands behind the text of a program issue, and whose roles must be known to tell.
// A text that nobody with write access wrote, edited or labelled in its present form does not run.

import { maySteer, type Standing } from "../../domain/authority.ts";
import type { Actor } from "../../domain/journal/terms.ts";
import type { IssueView, ProgramView } from "../../domain/repository/view.ts";
import { approvals } from "./command-sources.ts";

/** `/autoloop approve` in a comment. Everybody behind the comment's own text must have the right. */
interface Approval {
  readonly people: readonly string[];
  readonly writtenAt: string;
}

/** Approvals by comment that are looked at; strangers may write any number. */
const APPROVALS = 5;

/** The person who stands behind the present text, or null: it waits for approval. */
export function approver(
  issue: IssueView,
  people: ReadonlyMap<string, Standing>,
  said: readonly Approval[] = [],
): Actor | null {
  const behind = [...writers(issue), ...labellers(issue)].map((login): readonly string[] => [login]);
  const approved = later(issue, said).map((approval) => approval.people);
  return (
    [...behind, ...approved]
      .filter((logins) => logins.every((login) => maySteer(people.get(login)?.permission)))
      .flatMap((logins) => logins.slice(-1).map((login) => actor(login, people)))[0] ?? null
  );
}

/** The person as the journal remembers one, with the role seen now. */
export function actor(login: string, people: ReadonlyMap<string, Standing>): Actor {
  const standing = people.get(login);
  return { login, id: standing?.id ?? null, permission: standing?.permission ?? "none" };
}

/** Logins whose roles `approver` wants to know. */
export function askedForApproval(view: ProgramView): readonly string[] {
  if (view.issue === "absent") return [];
  const said = later(view.issue, approvals(view, null)).flatMap(({ people }) => people);
  return [...writers(view.issue), ...labellers(view.issue), ...said];
}

/** The newest approvals by comment that were written after the text took its present form. */
function later({ edited }: IssueView, said: readonly Approval[]): readonly Approval[] {
  return said.filter(({ writtenAt }) => writtenAt > (edited?.at ?? "")).slice(-APPROVALS);
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

// An issue that holds as many comments as GitHub takes. What is there can still be edited, so a program goes on; what
// would be a new comment stays in the journal. A program cannot begin where nothing can be said.

import { COMMENTS_PER_ISSUE } from "../../domain/limits.ts";
import type { Warning } from "../../domain/program/program.ts";
import type { ProgramView } from "../../domain/repository/view.ts";
import { statusWarning } from "../../text/comments/status/status-warnings.ts";
import type { Action } from "../action.ts";

export function isFull({ comments }: Pick<ProgramView, "comments">): boolean {
  return comments.length >= COMMENTS_PER_ISSUE;
}

/** GitHub would take it: anything but a new comment on a full issue; those on other issues it takes. */
export function fits(action: Action, view: Pick<ProgramView, "comments">): boolean {
  return !isFull(view) || action.type !== "comment.post" || action.issue !== undefined;
}

/** What the status comment says about it. */
export function fullness(view: ProgramView): readonly Warning[] {
  return isFull(view) ? [statusWarning.full()] : [];
}

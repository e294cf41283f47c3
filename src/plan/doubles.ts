// Takes away second copies of the app's own comments. GitHub can fail to answer and carry a post out half a minute
// later, when the app has posted it again: nobody can tell that before, so it is put right after. The earliest stays.

import type { CommentView } from "../domain/view.ts";
import { answerTo, hasStatusMarker, iterationOf, noticeOf } from "../text/comments/markers.ts";
import { act, type Draft, type Rule } from "./draft.ts";

/** Deletions of one look; the rest follow with the next. */
const AT_ONCE = 5;

export const doubles: Rule = ({ seen: { view } }, draft) => {
  if (draft.state === null || view.issue === "absent" || view.issue.locked) return draft;
  return copies(view.comments, view.self)
    .slice(0, AT_ONCE)
    .reduce<Draft>(
      (so_far, { id }) =>
        act(so_far, { type: "comment.delete", comment: id, what: "second copy of a comment" }),
      draft,
    );
};

/** Own comments that stand for what an earlier one stands for. What a person changed is theirs, and stays. */
function copies(comments: readonly CommentView[], self: string): readonly CommentView[] {
  const known = new Set<string>();
  return comments.filter(({ own, body, edited }) => {
    const subject = own ? subjectOf(body) : null;
    if (subject === null) return false;
    const isKnown = known.has(subject);
    known.add(subject);
    return isKnown && (edited === null || edited.login === self);
  });
}

/** What there is to be one comment of; null: anything else. Digests know their own copies. */
function subjectOf(body: string): string | null {
  if (hasStatusMarker(body)) return "status";
  const found = iterationOf(body) ?? noticeOf(body) ?? answerTo(body);
  return found === null ? null : JSON.stringify(found);
}

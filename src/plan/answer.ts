// The one comment that answers commands: posted once, edited for the next question. It shows the moment in which it
// was written, so it is written once per question and never again because something moved on.

import type { CommentRef } from "../domain/journal.ts";
import type { CommentView } from "../domain/view.ts";
import { answerComment, answerKey } from "../text/comments/answer-comment.ts";
import { answerTo } from "../text/comments/markers.ts";
import { sha256 } from "../text/hash.ts";
import { definitionOf } from "../text/program/overrides.ts";
import { act, type Rule, type World } from "./draft.ts";
import { statusFacts } from "./status.ts";

export const answer: Rule = (world, draft) => {
  const { state } = draft;
  if (state === null || state.asked === null) return draft;
  const { asked } = state;
  const comments = placeOf(world, asked);
  if (comments === null) return draft;
  const posted = comments.find(({ own, body }) => own && isOurs(answerTo(body), state.name));
  if (posted !== undefined && answerTo(posted.body)?.to === answerKey(asked)) return draft;
  // A question that was taken back, or became another one, waits for no answer.
  const question = comments.find(({ id }) => id === asked.comment);
  if (question === undefined || (!question.own && sha256(question.body) !== asked.hash)) return draft;

  const definition = definitionOf(state);
  const body = answerComment({
    asked,
    status: statusFacts(world, draft, state),
    ci: definition?.ci ?? world.policy.ci,
    agent: definition?.agent ?? world.policy.agent,
    executor: world.policy.executor,
    now: world.now,
  });
  const at = asked.issue === undefined ? {} : { issue: asked.issue };
  const what = "answer to a command";
  return posted === undefined
    ? act(draft, { type: "comment.post", ...at, body, what })
    : act(draft, { type: "comment.edit", ...at, comment: posted.id, body, what });
};

/** The comments among which the answer stands; null: none can be given there, or it was given long ago. */
function placeOf({ seen: { view, conversations } }: World, asked: CommentRef): readonly CommentView[] | null {
  if (asked.issue !== undefined)
    return conversations.find(({ issue }) => issue === asked.issue)?.comments ?? null;
  return view.issue === "absent" || view.issue.locked ? null : view.comments;
}

/** On another issue or a pull request several programs may have answered. */
function isOurs(answered: ReturnType<typeof answerTo>, program: string): boolean {
  return answered !== null && (answered.program === null || answered.program === program);
}

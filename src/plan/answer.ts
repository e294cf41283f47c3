// The one comment that answers commands: posted once, edited for the next question. It shows the moment in which it
// was written, so it is written once per question and never again because something moved on.

import { answerComment, answerKey } from "../text/comments/answer-comment.ts";
import { answerTo } from "../text/comments/markers.ts";
import { sha256 } from "../text/hash.ts";
import { definitionOf } from "../text/program/overrides.ts";
import { act, type Rule } from "./draft.ts";
import { statusFacts } from "./status.ts";

export const answer: Rule = (world, draft) => {
  const { issue, comments } = world.seen.view;
  const { state } = draft;
  if (state === null || state.asked === null || issue === "absent" || issue.locked) return draft;
  const { asked } = state;
  const posted = comments.find(({ own, body }) => own && answerTo(body) !== null);
  if (posted !== undefined && answerTo(posted.body) === answerKey(asked)) return draft;
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
  const what = "answer to a command";
  return posted === undefined
    ? act(draft, { type: "comment.post", body, what })
    : act(draft, { type: "comment.edit", comment: posted.id, body, what });
};

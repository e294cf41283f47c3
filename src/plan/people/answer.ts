// Answers commands: a new comment for each question, which stands below it. It shows the moment in which it was
// written, so it is written once per question and never again because something moved on.

import { partsOfAnswer } from "../../domain/commands/commands.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { CommentRef } from "../../domain/journal/terms.ts";
import type { CommentView } from "../../domain/repository/view.ts";
import { saysStill } from "../../text/command/command-hash.ts";
import { answerComment, answerKey } from "../../text/comments/answer-comment.ts";
import { answerTo } from "../../text/format/markers.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import type { Action } from "../action.ts";
import { act, lookAgain, type Rule } from "../draft.ts";
import { isFull } from "../facts/full-issue.ts";
import type { Need } from "../read.ts";
import { statusFacts } from "../show/status.ts";
import { conversationsIn, type Observation, stateIn, valueOr } from "../world.ts";
import { olderAnswer } from "./older-answer.ts";

export const answer: Rule = (world, draft) => {
  const { state } = draft;
  if (state === null) return draft;
  const open = openQuestion(world.seen, state);
  if (open === null) return draft;
  // What the doctor has to say is read only now that somebody asks.
  if (needsDoctor(open.asked) && world.seen.readiness === "unread") return lookAgain(draft);

  const { asked, posted, comments } = open;
  const definition = definitionOf(state);
  const body = answerComment({
    asked,
    status: statusFacts(world, draft, state),
    ci: definition?.ci ?? world.policy.ci,
    agent: definition?.agent ?? world.policy.agent,
    executor: world.policy.executor,
    readiness: valueOr(world.seen.readiness, []),
    now: world.now,
  });
  const at = asked.issue === undefined ? {} : { issue: asked.issue };
  const what = "answer to a command";
  if (posted !== null) return act(draft, { type: "comment.edit", ...at, comment: posted, body, what });
  const older = olderAnswer(comments, state, asked);
  const hidden: readonly Action[] =
    older === null ? [] : [{ type: "comment.minimise", ...at, comment: older, what: "older answer" }];
  return act(draft, { type: "comment.post", ...at, body, what }, ...hidden);
};

/** Nothing is looked at unless somebody waits for it. */
export const readinessRead: Need = ({ seen }) => {
  const state = stateIn(seen);
  if (seen.readiness !== "unread" || state === null || !asksForDoctor(seen, state)) return null;
  return { type: "readiness", definition: definitionOf(state) };
};

/** Whether somebody waits for what only looking at the whole repository tells. */
export function asksForDoctor(seen: Seen, state: ProgramState): boolean {
  const open = openQuestion(seen, state);
  return open !== null && needsDoctor(open.asked);
}

type Seen = Pick<Observation, "view" | "conversations">;
type Asked = NonNullable<ProgramState["asked"]>;

function needsDoctor({ verb, reason }: Asked): boolean {
  return reason === null && partsOfAnswer(verb).includes("doctor");
}

/** Somebody waits for an answer that can be given: no other question may take the place of theirs. */
export function owesAnswer(seen: Seen, state: ProgramState): boolean {
  return !isFull(seen.view) && openQuestion(seen, state) !== null;
}

interface Open {
  readonly asked: Asked;
  /** Comment that is to hold the answer; null: a new one. */
  readonly posted: number | null;
  /** Among which it will stand. */
  readonly comments: readonly CommentView[];
}

/** The newest question while it waits for its answer; where no comment can be added, one of ours that is to hold it. */
function openQuestion(seen: Seen, { asked, name }: ProgramState): Open | null {
  if (asked === null) return null;
  const comments = placeOf(seen, asked);
  if (comments === null) return null;
  const posted = comments.filter(({ own, body }) => own && isOurs(answerTo(body), name));
  if (posted.some(({ body }) => answerTo(body)?.to === answerKey(asked))) return null;
  // A question that was taken back, or became another one, waits for no answer.
  const question = comments.find(({ id }) => id === asked.comment);
  if (question === undefined || (!question.own && !saysStill(question.body, asked.hash))) return null;
  return { asked, comments, posted: isFull({ comments }) ? (posted.at(-1)?.id ?? null) : null };
}

/** The comments among which the answer stands; null: none can be given there, or it was given long ago. */
function placeOf(seen: Seen, asked: CommentRef): readonly CommentView[] | null {
  if (asked.issue !== undefined)
    return conversationsIn(seen).find(({ issue }) => issue === asked.issue)?.comments ?? null;
  const { issue, comments } = seen.view;
  return issue === "absent" || issue.locked ? null : comments;
}

/** On another issue or a pull request several programs may have answered. */
function isOurs(answered: ReturnType<typeof answerTo>, program: string): boolean {
  return answered !== null && (answered.program === null || answered.program === program);
}

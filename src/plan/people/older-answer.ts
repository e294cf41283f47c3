// Which answer a new one stands in for: that to the same question asked before. Only the one right before it, so that an
// answer that a person showed again is never hidden a second time.

import { isQuestion } from "../../domain/commands/commands.ts";
import type { ProgramState } from "../../domain/journal/state.ts";
import type { HeardCommand } from "../../domain/journal/terms.ts";
import type { CommentView } from "../../domain/repository/view.ts";
import { answerKey } from "../../text/comments/answer-comment.ts";
import { answerTo } from "../../text/format/markers.ts";
import { holdsTheirWords } from "../facts/own-words.ts";

/**
 * @param comments among which the new answer will stand
 * @param asked the question that it answers
 * @returns the comment to hide; null: none
 */
export function olderAnswer(
  comments: readonly CommentView[],
  { commands, name }: Pick<ProgramState, "commands" | "name">,
  asked: NonNullable<ProgramState["asked"]>,
): number | null {
  const at = commands.findIndex(({ comment, hash }) => comment === asked.comment && hash === asked.hash);
  const now = commands[at];
  const before = now && commands.slice(0, at).findLast((one) => isSameQuestion(one, now));
  if (before === undefined) return null;
  const key = answerKey({ comment: before.comment, hash: before.hash });
  const older = comments.find(({ own, body }) => {
    const answered = own ? answerTo(body) : null;
    return answered !== null && answered.to === key && (answered.program ?? name) === name;
  });
  return older === undefined || older.minimised || holdsTheirWords(older) ? null : older.id;
}

/** One comment that asks something else now, or the same words in two comments. */
function isSameQuestion(a: HeardCommand, b: HeardCommand): boolean {
  return a.comment === b.comment || (a.verb === b.verb && isQuestion(a.verb));
}

// Of what there is to be one comment about there may be two: replicas that looked at the same moment both posted it, or
// GitHub carried a post out half a minute after it had failed. The earliest stays, whoever looks next deletes the others:
// nothing is posted beside a comment that the host shows, so a copy never says anything that the first will not say. One
// that a person edited does: it stays, and in the place of the earliest.

import { DELETIONS_AT_ONCE } from "../../domain/limits.ts";
import { answerTo, hasStatusMarker, iterationOf, noticeOf } from "../../text/format/markers.ts";
import { act, type Draft, type Rule } from "../draft.ts";
import { holdsTheirWords } from "../facts/own-words.ts";

const STATUS = "status";

export const duplicates: Rule = (world, draft) => {
  const { issue, comments } = world.seen.view;
  if (draft.state === null || issue === "absent" || issue.locked) return draft;
  const seen = new Set<string>();
  const copies = comments
    .flatMap((comment) => {
      const subject = comment.own ? subjectOf(comment.body) : null;
      if (subject === null) return [];
      // What people write into the status comment is written over in any case.
      return [{ id: comment.id, subject, isTheirs: subject !== STATUS && holdsTheirWords(comment) }];
    })
    .toSorted((a, b) => Number(b.isTheirs) - Number(a.isTheirs) || a.id - b.id)
    .filter(({ subject, isTheirs: stays }) => {
      const isCopy = seen.has(subject);
      seen.add(subject);
      return isCopy && !stays;
    });
  return copies
    .slice(0, DELETIONS_AT_ONCE)
    .reduce<Draft>(
      (so_far, { id, subject }) =>
        act(so_far, { type: "comment.delete", comment: id, what: `second comment (${subject})` }),
      draft,
    );
};

/** What a comment of the app is the only one about; null where there may be several. */
function subjectOf(body: string): string | null {
  if (hasStatusMarker(body)) return STATUS;
  const iteration = iterationOf(body);
  if (iteration !== null) return `iteration ${iteration.number} of ${iteration.program}`;
  const notice = noticeOf(body);
  if (notice !== null) return `notice ${notice.kind}/${notice.key}`;
  const answer = answerTo(body);
  return answer === null ? null : `answer of ${answer.program ?? "the program"} to ${answer.to}`;
}

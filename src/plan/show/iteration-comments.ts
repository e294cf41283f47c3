// One comment per iteration that ended, in their order, found again by its marker or by that of the digest that
// stands for it. Only own comments count: a copy of the marker in somebody else's comment means nothing. What a comment says
// stands, but for an iteration that was revoked: then the comment that told of the keep says so.

import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import { iterationComment } from "../../text/comments/iteration-comment.ts";
import { iterationOf } from "../../text/format/markers.ts";
import { act, type Draft, type Rule } from "../draft.ts";
import { attemptsOf, patchTexts } from "../facts/attempts.ts";
import { holdsTheirWords } from "../facts/own-words.ts";
import { isShownByLater } from "../facts/shown.ts";
import { sameText } from "../same-text.ts";
import type { World } from "../world.ts";
import { isTold } from "./digests.ts";

export const iterationComments: Rule = (world, draft) => {
  const state = draft.state;
  const { issue } = world.seen.view;
  if (state === null || issue === "absent" || issue.locked) return draft;
  const posted = isTold(world.seen.view, state.name);
  const told = state.recent
    .filter(({ number }) => !posted(number))
    .reduce<Draft>(
      (so_far, ended) =>
        act(so_far, {
          type: "comment.post",
          body: iterationComment(ended, state, world.policy.links, newestPatch(world, state, ended.number)),
          what: `comment of iteration ${ended.number}`,
        }),
      draft,
    );
  return state.recent
    .filter(({ revoked }) => revoked !== undefined)
    .reduce<Draft>((so_far, ended) => saidAgain(world, so_far, state, ended), told);
};

function newestPatch(world: World, state: ProgramState, iteration: number): string | null {
  const blob = attemptsOf(state, iteration).at(-1)?.blob;
  return blob === undefined ? null : (patchTexts(world).get(blob) ?? null);
}

/** Words that a person wrote into it stay. */
function saidAgain(world: World, draft: Draft, state: ProgramState, revoked: IterationRecord): Draft {
  const comment = world.seen.view.comments.find(({ own, body }) => {
    const of = own ? iterationOf(body) : null;
    return of?.program === state.name && of.number === revoked.number;
  });
  if (comment === undefined || holdsTheirWords(comment) || isShownByLater(world, draft)) return draft;
  const body = iterationComment(revoked, state, world.policy.links);
  if (sameText(comment.body, body)) return draft;
  const what = `comment of iteration ${revoked.number}`;
  return act(draft, { type: "comment.edit", comment: comment.id, body, what });
}

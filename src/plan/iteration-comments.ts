// One comment per iteration that ended, in their order, found again by its marker. Only own comments count: a copy
// of the marker in somebody else's comment means nothing.

import { iterationComment } from "../text/comments/iteration-comment.ts";
import { iterationOf } from "../text/comments/markers.ts";
import { act, type Draft, type Rule } from "./draft.ts";

export const iterationComments: Rule = (world, draft) => {
  const state = draft.state;
  const { issue, comments } = world.seen.view;
  if (state === null || issue === "absent" || issue.locked) return draft;
  const posted = new Set(
    comments
      .filter(({ own }) => own)
      .flatMap(({ body }) => {
        const of = iterationOf(body);
        return of !== null && of.program === state.name ? [of.number] : [];
      }),
  );
  return state.recent
    .filter(({ number }) => !posted.has(number))
    .reduce<Draft>(
      (so_far, ended) =>
        act(so_far, {
          type: "comment.post",
          body: iterationComment(ended, state, { webUrl: world.policy.webUrl }),
          what: `comment of iteration ${ended.number}`,
        }),
      draft,
    );
};

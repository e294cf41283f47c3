// One comment per iteration that ended, in their order, found again by its marker or by that of the digest that
// stands for it. Only own comments count: a copy of the marker in somebody else's comment means nothing.

import { iterationComment } from "../../text/comments/iteration-comment.ts";
import { act, type Draft, type Rule } from "../draft.ts";
import { isTold } from "./digests.ts";

export const iterationComments: Rule = (world, draft) => {
  const state = draft.state;
  const { issue } = world.seen.view;
  if (state === null || issue === "absent" || issue.locked) return draft;
  const posted = isTold(world.seen.view, state.name);
  return state.recent
    .filter(({ number }) => !posted(number))
    .reduce<Draft>(
      (so_far, ended) =>
        act(so_far, {
          type: "comment.post",
          body: iterationComment(ended, state, world.policy.links),
          what: `comment of iteration ${ended.number}`,
        }),
      draft,
    );
};

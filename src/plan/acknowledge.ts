// Shows a person that their steering was read: 👀 on the comment, once. Only on what the journal takes as steering.

import { act, type Draft, type Rule } from "./draft.ts";
import { inForce } from "./steering.ts";

export const acknowledge: Rule = (world, draft) => {
  if (draft.state === null || draft.state.status === "completed") return draft;
  const steering = new Set(inForce(world.seen.view, draft.state).map(({ comment }) => comment));
  return world.seen.view.comments
    .filter(({ id, seen }) => !seen && steering.has(id))
    .reduce<Draft>((so_far, { id }) => act(so_far, { type: "comment.acknowledge", comment: id }), draft);
};

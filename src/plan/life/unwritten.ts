// GitHub lets nothing be written to the memory branch, so nothing can be decided: what is not journalled did not happen.
// The issue is the only place that is left to say so.

import { halt, notify, type Rule } from "../draft.ts";

export const unwritten: Rule = (world, draft) => {
  const { refused } = world.seen.found;
  return refused?.where === "memory" ? halt(notify(draft, { kind: "unwritten", said: refused.said })) : draft;
};

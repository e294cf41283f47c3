// GitHub refused, for good, a change of branch or pull request that the plan needs. Trying again cannot help until a
// person changes something, so the loop stands still and says what was refused.

import { reason } from "../../text/outcome/reasons.ts";
import { type Rule, record } from "../draft.ts";

export const refused: Rule = (world, draft) => {
  const { refused: what } = world.seen.found;
  if (what === null || draft.state?.status !== "active") return draft;
  return record(world, draft, {
    type: "loop.pause",
    kind: "refused",
    reason: reason.refusedByHost(what),
    by: null,
  });
};

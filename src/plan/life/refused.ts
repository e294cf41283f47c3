// GitHub refused, for good, a change of branch or pull request that the plan needs. Trying again cannot help until a
// person changes something, so the loop stands still and says what was refused. Where it stands still already, or has
// ended, that much is said without a pause.

import { reason } from "../../text/outcome/reasons.ts";
import { notify, type Rule, record } from "../draft.ts";

export const refused: Rule = (world, draft) => {
  const { refused: refusal } = world.seen.found;
  if (refusal === null || draft.state === null) return draft;
  const { what, said } = refusal;
  if (draft.state.status !== "active") return notify(draft, { kind: "refused", what, said });
  return record(world, draft, {
    type: "loop.pause",
    kind: "refused",
    reason: reason.refusedByHost(what, said),
    by: null,
  });
};

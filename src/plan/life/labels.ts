// The label follows the loop: a completed program trades `autoloop-program` for `autoloop-completed`, and one that
// was started again gives it back.

import { LABEL } from "../../domain/program/names.ts";
import { act, type Rule } from "../draft.ts";

export const labels: Rule = (world, draft) => {
  const { issue } = world.seen.view;
  if (draft.state === null || issue === "absent") return draft;
  const has = (label: string) => issue.labels.includes(label);
  if (draft.state.status === "completed" && has(LABEL.program)) {
    // What comes to light in a moment has to be shown first: without the label no sweep would come back for it.
    if (draft.again) return draft;
    return act(draft, { type: "labels.set", add: [LABEL.completed], remove: [LABEL.program] });
  }
  if (draft.state.status === "active" && has(LABEL.completed)) {
    return act(draft, { type: "labels.set", add: [], remove: [LABEL.completed] });
  }
  return draft;
};

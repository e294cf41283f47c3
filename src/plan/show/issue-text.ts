// The app-made issue of a file program shows the file as it is now, as long as nobody else has touched its words.

import { programIssue } from "../../text/setup/program-issue.ts";
import { act, type Rule } from "../draft.ts";
import { isShownByLater } from "../facts/shown.ts";
import { sameText } from "../same-text.ts";

export const issueText: Rule = (world, draft) => {
  const { program, view, name } = world.seen;
  const { issue, self } = view;
  if (draft.state === null || draft.state.status === "stopped" || issue === "absent") return draft;
  if (program === "absent" || program.source.kind !== "file" || issue.author?.login !== self) return draft;
  // A body that a person edited, or nobody-knows-who, is a person's.
  if (issue.edited !== null && issue.edited.login !== self) return draft;
  const { body } = programIssue(name, program.source.path, program.text);
  return sameText(issue.body, body) || isShownByLater(world, draft)
    ? draft
    : act(draft, { type: "issue.edit", body });
};

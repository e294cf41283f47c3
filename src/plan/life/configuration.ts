// The repository's own configuration. While it holds something wrong nothing new starts, because a default put in
// its place could be the very thing that its author meant to forbid.

import { block, notify, type Rule } from "../draft.ts";

export const configuration: Rule = (world, draft) => {
  const { problems } = world.seen.config;
  if (problems.length === 0 || draft.state === null) return draft;
  return block(notify(draft, { kind: "problems", subject: "configuration", problems }), ...problems);
};

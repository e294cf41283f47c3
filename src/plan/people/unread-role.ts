// The role of somebody whose words wait could not be read for several looks. Nothing is decided in its place: the words
// stay unheard, and the issue says what they wait for.

import { halt, notify, type Rule } from "../draft.ts";

export const unreadRole: Rule = (world, draft) => {
  const { unreadRole: login } = world.seen.found;
  return login === null ? draft : halt(notify(draft, { kind: "unread-role", login }));
};

// What became of the pull request. One that was closed without being merged is a person's no to the work: the loop
// stands still and says so, once.

import { reason } from "../../text/outcome/reasons.ts";
import { note, type Rule, record } from "../draft.ts";
import { isUnheard } from "./branch-deleted.ts";
import { newestPull } from "./pull-request.ts";

const EVENT = { open: "pull.opened", closed: "pull.closed", merged: "pull.merged" } as const;

export const pullSeen: Rule = (world, draft) => {
  const newest = newestPull(world);
  const state = draft.state;
  if (state === null || newest === undefined) return draft;
  if (state.pull?.number === newest.number && state.pull.state === newest.state) return draft;
  const told = note(world, draft, { type: EVENT[newest.state], number: newest.number });
  // Before anything was kept it can only be another life's.
  if (newest.state !== "closed" || state.counts.accepted === 0 || !isUnheard(draft)) return told;
  const why = reason.pullClosed(newest.number);
  return record(world, told, { type: "loop.pause", kind: "pull-closed", reason: why, by: null });
};

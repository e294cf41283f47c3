// What people are shown now, and in whose words. Two versions of the app side by side, as in a rolling deploy, have
// other words for the same facts. The later one's stand, or each would put its own in their place at every look, for as
// long as both run.

import { isOldEdition } from "../../domain/program/legacy.ts";
import type { CommentView } from "../../domain/repository/view.ts";
import { isLaterVersion, VERSION } from "../../domain/version.ts";
import { hasStatusMarker, statusSeq, statusVersion } from "../../text/format/markers.ts";
import type { Draft } from "../draft.ts";
import type { World } from "../world.ts";

/** The app's own earliest, else the one that an older edition's bot left behind. */
export function statusCommentOf(comments: readonly CommentView[]): CommentView | undefined {
  const all = comments.filter(({ body }) => hasStatusMarker(body));
  return all.find(({ own }) => own) ?? all.find(({ author }) => isOldEdition(author));
}

/**
 * A later version has shown all that the journal holds, so the words are left to it. Should it not run any more, the
 * next journal entry is shown in this one's.
 */
export function isShownByLater({ seen }: World, { seq }: Draft): boolean {
  const status = statusCommentOf(seen.view.comments);
  if (status === undefined || !status.own) return false;
  const { body } = status;
  return (statusSeq(body) ?? 0) >= seq && isLaterVersion(statusVersion(body) ?? "", VERSION);
}

/** An earlier version wrote this status comment: it has to know that there is a later one, whatever else it says. */
export function isOfEarlier(body: string): boolean {
  return isLaterVersion(VERSION, statusVersion(body) ?? "");
}

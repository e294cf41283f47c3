// Whether a comment of the app is still in the app's own words.

import type { CommentView } from "../../domain/repository/view.ts";

/** A comment of the app holds words of a person, or nobody can tell whose: there is no second copy of those. */
export function holdsTheirWords({ author, edited }: CommentView): boolean {
  return edited !== null && edited.login !== author?.login;
}

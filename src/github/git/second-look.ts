// What a refused write to a branch was, told by a second look: that somebody moved the branch, or that GitHub will not
// have it. Neither the status nor the words of the refusal can tell these two apart.

import { type AutoloopError, Conflict, Retryable, Terminal } from "../../domain/errors.ts";
import type { Stuck } from "../../ports/forge/branches.ts";

/** Where the branch is now, compared with where the write wanted it to be. */
type Seen = "moved" | "as it was";

/**
 * The error that the caller is to throw. A branch that is where it was and "stale" all the same is for another try: the
 * part of GitHub that refused had not heard of it yet.
 */
export function afterSecondLook(error: AutoloopError, branch: string, seen: Seen): AutoloopError {
  if (seen === "moved") return new Conflict(`${branch} has moved`, { cause: error });
  return error instanceof Conflict ? new Retryable(error.message, undefined, { cause: error }) : error;
}

/**
 * What a refused merge was: a conflict where files were changed on both sides, else whatever GitHub says it is.
 * @throws the refusal
 */
export function orRefused(error: AutoloopError, bothSides: readonly string[]): Stuck {
  if (bothSides.length === 0) throw error;
  return { conflict: bothSides };
}

/**
 * Carries out a write and looks a second time where it was refused.
 * @param look throws where it cannot see the branch, and then that is what is known
 */
export async function orLookAgain<T>(
  write: Promise<T>,
  branch: string,
  look: () => Promise<Seen>,
): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof Terminal || error instanceof Conflict)) throw error;
    throw afterSecondLook(error, branch, await look());
  }
}

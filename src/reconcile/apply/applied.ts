// What carrying out came to so far, and what a failure adds to it. Pure.

import { type AutoloopError, NotStarted, Retryable, Terminal } from "../../domain/errors.ts";
import type { ProgramView } from "../../domain/repository/view.ts";
import { type Action, describe } from "../../plan/action.ts";
import { strandOf } from "../../plan/strand.ts";
import { type Found, NOTHING_FOUND } from "../../plan/world.ts";
import type { Stuck } from "../../ports/forge/branches.ts";

export interface Applied {
  readonly found: Found;
  /** The first thing that failed and is to be tried again as it says; null: nothing did. */
  readonly failure: AutoloopError | null;
  /** The host will not have something that nothing else hangs on. */
  readonly denied: boolean;
  /** The program as it was right after the last write; null: nobody looked. */
  readonly view: ProgramView | null;
  /** An order to the executor came after it, which may have taken its time: good for resting, not for acting. */
  readonly isAged: boolean;
}

export const DONE: Applied = {
  found: NOTHING_FOUND,
  failure: null,
  denied: false,
  view: null,
  isAged: false,
};

/** Somebody has to come back: for another try, or to say what was refused. */
export function isLeft({ failure, found }: Applied): boolean {
  return failure !== null || found.refused !== null;
}

/** What is known when this action failed, besides what was before. The first of each kind is kept. */
export function after(applied: Applied, action: Action, error: AutoloopError): Applied {
  const { found } = applied;
  const strand = strandOf(action);
  const isForGood = error instanceof Terminal;
  // Without it the same is tried at once: nothing that ended waits for its patch.
  if (isForGood && action.type === "memory.commit" && action.hasPatch)
    return { ...applied, found: { ...found, unkept: true } };
  if (isForGood && (strand === "memory" || /^(?:branch|pull)\./.test(action.type))) {
    const where = strand === "memory" ? "memory" : "program";
    const refused = { where, what: describe(action), said: error.said } as const;
    return { ...applied, found: { ...found, refused: found.refused ?? refused } };
  }
  if (isForGood && strand !== "effect") return { ...applied, denied: true };
  const unstarted = action.type === "run.start" ? troubleOf(error) : null;
  return {
    ...applied,
    found: { ...found, unstarted: found.unstarted ?? unstarted },
    failure: applied.failure ?? error,
  };
}

function troubleOf(error: AutoloopError): Found["unstarted"] {
  if (error instanceof NotStarted) return error.trouble;
  return error instanceof Terminal ? { code: "files", said: error.said } : null;
}

/** Nothing else would be sent either. */
export function asksForPause(error: AutoloopError): boolean {
  return error instanceof Retryable && error.afterMs !== undefined;
}

export function conflictOf(action: Action, { conflict: paths }: Stuck): Pick<Found, "conflict"> {
  return { conflict: { in: action.type === "branch.merge" ? "merge" : "revert", paths } };
}

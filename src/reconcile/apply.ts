// Carries out actions, one after the other. What fails keeps those back that follow from it and no others: what people
// must see hangs on the journal alone (`plan/strand.ts`). Decides nothing. Every action may be repeated: whoever observes
// next sees what was done and does not ask for it again.

import { AutoloopError, NotStarted, Retryable, Terminal } from "../domain/errors.ts";
import type { ProgramKey } from "../domain/repository/view.ts";
import { type Action, describe } from "../plan/action.ts";
import type { Decision } from "../plan/plan.ts";
import { strandOf } from "../plan/strand.ts";
import { type Found, NOTHING_FOUND } from "../plan/world.ts";
import type { Executor } from "../ports/executor.ts";
import type { Stuck } from "../ports/forge/branches.ts";
import type { ForgeWrites } from "../ports/forge/forge.ts";
import type { Log } from "../ports/log.ts";
import type { MemoryStore } from "../ports/memory-store.ts";
import { rehearsable } from "./dry-run.ts";

/** What carrying out needs. */
interface ApplyDeps {
  readonly forge: ForgeWrites;
  readonly memory: MemoryStore;
  readonly executor: Executor;
}

/** Told about every move of the memory branch that was our own. */
type OnMemory = (from: string, to: string) => void;

export interface Applied {
  readonly found: Found;
  /** The first thing that failed and is to be tried again as it says; null: nothing did. */
  readonly failure: AutoloopError | null;
  /** The host will not have something that nothing else hangs on. */
  readonly denied: boolean;
}

const DONE: Applied = { found: NOTHING_FOUND, failure: null, denied: false };

/**
 * @returns what was found out; `rehearsed`: it is a dry run, nothing is otherwise than before
 * @throws AutoloopError where nothing more can be done: the journal was not written, or the host asked for a pause
 */
export async function apply(
  deps: ApplyDeps,
  key: ProgramKey,
  decisions: readonly Decision[],
  log: Log,
  onMemory: OnMemory,
): Promise<Applied | "rehearsed"> {
  let rehearsed = false;
  let applied = DONE;
  let broken = false;
  for (const decision of decisions) {
    const { rule, action } = decision;
    const strand = strandOf(action);
    if (broken && strand === "effect") continue;
    if (strand === "last" && isLeft(applied)) continue;
    const what = describe(action);
    const words = { log, action: action.type, rule, what };
    try {
      const outcome = await rehearsable(carryOut(deps, key, action), words);
      if (outcome === "rehearsed") {
        rehearsed = true;
        continue;
      }
      if (typeof outcome === "object")
        applied = { ...applied, found: { ...applied.found, ...conflictOf(action, outcome) } };
      if (action.type === "memory.commit") onMemory(action.expectedHead, String(outcome));
      log.info("did", { action: action.type, rule, what, outcome: logged(outcome) });
    } catch (error) {
      if (!(error instanceof AutoloopError) || asksForPause(error)) throw error;
      // What only tidies up is left.
      if (action.type === "comment.minimise") {
        log.info("left", { action: action.type, rule, what, reason: error.message });
        continue;
      }
      applied = after(applied, action, error);
      log.warn(error instanceof Terminal ? "refused" : "not done", {
        ...{ action: action.type, rule, what, reason: error.message },
        ...(error instanceof Terminal && error.said !== null && { said: error.said }),
      });
      if (strand === "memory") {
        if (applied.failure !== null) throw error;
        return applied;
      }
      broken ||= strand === "effect";
    }
  }
  return rehearsed ? "rehearsed" : applied;
}

/** Somebody has to come back: for another try, or to say what was refused. */
function isLeft({ failure, found }: Applied): boolean {
  return failure !== null || found.refused !== null;
}

/** What is known when this action failed, besides what was before. The first of each kind is kept. */
function after(applied: Applied, action: Action, error: AutoloopError): Applied {
  const { found } = applied;
  const strand = strandOf(action);
  const isForGood = error instanceof Terminal;
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
function asksForPause(error: AutoloopError): boolean {
  return error instanceof Retryable && error.afterMs !== undefined;
}

function conflictOf(action: Action, { conflict: paths }: Stuck): Pick<Found, "conflict"> {
  return { conflict: { in: action.type === "branch.merge" ? "merge" : "revert", paths } };
}

function logged(outcome: string | number | Stuck | undefined): string | number | null {
  return typeof outcome === "object" ? "conflict" : (outcome ?? null);
}

/** Returns what is worth a log line: an id, a commit, or the files in which a machine cannot do it. */
async function carryOut(
  deps: ApplyDeps,
  key: ProgramKey,
  action: Action,
): Promise<string | number | Stuck | undefined> {
  const { forge, memory, executor } = deps;
  switch (action.type) {
    case "memory.commit":
      return memory.commit(key, action);
    case "issue.edit":
      await forge.editIssue(key, { body: action.body });
      return undefined;
    case "comment.post":
      return forge.postComment(on(key, action), action.body);
    case "comment.edit":
      await forge.editComment(on(key, action), action.comment, action.body, action.seen);
      return undefined;
    case "comment.delete":
      await forge.deleteComment(key, action.comment);
      return undefined;
    case "comment.minimise":
      await forge.minimiseComment(on(key, action), action.comment);
      return undefined;
    case "comment.react":
      await forge.react(on(key, action), action.comment, action.reaction);
      return undefined;
    case "issue.react":
      await forge.reactToIssue(key, action.reaction);
      return undefined;
    case "labels.set":
      await forge.setLabels({ ...key, issue: action.pull ?? key.issue }, action);
      return undefined;
    case "branch.create":
      await forge.createBranch(key, action.branch, action.at);
      return undefined;
    case "branch.fast-forward":
      await forge.fastForward(key, action.branch, action.to);
      return undefined;
    case "branch.merge": {
      const merged = await forge.merge(key, action.branch, action.from, action.message);
      return "conflict" in merged ? merged : merged.head;
    }
    case "branch.revert": {
      const undone = await forge.revert(key, action);
      return "conflict" in undone ? undone : undone.head;
    }
    case "branch.reset":
      await forge.reset(key, action.branch, action.expectedHead, action.to);
      return undefined;
    case "branch.commit":
      return forge.commit(key, action);
    case "branch.restore":
      return forge.restore(key, action);
    case "pull.open":
      return forge.openPull(key, action);
    case "pull.edit": {
      const { number, type: _, ...change } = action;
      await forge.editPull(key, number, change);
      return undefined;
    }
    case "check.write":
      return forge.writeCheck(key, { head: action.head, ...action.check });
    case "run.start": {
      const { briefing, ...order } = action.request;
      await executor.start({ key, ...order, context: briefing });
      return undefined;
    }
    case "run.dispose": {
      const { nonce, place, startedAt } = action;
      await executor.dispose({ key, nonce, workerId: place, startedAt });
      return undefined;
    }
  }
}

/** Where a comment is written. */
function on(key: ProgramKey, { issue }: { readonly issue?: number }): ProgramKey {
  return { ...key, issue: issue ?? key.issue };
}

// Carries out actions, one after the other, and stops at the first that fails. Decides nothing. Every action may
// be repeated: whoever observes next sees what was done and does not ask for it again.

import { AutoloopError, Terminal } from "../domain/errors.ts";
import type { ProgramKey } from "../domain/repository/view.ts";
import { type Action, describe } from "../plan/action.ts";
import type { Decision } from "../plan/plan.ts";
import type { Found } from "../plan/world.ts";
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

/** @returns what was found out; `rehearsed`: it is a dry run, nothing is otherwise than before */
export async function apply(
  deps: ApplyDeps,
  key: ProgramKey,
  decisions: readonly Decision[],
  log: Log,
  onMemory: OnMemory,
): Promise<Found | "rehearsed"> {
  let rehearsed = false;
  let conflict: Found["conflict"] = null;
  for (const decision of decisions) {
    const { rule, action } = decision;
    const what = describe(action);
    const words = { log, action: action.type, rule, what };
    const outcome = await rehearsable(carryOut(deps, key, action), words).catch((error: unknown) =>
      refusal(decision, error, log),
    );
    if (outcome === "refused") return { conflict, refused: what };
    if (outcome === "forgone") continue;
    if (outcome === "rehearsed") {
      rehearsed = true;
      continue;
    }
    if (typeof outcome === "object") {
      conflict = { in: action.type === "branch.merge" ? "merge" : "revert", paths: outcome.conflict };
    }
    if (action.type === "memory.commit") onMemory(action.expectedHead, String(outcome));
    log.info("did", { action: action.type, rule, what, outcome: logged(outcome) });
  }
  return rehearsed ? "rehearsed" : { conflict, refused: null };
}

function logged(outcome: string | number | Stuck | undefined): string | number | null {
  return typeof outcome === "object" ? "conflict" : (outcome ?? null);
}

/**
 * A change of branch or pull request that the host refuses for good is for people to know, and what only tidies up is
 * left. Anything else is thrown.
 */
function refusal({ rule, action }: Decision, error: unknown, log: Log): "refused" | "forgone" {
  if (error instanceof AutoloopError && action.type === "comment.minimise") {
    log.info("left", { action: action.type, rule, what: describe(action), reason: error.message });
    return "forgone";
  }
  if (!(error instanceof Terminal) || !/^(?:branch|pull)\./.test(action.type)) throw error;
  log.warn("refused", { action: action.type, rule, what: describe(action), reason: error.message });
  return "refused";
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

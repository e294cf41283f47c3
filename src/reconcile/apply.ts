// Carries out actions, one after the other, and stops at the first that fails. Decides nothing. Every action may
// be repeated: whoever observes next sees what was done and does not ask for it again.

import type { ProgramKey } from "../domain/view.ts";
import type { Action } from "../plan/action.ts";
import { describe } from "../plan/action.ts";
import type { Executor } from "../ports/executor.ts";
import type { Forge } from "../ports/forge.ts";
import type { Log } from "../ports/log.ts";
import type { MemoryStore } from "../ports/memory-store.ts";

/** What carrying out needs. */
export interface Hands {
  readonly forge: Forge;
  readonly memory: MemoryStore;
  readonly executor: Executor;
}

/** What an action found out that the next look will not show. */
export interface Found {
  readonly mergeConflict: boolean;
}

/** Told about every move of the memory branch that was our own. */
export type OnMemory = (from: string, to: string) => void;

export async function apply(
  hands: Hands,
  key: ProgramKey,
  actions: readonly Action[],
  log: Log,
  onMemory: OnMemory,
): Promise<Found> {
  let mergeConflict = false;
  for (const action of actions) {
    const outcome = await carryOut(hands, key, action);
    mergeConflict ||= outcome === "conflict";
    if (action.type === "memory.commit") onMemory(action.expectedHead, String(outcome));
    log.info("did", { action: action.type, what: describe(action), outcome: outcome ?? null });
  }
  return { mergeConflict };
}

/** Returns what is worth a log line: an id, a commit, or `conflict` for a merge that a machine cannot make. */
async function carryOut(hands: Hands, key: ProgramKey, action: Action): Promise<string | number | undefined> {
  const { forge, memory, executor } = hands;
  switch (action.type) {
    case "memory.commit":
      return memory.commit(key, action);
    case "issue.edit":
      await forge.editIssue(key, { body: action.body });
      return undefined;
    case "comment.post":
      return forge.postComment({ ...key, issue: action.issue ?? key.issue }, action.body);
    case "comment.edit":
      await forge.editComment(key, action.comment, action.body);
      return undefined;
    case "comment.delete":
      await forge.deleteComment(key, action.comment);
      return undefined;
    case "comment.react":
      await forge.react(key, action.comment, action.reaction);
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
      return merged === "conflict" ? "conflict" : merged.head;
    }
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
    case "run.start": {
      const { briefing, ...order } = action.request;
      await executor.start({ key, ...order, context: briefing });
      return undefined;
    }
    case "run.dispose":
      await executor.dispose(action);
      return undefined;
  }
}

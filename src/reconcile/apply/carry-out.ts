// Carries out one action through the port that it is for. Decides nothing, and lets everything that goes wrong pass.

import type { ProgramKey, ProgramView } from "../../domain/repository/view.ts";
import type { Action } from "../../plan/action.ts";
import type { Executor } from "../../ports/executor.ts";
import type { Stuck } from "../../ports/forge/branches.ts";
import type { ForgeWrites } from "../../ports/forge/forge.ts";
import type { Look } from "../../ports/forge/program-reads.ts";
import type { MemoryStore } from "../../ports/memory-store.ts";

/** What carrying out needs. */
export interface ApplyDeps {
  readonly forge: ForgeWrites;
  readonly memory: MemoryStore;
  readonly executor: Executor;
}

/** What is worth a log line: an id, a commit, or the files in which a machine cannot do it. */
export type Told = string | number | Stuck | undefined;

/** What an action came to. */
interface Done {
  readonly told: Told;
  /** The program as it was right after it; null: nobody looked. */
  readonly view: ProgramView | null;
}

/** @param look how the program is looked at, where an answer may bring that; absent: nobody wants it */
export async function carryOut(
  deps: ApplyDeps,
  key: ProgramKey,
  action: Action,
  look: Look | undefined,
): Promise<Done> {
  if (action.type !== "memory.commit") return { told: await sent(deps, key, action), view: null };
  const { head, view } = await deps.memory.commit(key, action, look);
  return { told: head, view };
}

async function sent(
  { forge, executor }: ApplyDeps,
  key: ProgramKey,
  action: Exclude<Action, { type: "memory.commit" }>,
): Promise<Told> {
  switch (action.type) {
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

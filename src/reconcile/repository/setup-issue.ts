// One run of the loop for the issue "Set up Autoloop" of a repository: look, decide, open or edit it. Run together with
// the look at program files (`discovery.ts`) and no more often; where nobody wants the issue, nothing more is read.

import { repositoryText } from "../../domain/repository/program-key.ts";
import type { Repository, RepositoryView } from "../../domain/repository/view.ts";
import { type SetupAction, setUp, setupIssues, wantsSetup } from "../../plan/repository/setup.ts";
import type { Claims } from "../../ports/claims.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Conversation } from "../../ports/forge/conversation.ts";
import type { Log } from "../../ports/log.ts";
import type { Outcome } from "../../ports/work-queue.ts";
import { rehearsable } from "../dry-run.ts";
import { type ExamineParts, examine } from "../read/examine.ts";
import { createIssueLimit } from "./issue-limit.ts";

interface SetupParts extends ExamineParts {
  readonly forge: ExamineParts["forge"] & Pick<Conversation, "createLabel" | "openIssue" | "editIssue">;
  readonly clock: Clock;
  readonly log: Log;
  /** As for program files: for so long a list may not show an issue that was opened, milliseconds. */
  readonly listLagMs: number;
  readonly claims: Claims;
}

/** Looks after the one issue "Set up Autoloop" of each repository. */
export interface Setup {
  /** @param view of just now. @throws what the forge throws */
  repository(repository: Repository, view: RepositoryView): Promise<Outcome>;
  /** Its issue was open when this process looked last. */
  isOpen(repository: Repository): boolean;
}

const DONE: Outcome = { kind: "done" };
/** Before asking again whether another replica has opened it. */
const LEAST_WAIT_MS = 1_000;

export function createSetup(parts: SetupParts): Setup {
  const { forge, clock, log, listLagMs } = parts;
  const born = clock.now();
  const open = new Set<string>();
  const limit = createIssueLimit(clock);
  /** When this process asked for the issue of a repository. */
  const asked = new Map<string, number>();

  /** Whether anything at all may have to be done. */
  const isDue = async (repository: Repository, view: RepositoryView): Promise<boolean> => {
    const [issue] = setupIssues(view);
    if (issue === undefined)
      return wantsSetup(view, await forge.access(repository)) && limit.admits(repository);
    // Also one that another process opened, or this one in an earlier life.
    limit.count(repository, Date.parse(issue.createdAt));
    return open.has(repositoryText(repository));
  };

  const write = async (repository: Repository, action: SetupAction): Promise<void> => {
    switch (action.type) {
      case "label.create":
        return await forge.createLabel(repository, action.label);
      case "issue.open":
        await forge.openIssue(repository, action.text);
        return;
      case "issue.edit":
        return await forge.editIssue({ ...repository, issue: action.issue }, action.change);
    }
  };

  const carryOut = async (repository: Repository, action: SetupAction): Promise<void> => {
    const place = repositoryText(repository);
    const what = inWords(action);
    // Before it is done: a request without an answer may have been carried out.
    if (action.type === "issue.open") asked.set(place, clock.now());
    const outcome = await rehearsable(write(repository, action), { log, action: action.type, what });
    if (outcome !== "rehearsed") log.info("did", { action: action.type, what });
    else asked.delete(place);
  };

  return {
    async repository({ account, owner, name }, view) {
      const repository = { account, owner, name };
      const place = repositoryText(repository);
      if (setupIssues(view).some(({ state }) => state === "open")) open.add(place);
      else open.delete(place);
      if (!(await isDue(repository, view))) return DONE;
      const actions = setUp(view, await examine(parts, repository));
      if (actions.some(({ type }) => type === "issue.open")) {
        limit.count(repository, clock.now());
        const wait = (asked.get(place) ?? born) + listLagMs - clock.now();
        if (wait > 0) return { kind: "again", ms: wait };
        // Another replica may have opened it a moment ago.
        const isMine = await parts.claims.claim(`setup of ${place}`, listLagMs);
        if (!isMine) return { kind: "again", ms: Math.max(listLagMs, LEAST_WAIT_MS) };
      }
      for (const action of actions) await carryOut(repository, action);
      return DONE;
    },
    isOpen: (repository) => open.has(repositoryText(repository)),
  };
}

function inWords(action: SetupAction): string {
  switch (action.type) {
    case "label.create":
      return `create the label ${action.label}`;
    case "issue.open":
      return `open the issue "${action.text.title}"`;
    case "issue.edit":
      return `edit issue #${action.issue} (${Object.keys(action.change).join(", ")})`;
  }
}

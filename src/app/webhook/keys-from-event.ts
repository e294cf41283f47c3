// Reads from a webhook payload which programs may have changed, and nothing else. Whatever it says is only a
// hint: the world is read again before anything is decided, so leaving an event out costs time, never truth.

import { z } from "zod";
import { canonicalBranch, LABEL, MEMORY_BRANCH, parseRunTitle } from "../../domain/program/names.ts";
import { parseCommand } from "../../text/command/command.ts";
import type { WorkKey } from "./keys.ts";
import { accountOf, Id, Slug } from "./payload-shapes.ts";

/**
 * A key, or a repository in which only the program of one canonical branch may have changed. `branch` null:
 * some branch was checked, and the event does not say which.
 */
export type Hint =
  | Exclude<WorkKey, { readonly kind: "repository" }>
  | (Extract<WorkKey, { readonly kind: "repository" }> & { readonly branch?: string | null });

const Ref = z.string().min(1).max(1_024);
const Label = z.object({ name: z.string() });

/** What every event about a repository carries. Objects are loose: a field that is not read cannot be wrong. */
const Envelope = z.object({
  action: z.string().optional(),
  installation: z.object({ id: Id }),
  repository: z.object({ name: Slug, owner: z.object({ login: Slug }), default_branch: Ref.optional() }),
  sender: z.object({ login: z.string(), type: z.string() }).optional(),
});
const Installation = z.object({ action: z.string(), installation: z.object({ id: Id }) });
const Issue = z.object({
  issue: z.object({ number: Id, labels: z.array(Label).optional(), pull_request: z.unknown().optional() }),
  label: Label.optional(),
  comment: z.object({ body: z.string() }).optional(),
});
const Push = z.object({ ref: Ref });
/** GitHub need not say which app it was. */
const Maker = z.object({ slug: z.string().nullish() }).nullish();
const CheckRun = z.object({
  check_run: z.object({ app: Maker, check_suite: z.object({ head_branch: Ref.nullish() }).nullish() }),
});
const CheckSuite = z.object({ check_suite: z.object({ app: Maker, head_branch: Ref.nullish() }) });
const Status = z.object({ state: z.string(), branches: z.array(z.object({ name: Ref })) });
const WorkflowRun = z.object({ workflow_run: z.object({ display_title: z.string().max(1_024) }) });
const Pull = z.object({ pull_request: z.object({ head: z.object({ ref: Ref }) }) });

/** Branches that an event names at most. */
const BRANCHES_TOLD = 10;
const CANONICAL_PREFIX = canonicalBranch("");
const PROGRAM_LABELS: ReadonlySet<string> = new Set([LABEL.program, LABEL.completed]);
/** New access for the app; all other actions take some away, and a sweep finds that nothing is left. */
const NEW_ACCESS: ReadonlySet<string> = new Set([
  "created",
  "unsuspend",
  "new_permissions_accepted",
  "added",
]);

/**
 * What an event may have changed. An event of an unknown kind or shape changes nothing.
 * @param self the app's own login such as `autoloop[bot]`, null while it is not known
 */
export function keysFromEvent(event: string, payload: unknown, self: string | null): readonly Hint[] {
  if (event === "installation" || event === "installation_repositories") return ofInstallation(payload);
  const envelope = Envelope.safeParse(payload).data;
  if (!envelope) return [];
  const { action, repository, sender } = envelope;
  const repo = {
    account: accountOf(envelope.installation),
    owner: repository.owner.login,
    name: repository.name,
  };
  const whole: Hint = { kind: "repository", ...repo };
  const ofBranch = (branch: string): readonly Hint[] =>
    branch.startsWith(CANONICAL_PREFIX) ? [{ ...whole, branch }] : [];
  const own = self !== null && sender?.type === "Bot" && sender.login === self;

  switch (event) {
    case "issues":
    case "issue_comment": {
      const data = Issue.safeParse(payload).data;
      if (own || !data) return [];
      if (data.issue.pull_request !== undefined) return [whole];
      const here: readonly Hint[] = concernsProgram(data)
        ? [{ kind: "program", ...repo, issue: data.issue.number }]
        : [];
      return isForOther(data, here.length > 0, self) ? [...here, whole] : here;
    }
    case "push": {
      const branch = Push.safeParse(payload).data?.ref.match(/^refs\/heads\/(.+)$/)?.[1];
      if (own || branch === undefined) return [];
      if (branch === repository.default_branch) return [whole, { ...repo, kind: "files" }];
      return branch === MEMORY_BRANCH ? [whole] : ofBranch(branch);
    }
    case "pull_request": {
      const data = Pull.safeParse(payload).data;
      return own || !data ? [] : ofBranch(data.pull_request.head.ref);
    }
    // The sender of the next four is whoever began it, for ours the app itself: they always count.
    case "workflow_run": {
      const title = WorkflowRun.safeParse(payload).data?.workflow_run.display_title;
      const run = title === undefined ? null : parseRunTitle(title);
      return action !== "completed" || run === null ? [] : ofBranch(canonicalBranch(run.program));
    }
    case "check_run":
    case "check_suite": {
      const check = event === "check_run" ? ofRun(payload) : ofSuite(payload);
      if (check === null) return [];
      // The end of the app's own check is news to nobody; that somebody wants it again is.
      const isOwn = self !== null && `${check.app?.slug}[bot]` === self;
      if (action !== (isOwn ? "rerequested" : "completed")) return [];
      const { branch } = check;
      return typeof branch === "string" ? ofBranch(branch) : [{ ...whole, branch: null }];
    }
    case "status": {
      const data = Status.safeParse(payload).data;
      if (!data || data.state === "pending") return [];
      // GitHub names no more than ten (webhook `status`): there may be others.
      if (data.branches.length >= BRANCHES_TOLD) return [{ ...whole, branch: null }];
      return data.branches.flatMap(({ name }) => ofBranch(name));
    }
    case "repository":
      return ofRepository(action, whole);
    default:
      return [];
  }
}

/** What became of the repository as a whole. Under another name, or another owner, all are listed anew. */
function ofRepository(
  action: string | undefined,
  whole: Extract<Hint, { kind: "repository" }>,
): readonly Hint[] {
  switch (action) {
    case "renamed":
    case "transferred":
      return [{ kind: "account", account: whole.account }];
    case "unarchived":
    case "edited":
      return [
        { ...whole, branch: null },
        { ...whole, kind: "files" },
      ];
    case "archived":
      return [{ ...whole, branch: null }];
    default:
      return [];
  }
}

function ofInstallation(payload: unknown): readonly Hint[] {
  const data = Installation.safeParse(payload).data;
  if (!data || !NEW_ACCESS.has(data.action)) return [];
  return [{ kind: "account", account: accountOf(data.installation) }];
}

/** Who made a check, and for which branch; null for any other shape. */
function ofRun(payload: unknown) {
  const run = CheckRun.safeParse(payload).data?.check_run;
  return run?.check_suite === undefined ? null : { app: run.app, branch: run.check_suite?.head_branch };
}

/** The same of a check suite. */
function ofSuite(payload: unknown) {
  const suite = CheckSuite.safeParse(payload).data?.check_suite;
  return suite === undefined ? null : { app: suite.app, branch: suite.head_branch };
}

/** A command that another program than the issue's may have to hear. */
function isForOther({ comment }: z.infer<typeof Issue>, isProgram: boolean, self: string | null): boolean {
  const command = comment === undefined ? null : parseCommand(comment.body, { self, programs: [] });
  return command !== null && (!isProgram || command.name !== null);
}

/** The issue is or was a program just now. One whose labels the event does not tell may be. */
function concernsProgram({ issue, label }: z.infer<typeof Issue>): boolean {
  if (issue.labels === undefined) return true;
  return [...issue.labels, ...(label ? [label] : [])].some(({ name }) => PROGRAM_LABELS.has(name));
}

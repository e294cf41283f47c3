// What must be ready before programs can run: one query, the rules of the branches that are the app's own (rulesets, also of
// branches that are not there yet; classic protection of those that are), and what only extra permissions let the app see. Reads only. What may not be seen is `unknown`, never absent.

import { Terminal } from "../../domain/errors.ts";
import {
  canonicalBranch,
  ISSUE_FORM,
  LABEL,
  MEMORY_BRANCH,
  REPO_CONFIG_PATH,
  RUNNER_FOLDER,
  WORKFLOW,
} from "../../domain/program/names.ts";
import { type AppAccess, isGranted, type ReadinessView } from "../../domain/repository/readiness.ts";
import type { FileRef, Repository } from "../../domain/repository/view.ts";
import { nodesOf, type ProtectedReply, type ReadinessReply } from "../graphql/look-reply.ts";
import type { GithubApi } from "../http/api.ts";
import { statusOf } from "../http/map-error.ts";
import { checksOf } from "./checks.ts";
import { READINESS } from "./queries.ts";

/** Patterns of rules are about all of them: a name stands for every other. */
const ANY_PROGRAM = canonicalBranch("program");

/** @param access whose permissions say what need not be asked for */
export async function readiness(
  api: GithubApi,
  where: Repository,
  access: AppAccess,
): Promise<ReadinessView> {
  const { owner, name: repo } = where;
  const { viewer, repository } = await api.query<ReadinessReply>(READINESS, {
    ...{ owner, repo, label: LABEL.program },
    config: `HEAD:${REPO_CONFIG_PATH}`,
    workflow: `HEAD:${WORKFLOW.path}`,
    form: `HEAD:${ISSUE_FORM.path}`,
    runner: `HEAD:${RUNNER_FOLDER}`,
  });
  const { defaultBranchRef: branch } = repository;
  const rulesFor = (one: string) => asFarAsSeen(() => rulesOf(api, where, one));
  return {
    defaultBranch: branch === null ? "absent" : { name: branch.name },
    takesIssues: repository.hasIssuesEnabled && !repository.isArchived,
    isPrivate: repository.isPrivate,
    checks: branch === null ? [] : await checksOf(api, where, branch.target, viewer.login),
    config: fileOf(REPO_CONFIG_PATH, repository.config),
    workflow: fileOf(WORKFLOW.path, repository.workflow),
    form: repository.form?.oid !== undefined,
    label: repository.label !== null,
    memory: {
      exists: repository.memory !== null,
      rules: together(protectionOf(repository.memory), await rulesFor(MEMORY_BRANCH)),
    },
    branchRules: together(nodesOf(repository.programs).flatMap(protectionOf), await rulesFor(ANY_PROGRAM)),
    server: isOwnService(access.url) ? null : await asFarAsSeen(() => versionOf(api)),
    runnerFiles: repository.runner?.entries?.map(({ name }) => name) ?? [],
    // Not in `app.yml`: whoever gives them gets clearer answers.
    secrets: isGranted(access, "secrets", "read")
      ? await asFarAsSeen(() => secretsOf(api, where))
      : "unknown",
    actions: isGranted(access, "administration", "read")
      ? await asFarAsSeen(() => isActionsOn(api, where))
      : "unknown",
  };
}

/** What classic protection of a branch that is there asks for, in the words of rulesets. */
function protectionOf(branch: ProtectedReply | null): readonly string[] {
  const rule = branch?.refUpdateRule ?? null;
  if (rule === null) return [];
  return [
    ...(rule.viewerCanPush ? [] : ["update"]),
    ...(rule.requiredApprovingReviewCount === null ? [] : ["pull_request"]),
    ...((rule.requiredStatusCheckContexts ?? []).length === 0 ? [] : ["required_status_checks"]),
    ...(rule.requiresSignatures ? ["required_signatures"] : []),
    ...(rule.requiresLinearHistory ? ["required_linear_history"] : []),
  ];
}

/** What one of them tells is told, whether or not the other may be seen. */
function together(
  classic: readonly string[],
  rules: readonly string[] | "unknown",
): readonly string[] | "unknown" {
  if (rules === "unknown") return classic.length === 0 ? rules : classic;
  return [...new Set([...rules, ...classic])];
}

/** github.com, or GitHub Enterprise Cloud with data residency. */
function isOwnService(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "github.com" || hostname.endsWith(".ghe.com");
}

/** Only a server tells it ("Get GitHub Enterprise Server meta information"). */
async function versionOf(api: GithubApi): Promise<string> {
  const { installed_version: version } = await api.getAgain<{ installed_version?: unknown }>("GET /meta", {});
  return typeof version === "string" && /^\d{1,4}(?:\.\d{1,4}){1,3}/.test(version) ? version : "unknown";
}

function fileOf(path: string, blob: ReadinessReply["repository"]["config"]): FileRef | "absent" {
  return blob?.oid === undefined ? "absent" : { path, id: blob.oid };
}

const REFUSALS: readonly (number | null)[] = [403, 404];

/** GitHub answers 403 to an app without the permission or on a plan without the feature, 404 where it hides that. */
async function asFarAsSeen<T>(read: () => Promise<T>): Promise<T | "unknown"> {
  try {
    return await read();
  } catch (error) {
    // A limit on requests may come as a 403, too, and is no answer.
    if (error instanceof Terminal && REFUSALS.includes(statusOf(error))) return "unknown";
    throw error;
  }
}

/** Types of the active rules; the branch need not exist ("Get rules for a branch"). */
async function rulesOf(
  api: GithubApi,
  { owner, name: repo }: Repository,
  branch: string,
): Promise<readonly string[]> {
  const rules = await api.list(
    "GET /repos/{owner}/{repo}/rules/branches/{branch}",
    { owner, repo, branch },
    (page) => page as readonly { readonly type: string }[],
  );
  return rules.map(({ type }) => type);
}

/** Of the repository, and of its organisation as far as they are shared with it. */
async function secretsOf(api: GithubApi, { owner, name: repo }: Repository): Promise<ReadonlySet<string>> {
  const named = (route: string) =>
    api.list(
      route,
      { owner, repo },
      (page) => (page as { secrets: readonly { readonly name: string }[] }).secrets,
    );
  const own = await named("GET /repos/{owner}/{repo}/actions/secrets");
  const shared = await named("GET /repos/{owner}/{repo}/actions/organization-secrets");
  return new Set([...own, ...shared].map(({ name }) => name));
}

async function isActionsOn(api: GithubApi, { owner, name: repo }: Repository): Promise<boolean> {
  const route = "GET /repos/{owner}/{repo}/actions/permissions";
  return (await api.get<{ readonly enabled: boolean }>(route, { owner, repo })).enabled;
}

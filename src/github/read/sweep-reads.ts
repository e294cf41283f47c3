// What a sweep asks: which repositories, which program issues, where the memory branch stands. Conditional
// requests only, so that a sweep over an unchanged repository costs nothing of the rate limit.

import { AutoloopError, Retryable } from "../../domain/errors.ts";
import { LABEL, MEMORY_BRANCH } from "../../domain/program/names.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { LeftOut, ProgramIssue } from "../../ports/forge/repository-reads.ts";
import { headOf } from "../git/git-data.ts";
import type { GithubApi } from "../http/api.ts";
import { accountOf } from "../http/installations.ts";

interface InstallationReply {
  readonly id: number;
  readonly account: { readonly login?: string; readonly slug?: string } | null;
  readonly suspended_at: string | null;
}

/** One installation of the app. */
interface Installed {
  readonly account: string;
  /** An enterprise has a slug in place of a login. */
  readonly owner: string;
  readonly isSuspended: boolean;
}

interface RepositoryReply {
  readonly name: string;
  readonly owner: { readonly login: string };
}

interface IssueReply {
  readonly number: number;
  readonly updated_at: string;
  /** There on pull requests, which the REST list mixes in. */
  readonly pull_request?: object;
}

/** @param app speaks for the app itself */
async function installed(app: GithubApi): Promise<readonly Installed[]> {
  const found = await app.list("GET /app/installations", {}, (page) => page as readonly InstallationReply[]);
  return found.map(({ id, account, suspended_at }) => ({
    account: accountOf(id),
    owner: account?.login ?? account?.slug ?? "",
    isSuspended: Boolean(suspended_at),
  }));
}

/**
 * The repositories of all installations. One that is suspended, refuses (an IP allow list does) or does not answer is left
 * out and named, so that it keeps nobody else from being looked after.
 * @param app speaks for the app itself
 * @param of speaks for an account
 * @throws what the list of the installations throws
 */
export async function repositoriesOfAll(
  app: GithubApi,
  of: (account: string) => GithubApi,
  leaveOut: (one: LeftOut) => void,
): Promise<readonly Repository[]> {
  const all: Repository[] = [];
  for (const { account, owner, isSuspended } of await installed(app)) {
    if (isSuspended) leaveOut({ account, owner, why: "suspended" });
    else {
      try {
        all.push(...(await repositoriesOf(of(account), account)));
      } catch (error) {
        if (!(error instanceof AutoloopError)) throw error;
        leaveOut({ account, owner, why: error instanceof Retryable ? "unanswered" : "refused" });
      }
    }
  }
  return all;
}

async function repositoriesOf(api: GithubApi, account: string): Promise<readonly Repository[]> {
  const found = await api.list(
    "GET /installation/repositories",
    {},
    (page) => (page as { repositories: readonly RepositoryReply[] }).repositories,
  );
  return found.map(({ name, owner }) => ({ account, owner: owner.login, name }));
}

export async function programIssues(
  api: GithubApi,
  repository: Repository,
): Promise<readonly ProgramIssue[]> {
  const { owner, name: repo } = repository;
  const issues = await api.list(
    "GET /repos/{owner}/{repo}/issues",
    { owner, repo, labels: LABEL.program, state: "open" },
    (page) => page as readonly IssueReply[],
  );
  return issues
    .filter((issue) => issue.pull_request === undefined)
    .map(({ number, updated_at }) => ({ number, updatedAt: updated_at }));
}

export function memoryHead(api: GithubApi, repository: Repository): Promise<string | "absent"> {
  return headOf(api, repository, MEMORY_BRANCH);
}

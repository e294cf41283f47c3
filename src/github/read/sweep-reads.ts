// What a sweep asks: which repositories, which program issues, where the memory branch stands. Conditional
// requests only, so that a sweep over an unchanged repository costs nothing of the rate limit.

import { LABEL, MEMORY_BRANCH } from "../../domain/program/names.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { ProgramIssue } from "../../ports/forge/repository-reads.ts";
import { headOf } from "../git/git-data.ts";
import type { GithubApi } from "../http/api.ts";
import { accountOf } from "../http/installations.ts";

interface InstallationReply {
  readonly id: number;
  readonly suspended_at: string | null;
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

/** The accounts of the installations that are not suspended. @param app speaks for the app itself */
export async function accounts(app: GithubApi): Promise<readonly string[]> {
  const found = await app.list("GET /app/installations", {}, (page) => page as readonly InstallationReply[]);
  return found.filter(({ suspended_at }) => !suspended_at).map(({ id }) => accountOf(id));
}

export async function repositoriesOf(api: GithubApi, account: string): Promise<readonly Repository[]> {
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

// The rare reads: what is asked once before an older edition's program is adopted, and when somebody edited a
// state file. Reads only.

import type { OpenPull } from "../../domain/program/legacy.ts";
import type { Author, Repository } from "../../domain/repository/view.ts";
import type { GithubApi } from "../http/api.ts";

type UserReply = { readonly login: string; readonly type?: string } | null;

interface PullReply {
  readonly number: number;
  readonly title: string;
  readonly user: UserReply;
  /** `repo` null: the fork is gone. */
  readonly head: { readonly ref: string; readonly repo: { readonly full_name: string } | null };
}

export async function openPulls(api: GithubApi, repository: Repository): Promise<readonly OpenPull[]> {
  const { owner, name: repo } = repository;
  const home = `${owner}/${repo}`.toLowerCase();
  const found = await api.list(
    "GET /repos/{owner}/{repo}/pulls",
    { owner, repo, state: "open" },
    (page) => page as readonly PullReply[],
  );
  return found.map(({ number, title, user, head }) => ({
    ...{ number, title, branch: head.ref, author: authorOf(user) },
    sameRepository: head.repo?.full_name.toLowerCase() === home,
  }));
}

/** GitHub names the account that a commit's author address belongs to, if any. */
export async function lastAuthor(
  api: GithubApi,
  { owner, name: repo }: Repository,
  branch: string,
  path: string,
): Promise<string | null> {
  const parameters = { owner, repo, sha: branch, path, per_page: 1 };
  const [newest] = await api.get<readonly { readonly author: UserReply }[]>(
    "GET /repos/{owner}/{repo}/commits",
    parameters,
  );
  return newest?.author?.login ?? null;
}

function authorOf(user: UserReply): Author {
  if (user === null) return null;
  const { login, type } = user;
  return { login, type: type === "User" || type === "Bot" ? type : "Other" };
}

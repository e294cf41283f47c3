// Issues of the app's own: opened with everything at once, so that no crash leaves one half made; edited likewise.

import type { ProgramKey, Repository } from "../../domain/repository/view.ts";
import type { IssueChange, IssueText } from "../../ports/forge/conversation.ts";
import type { GithubApi } from "../http/api.ts";
import { madeNumber } from "../http/made.ts";

/** Returns the new issue's number. GitHub makes labels that do not exist. */
export async function openIssue(api: GithubApi, repository: Repository, text: IssueText): Promise<number> {
  const { owner, name: repo } = repository;
  const route = "POST /repos/{owner}/{repo}/issues";
  const { data } = await api.write<{ number?: number }>(route, { owner, repo, ...text });
  return madeNumber(route, data?.number);
}

export async function editIssue(
  api: GithubApi,
  { owner, name: repo, issue }: ProgramKey,
  change: IssueChange,
): Promise<void> {
  const route = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
  await api.write(route, { owner, repo, issue_number: issue, ...change });
}

// The app's pull requests: opened as drafts and edited, never marked ready, merged or closed.

import type { Repository } from "../../domain/repository/view.ts";
import type { PullRequestText } from "../../ports/forge/changes.ts";
import type { GithubApi } from "../http/api.ts";
import { statusOf } from "../http/map-error.ts";

interface PullReply {
  readonly number: number;
  readonly labels: readonly { readonly name: string }[];
}

/** Opens a draft, or finds the open one of that head, and puts on the labels that are missing. */
export async function openPull(
  api: GithubApi,
  repository: Repository,
  request: PullRequestText & { head: string; base: string; labels: readonly string[] },
): Promise<number> {
  const { owner, name: repo } = repository;
  const pull = await createOrFind(api, repository, request);
  const present = new Set(pull.labels.map(({ name }) => name));
  const labels = request.labels.filter((label) => !present.has(label));
  if (labels.length > 0) {
    const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
    await api.write(route, { owner, repo, issue_number: pull.number, labels });
  }
  return pull.number;
}

export async function editPull(
  api: GithubApi,
  { owner, name: repo }: Repository,
  number: number,
  change: Partial<PullRequestText>,
): Promise<void> {
  const route = "PATCH /repos/{owner}/{repo}/pulls/{pull_number}";
  await api.write(route, { owner, repo, pull_number: number, ...change });
}

async function createOrFind(
  api: GithubApi,
  { owner, name: repo }: Repository,
  { title, body, head, base }: PullRequestText & { head: string; base: string },
): Promise<PullReply> {
  try {
    const parameters = { owner, repo, title, body, head, base, draft: true };
    return (await api.write<PullReply>("POST /repos/{owner}/{repo}/pulls", parameters)).data;
  } catch (error) {
    // A 422 stands for "there is one already" as well as for text or branches that GitHub does not take.
    if (statusOf(error) !== 422) throw error;
    const filter = { owner, repo, state: "open", head: `${owner}:${head}`, per_page: 1 };
    const [open] = await api.get<readonly PullReply[]>("GET /repos/{owner}/{repo}/pulls", filter);
    if (open === undefined) throw error;
    return open;
  }
}

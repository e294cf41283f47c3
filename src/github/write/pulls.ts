// The app's pull requests: opened as drafts where there are any, and edited; never marked ready, merged or closed.

import type { Repository } from "../../domain/repository/view.ts";
import type { PullRequest, PullRequestText } from "../../ports/forge/changes.ts";
import type { GithubApi } from "../http/api.ts";
import { madeNumber } from "../http/made.ts";
import { statusOf } from "../http/map-error.ts";

interface PullReply {
  readonly number: number;
  readonly labels: readonly { readonly name: string }[];
}

const PULLS = "/repos/{owner}/{repo}/pulls";

/** Opens a draft, or finds the open one of that head, and puts on the labels that are missing. */
export async function openPull(
  api: GithubApi,
  repository: Repository,
  request: PullRequest,
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
  repository: Repository,
  { ordinaryBody, ...request }: PullRequest,
): Promise<PullReply> {
  try {
    return await create(api, repository, { ...request, draft: true });
  } catch (error) {
    // A 422 stands for "there is one already", for "there are no drafts here" (private repositories of some plans; docs:
    // changing the stage of a pull request) and for text or branches that GitHub does not take.
    if (statusOf(error) !== 422) throw error;
    const open = await openOne(api, repository, request.head);
    return (
      open ??
      (await create(api, repository, { ...request, body: ordinaryBody ?? request.body, draft: false }))
    );
  }
}

async function create(
  api: GithubApi,
  { owner, name: repo }: Repository,
  { title, body, head, base, draft }: Omit<PullRequest, "labels"> & { readonly draft: boolean },
): Promise<PullReply> {
  const pull = { title, body, head, base, draft };
  const { data } = await api.write<Partial<PullReply>>(`POST ${PULLS}`, { owner, repo, ...pull });
  return { number: madeNumber(`POST ${PULLS}`, data?.number), labels: data.labels ?? [] };
}

async function openOne(
  api: GithubApi,
  { owner, name: repo }: Repository,
  head: string,
): Promise<PullReply | undefined> {
  const filter = { owner, repo, state: "open", head: `${owner}:${head}`, per_page: 1 };
  return (await api.get<readonly PullReply[]>(`GET ${PULLS}`, filter))[0];
}

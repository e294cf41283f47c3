// Git objects and refs over REST, where GraphQL's commit mutation does not reach: file modes, given trees,
// commits without a parent. A ref is only ever moved forward; there is no way here to force one.

import { Conflict } from "../../domain/errors.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { GithubApi } from "../http/api.ts";
import { isNotFound, statusOf } from "../http/map-error.ts";

/** An entry of a new tree; `sha: null` deletes. */
export type TreeEntry = { readonly path: string; readonly mode: string; readonly type: "blob" } & (
  | { readonly content: string }
  | { readonly sha: string | null }
);

interface ShaReply {
  readonly sha: string;
}

function at({ owner, name: repo }: Repository) {
  return { owner, repo };
}

/** Ids of the tree and the parents of a commit. */
export async function readCommit(
  api: GithubApi,
  repository: Repository,
  commit: string,
): Promise<{ readonly tree: string; readonly parents: readonly string[] }> {
  const route = "GET /repos/{owner}/{repo}/git/commits/{commit_sha}";
  const reply = await api.get<{ tree: ShaReply; parents: readonly ShaReply[] }>(route, {
    ...at(repository),
    commit_sha: commit,
  });
  return { tree: reply.tree.sha, parents: reply.parents.map(({ sha }) => sha) };
}

/** @param contents base64 */
export async function createBlob(api: GithubApi, repository: Repository, contents: string): Promise<string> {
  const route = "POST /repos/{owner}/{repo}/git/blobs";
  const body = { content: contents, encoding: "base64" };
  return (await api.write<ShaReply>(route, { ...at(repository), ...body })).data.sha;
}

/** @param base tree that the entries are laid over; null for a tree of nothing else */
export async function createTree(
  api: GithubApi,
  repository: Repository,
  base: string | null,
  tree: readonly TreeEntry[],
): Promise<string> {
  const body = { tree, ...(base === null ? {} : { base_tree: base }) };
  const route = "POST /repos/{owner}/{repo}/git/trees";
  return (await api.write<ShaReply>(route, { ...at(repository), ...body })).data.sha;
}

export async function createCommit(
  api: GithubApi,
  repository: Repository,
  commit: { readonly message: string; readonly tree: string; readonly parents: readonly string[] },
): Promise<string> {
  const route = "POST /repos/{owner}/{repo}/git/commits";
  return (await api.write<ShaReply>(route, { ...at(repository), ...commit })).data.sha;
}

/**
 * Where a branch stands now. A conditional request: asked for by prefix, because an empty list has an ETag and
 * a 404 has none.
 * @throws Terminal when the repository cannot be seen
 */
export async function headOf(
  api: GithubApi,
  repository: Repository,
  branch: string,
): Promise<string | "absent"> {
  const route = "GET /repos/{owner}/{repo}/git/matching-refs/{ref}";
  try {
    // All of them at once: this list has no pages.
    const refs = await api.getAgain<readonly { ref: string; object: ShaReply }[]>(route, {
      ...at(repository),
      ref: `heads/${branch}`,
    });
    return refs.find(({ ref }) => ref === `refs/heads/${branch}`)?.object.sha ?? "absent";
  } catch (error) {
    // GitHub: 409 "Git Repository is empty".
    if (error instanceof Conflict) return "absent";
    throw error;
  }
}

/**
 * Creates a branch; one that is already at that commit is fine.
 * @throws Conflict when it is elsewhere
 */
export async function createRef(
  api: GithubApi,
  repository: Repository,
  branch: string,
  sha: string,
): Promise<void> {
  const route = "POST /repos/{owner}/{repo}/git/refs";
  try {
    await api.write(route, { ...at(repository), ref: `refs/heads/${branch}`, sha });
  } catch (error) {
    // A 422 stands for "exists already" as well as for a commit or name that cannot be.
    if (statusOf(error) !== 422) throw error;
    const head = await headOf(api, repository, branch);
    if (head === "absent") throw error;
    if (head !== sha) throw new Conflict(`${branch} exists elsewhere`, { cause: error });
  }
}

/**
 * Moves a branch forward.
 * @throws Conflict when that is no fast-forward, or the branch is gone
 */
export async function advanceRef(
  api: GithubApi,
  repository: Repository,
  branch: string,
  sha: string,
): Promise<void> {
  const route = "PATCH /repos/{owner}/{repo}/git/refs/{ref}";
  try {
    await api.write(route, { ...at(repository), ref: `heads/${branch}`, sha, force: false });
  } catch (error) {
    // GitHub: 422 "Update is not a fast forward" and "Reference does not exist"; older servers say 404 for the latter.
    const moved = statusOf(error) === 422 || isNotFound(error);
    throw moved ? new Conflict(`${branch} has moved`, { cause: error }) : error;
  }
}

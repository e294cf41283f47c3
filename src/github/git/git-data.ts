// Git objects and refs over REST, where GraphQL's commit mutation does not reach: file modes, given trees,
// commits without a parent. A ref is only ever moved forward; there is no way here to force one.

import { Conflict, Terminal } from "../../domain/errors.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { GithubApi } from "../http/api.ts";
import { madeObject } from "../http/made.ts";
import { isNotFound } from "../http/map-error.ts";
import { orLookAgain } from "./second-look.ts";

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
  return await made(api, route, { ...at(repository), ...body });
}

/** @param base tree that the entries are laid over; null for a tree of nothing else */
export async function createTree(
  api: GithubApi,
  repository: Repository,
  base: string | null,
  tree: readonly TreeEntry[],
): Promise<string> {
  const body = { tree, ...(base === null ? {} : { base_tree: base }) };
  return await made(api, "POST /repos/{owner}/{repo}/git/trees", { ...at(repository), ...body });
}

export async function createCommit(
  api: GithubApi,
  repository: Repository,
  commit: { readonly message: string; readonly tree: string; readonly parents: readonly string[] },
): Promise<string> {
  return await made(api, "POST /repos/{owner}/{repo}/git/commits", { ...at(repository), ...commit });
}

async function made(api: GithubApi, route: string, parameters: object): Promise<string> {
  const { data } = await api.write<Partial<ShaReply>>(route, { ...parameters });
  return madeObject(route, data?.sha);
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
    // A refusal stands for "exists already" as well as for a commit or name that cannot be, and for a rule.
    if (!(error instanceof Terminal)) throw error;
    const head = await headOf(api, repository, branch);
    if (head === "absent") throw error;
    if (head !== sha) throw new Conflict(`${branch} exists elsewhere`, { cause: error });
  }
}

/**
 * Moves a branch forward.
 * @param from where the branch must be; null: wherever, as long as it is a move forward
 * @throws Conflict when that is no fast-forward, or the branch is gone or elsewhere
 */
export async function advanceRef(
  api: GithubApi,
  repository: Repository,
  branch: string,
  { from, to }: { readonly from: string | null; readonly to: string },
): Promise<void> {
  const route = "PATCH /repos/{owner}/{repo}/git/refs/{ref}";
  const write = api.write(route, { ...at(repository), ref: `heads/${branch}`, sha: to, force: false });
  // GitHub: 422 "Update is not a fast forward", "Reference does not exist", "Repository rule violations found".
  await orLookAgain(write, branch, async () => {
    const head = await headOf(api, repository, branch);
    if (from !== null) return head === from ? "as it was" : "moved";
    return head !== "absent" && (await isBefore(api, repository, head, to)) ? "as it was" : "moved";
  });
}

/** Whether `commit` holds everything that `head` does. One that is not there holds nothing. */
async function isBefore(
  api: GithubApi,
  repository: Repository,
  head: string,
  commit: string,
): Promise<boolean> {
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const parameters = { ...at(repository), basehead: `${head}...${commit}`, per_page: 1 };
  try {
    return (await api.get<{ behind_by: number }>(route, parameters)).behind_by === 0;
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}

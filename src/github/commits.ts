// The app's commits: the branches of programs and what goes onto them. Every write is a compare-and-swap on the
// branch's head or a fast-forward; nothing here forces a ref or deletes one.

import { Conflict } from "../domain/errors.ts";
import type { CommitRequest, Repository } from "../ports/forge.ts";
import type { GithubApi } from "./api.ts";
import {
  advanceRef,
  createBlob,
  createCommit,
  createTree,
  headOf,
  type TreeEntry,
  treeOf,
} from "./git-data.ts";
import { isNotFound, typesOf } from "./map-error.ts";
import { COMMIT } from "./queries.ts";

/** A file for `createCommitOnBranch`; `contents` is base64. */
export interface FileAddition {
  readonly path: string;
  readonly contents: string;
}

/** What `createCommitOnBranch` takes. */
export interface BranchCommit {
  readonly branch: string;
  readonly expectedHead: string;
  readonly message: string;
  readonly additions: readonly FileAddition[];
  readonly deletions: readonly string[];
}

/**
 * One signed commit in one request. Keeps the mode of a file that exists, makes new ones regular.
 * @throws Conflict when the branch is not at `expectedHead`, or gone
 */
export async function commitOnBranch(
  api: GithubApi,
  repository: Repository,
  commit: BranchCommit,
): Promise<string> {
  // GitHub puts headline and body together again with one empty line between them.
  const headline = commit.message.split("\n", 1).join();
  const body = commit.message.slice(headline.length).replace(/^\n{1,2}/, "");
  const input = {
    branch: { repositoryNameWithOwner: `${repository.owner}/${repository.name}`, branchName: commit.branch },
    expectedHeadOid: commit.expectedHead,
    message: { headline, body },
    fileChanges: { additions: commit.additions, deletions: commit.deletions.map((path) => ({ path })) },
  };
  try {
    const reply = await api.mutate<CommitReply>(COMMIT, { input });
    return reply.createCommitOnBranch.commit.oid;
  } catch (error) {
    if (!typesOf(error).includes("NOT_FOUND")) throw error;
    // The branch is gone, or the whole repository: the look tells which, and throws in the second case.
    throw (await headOf(api, repository, commit.branch)) === commit.expectedHead
      ? error
      : new Conflict(`${commit.branch} has moved`, { cause: error });
  }
}

interface CommitReply {
  readonly createCommitOnBranch: { readonly commit: { readonly oid: string } };
}

/** A commit of the files as they are; executable ones cost the git data API's requests. */
export async function commitFiles(
  api: GithubApi,
  repository: Repository,
  request: CommitRequest,
): Promise<string> {
  if (request.files.some(({ mode, contents }) => mode === "100755" && contents !== null)) {
    return await commitTree(api, repository, request);
  }
  const additions: FileAddition[] = [];
  const deletions: string[] = [];
  for (const { path, contents } of request.files) {
    if (contents === null) deletions.push(path);
    else additions.push({ path, contents });
  }
  const { branch, expectedHead, message } = request;
  return await commitOnBranch(api, repository, { branch, expectedHead, message, additions, deletions });
}

async function commitTree(api: GithubApi, repository: Repository, request: CommitRequest): Promise<string> {
  const entries: TreeEntry[] = [];
  for (const { path, mode, contents } of request.files) {
    const sha = contents === null ? null : await createBlob(api, repository, contents);
    entries.push({ path, mode, type: "blob", sha });
  }
  const base = await treeOf(api, repository, request.expectedHead);
  const tree = await createTree(api, repository, base, entries);
  return await advanceTo(api, repository, request, tree);
}

/** A commit with the whole tree of another commit. */
export async function restoreTree(
  api: GithubApi,
  repository: Repository,
  request: { branch: string; expectedHead: string; treeOf: string; message: string },
): Promise<string> {
  const tree = await treeOf(api, repository, request.treeOf);
  return await advanceTo(api, repository, request, tree);
}

/** As its parent is the expected head, the update is a fast-forward only while nobody added to the branch. */
async function advanceTo(
  api: GithubApi,
  repository: Repository,
  { branch, expectedHead, message }: { branch: string; expectedHead: string; message: string },
  tree: string,
): Promise<string> {
  const commit = await createCommit(api, repository, { message, tree, parents: [expectedHead] });
  await advanceRef(api, repository, branch, commit);
  return commit;
}

/** Merges on the server. "conflict": a person has to. */
export async function mergeInto(
  api: GithubApi,
  repository: Repository,
  branch: string,
  from: string,
  message: string,
): Promise<{ readonly head: string } | "conflict"> {
  const { owner, name: repo } = repository;
  const parameters = { owner, repo, base: branch, head: from, commit_message: message };
  try {
    const { status, data } = await api.write<{ sha: string }>(
      "POST /repos/{owner}/{repo}/merges",
      parameters,
    );
    if (status !== 204) return { head: data.sha };
  } catch (error) {
    if (error instanceof Conflict) return "conflict";
    if (isNotFound(error) && (await headOf(api, repository, branch)) === "absent") {
      throw new Conflict(`${branch} is gone`, { cause: error });
    }
    throw error;
  }
  // 204: it holds everything already.
  const head = await headOf(api, repository, branch);
  if (head === "absent") throw new Conflict(`${branch} is gone`);
  return { head };
}

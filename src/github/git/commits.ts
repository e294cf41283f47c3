// The app's commits: the branches of programs and what goes onto them. Every write is a compare-and-swap on the
// branch's head or a fast-forward; nothing here forces a ref or deletes one.

import type { ProposedFile } from "../../domain/journal/iteration.ts";
import type { FileModes, Repository } from "../../domain/repository/view.ts";
import { treeId } from "../../git/tree-id.ts";
import type { CommitRequest } from "../../ports/forge/branches.ts";
import type { LookReply } from "../graphql/look-reply.ts";
import type { GithubApi } from "../http/api.ts";
import { madeObject } from "../http/made.ts";
import { isNotFound } from "../http/map-error.ts";
import type { Blobs } from "./blobs.ts";
import {
  advanceRef,
  createBlob,
  createCommit,
  createTree,
  headOf,
  readCommit,
  type TreeEntry,
} from "./git-data.ts";
import { COMMIT, COMMIT_AND_LOOK } from "./mutations.ts";
import { orLookAgain } from "./second-look.ts";
import type { Tree, Trees } from "./trees.ts";

/** What was read before, by content id and by commit. */
interface Read {
  readonly trees: Trees;
  readonly blobs: Blobs;
}

/** A file for `createCommitOnBranch`; `contents` is base64. */
interface FileAddition {
  readonly path: string;
  readonly contents: string;
}

/** What `createCommitOnBranch` takes. */
interface BranchCommit {
  readonly branch: string;
  readonly expectedHead: string;
  readonly message: string;
  readonly additions: readonly FileAddition[];
  readonly deletions: readonly string[];
}

/**
 * One signed commit in one request. Keeps the mode of a file that exists, makes new ones regular.
 * @param seenWith with which a look comes with the answer; absent: none does
 * @returns `tree`: the id of the commit's, where the answer tells; `seen`: the repository as that look shows it; null where there is none, or not all of it can be told
 * @throws Conflict when the branch is not at `expectedHead`, or gone
 */
export async function commitOnBranch(
  api: GithubApi,
  repository: Repository,
  commit: BranchCommit,
  seenWith: Readonly<Record<string, unknown>> | null = null,
): Promise<{
  readonly head: string;
  readonly tree: string | null;
  readonly seen: LookReply["repository"] | null;
}> {
  // GitHub puts headline and body together again with one empty line between them.
  const headline = commit.message.split("\n", 1).join();
  const body = commit.message.slice(headline.length).replace(/^\n{1,2}/, "");
  const input = {
    branch: { repositoryNameWithOwner: `${repository.owner}/${repository.name}`, branchName: commit.branch },
    expectedHeadOid: commit.expectedHead,
    message: { headline, body },
    fileChanges: { additions: commit.additions, deletions: commit.deletions.map((path) => ({ path })) },
  };
  const document = seenWith === null ? COMMIT : COMMIT_AND_LOOK;
  const field = "createCommitOnBranch";
  const sent = api.mutateEach(document, { input, ...seenWith }, [field]).then(([answer]) => {
    if (answer === undefined || "failure" in answer) throw answer?.failure;
    return answer;
  });
  const { made, isWhole } = await orLookAgain(sent, commit.branch, async () =>
    // The branch is gone, or the whole repository: the look tells which, and throws in the second case.
    (await headOf(api, repository, commit.branch)) === commit.expectedHead ? "as it was" : "moved",
  );
  const { commit: reply } = made as unknown as CommitReply;
  const head = madeObject(field, reply?.oid);
  return { head, tree: reply?.tree?.oid ?? null, seen: (isWhole ? reply?.repository : null) ?? null };
}

interface CommitReply {
  readonly commit: {
    readonly oid?: string;
    readonly tree?: { readonly oid?: string };
    readonly repository?: LookReply["repository"];
  } | null;
}

/** Modes of all files of a commit. One that is not there any more has none that could be listed. */
export async function filesAt(
  api: GithubApi,
  trees: Trees,
  repository: Repository,
  commit: string,
): Promise<FileModes | "unlisted"> {
  const tree = await trees.of(api, repository, commit).catch((error: unknown) => {
    if (isNotFound(error)) return "unlisted" as const;
    throw error;
  });
  return tree === "unlisted" ? tree : new Map(Array.from(tree, ([path, { mode }]) => [path, mode]));
}

/** A commit of the files as they are; where `createCommitOnBranch` would give another mode, by the git data API. */
export async function commitFiles(
  api: GithubApi,
  { trees, blobs }: Read,
  repository: Repository,
  request: CommitRequest,
): Promise<string> {
  const { branch, expectedHead, message, files } = request;
  const base = await trees.of(api, repository, expectedHead);
  const isGiven = ({ path, mode }: ProposedFile) =>
    base !== "unlisted" && mode === (base.get(path)?.mode ?? "100644");
  if (!files.every((file) => file.contents === null || isGiven(file))) {
    return await commitTree(api, repository, request);
  }
  const additions: FileAddition[] = [];
  const deletions: string[] = [];
  for (const { path, contents } of files) {
    if (contents === null) deletions.push(path);
    else additions.push({ path, contents });
  }
  const made = await commitOnBranch(api, repository, { branch, expectedHead, message, additions, deletions });
  if (base !== "unlisted") learn({ trees, blobs }, repository, base, files, made);
  return made.head;
}

/**
 * What was just committed need not be read back: these files over those of the base are all that the commit holds, where
 * that makes exactly its tree.
 */
function learn(
  { trees, blobs }: Read,
  repository: Repository,
  base: Tree,
  files: readonly ProposedFile[],
  { head, tree }: { readonly head: string; readonly tree: string | null },
): void {
  const after = new Map(base);
  for (const { path, mode, contents } of files) {
    if (contents === null) after.delete(path);
    else after.set(path, { path, mode, id: blobs.keep(repository, Buffer.from(contents, "base64")) });
  }
  if (treeId(after.values()) === tree) trees.learn(repository, head, [...after.values()]);
}

async function commitTree(api: GithubApi, repository: Repository, request: CommitRequest): Promise<string> {
  const entries: TreeEntry[] = [];
  for (const { path, mode, contents } of request.files) {
    const sha = contents === null ? null : await createBlob(api, repository, contents);
    entries.push({ path, mode, type: "blob", sha });
  }
  const base = (await readCommit(api, repository, request.expectedHead)).tree;
  const tree = await createTree(api, repository, base, entries);
  return await advanceTo(api, repository, request, tree);
}

/** A commit with the whole tree of another commit. */
export async function restoreTree(
  api: GithubApi,
  repository: Repository,
  request: { branch: string; expectedHead: string; treeOf: string; message: string },
): Promise<string> {
  const { tree } = await readCommit(api, repository, request.treeOf);
  return await advanceTo(api, repository, request, tree);
}

/** As its parent is the expected head, the update is a fast-forward only while nobody added to the branch. */
export async function advanceTo(
  api: GithubApi,
  repository: Repository,
  { branch, expectedHead, message }: { branch: string; expectedHead: string; message: string },
  tree: string,
): Promise<string> {
  const commit = await createCommit(api, repository, { message, tree, parents: [expectedHead] });
  await advanceRef(api, repository, branch, { from: expectedHead, to: commit });
  return commit;
}

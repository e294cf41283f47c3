// Undoing commits that lie below others: one new commit on top, with every file of theirs as it was before them.
// A file that somebody touched since is left to a person; nothing is ever merged line by line here.

import { Terminal } from "../../domain/errors.ts";
import type { Repository } from "../../domain/repository/view.ts";
import type { TreeFile } from "../../git/tree-writer.ts";
import type { Stuck } from "../../ports/forge/branches.ts";
import type { GithubApi } from "../http/api.ts";
import { advanceTo } from "./commits.ts";
import { createTree, readCommit } from "./git-data.ts";
import type { Tree, Trees } from "./trees.ts";

interface Request {
  readonly branch: string;
  readonly expectedHead: string;
  readonly commits: readonly string[];
  readonly message: string;
}

/** @throws Conflict when the branch is not at `expectedHead` */
export async function revert(
  api: GithubApi,
  trees: Trees,
  repository: Repository,
  request: Request,
): Promise<{ readonly head: string } | Stuck> {
  const read = (commit: string) => wholeTree(api, trees, repository, commit);
  const head = await read(request.expectedHead);
  const undone = new Map<string, TreeFile | undefined>();
  const touched = new Set<string>();
  for (const commit of request.commits) {
    const { parents } = await readCommit(api, repository, commit);
    const [parent] = parents;
    if (parent === undefined || parents.length > 1) throw new Terminal(`${commit} has not one parent`);
    const [before, after] = [await read(parent), await read(commit)];
    for (const path of changed(before, after)) {
      const now = undone.has(path) ? undone.get(path) : head.get(path);
      const was = before.get(path);
      if (isSame(now, after.get(path))) undone.set(path, was);
      else if (!isSame(now, was)) touched.add(path);
    }
  }
  if (touched.size > 0) return { conflict: [...touched].toSorted((a, b) => (a < b ? -1 : 1)) };
  const tree = await treeWith(api, repository, request.expectedHead, head, undone);
  return { head: await advanceTo(api, repository, request, tree) };
}

async function wholeTree(
  api: GithubApi,
  trees: Trees,
  repository: Repository,
  commit: string,
): Promise<Tree> {
  const tree = await trees.of(api, repository, commit);
  if (tree === "unlisted") throw new Terminal("the repository is too large to compare its commits");
  return tree;
}

/** Id of the head's tree with these files put back; `undefined` for a file that was not there. */
async function treeWith(
  api: GithubApi,
  repository: Repository,
  commit: string,
  head: Tree,
  files: ReadonlyMap<string, TreeFile | undefined>,
): Promise<string> {
  const { tree: base } = await readCommit(api, repository, commit);
  const entries = [...files].flatMap(([path, file]) => {
    const mode = file?.mode ?? head.get(path)?.mode;
    // Put there and taken away again within what is undone.
    if (mode === undefined) return [];
    return [{ path, mode, type: "blob" as const, sha: file?.id ?? null }];
  });
  return entries.length === 0 ? base : await createTree(api, repository, base, entries);
}

function changed(before: Tree, after: Tree): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => !isSame(before.get(path), after.get(path)));
}

function isSame(a: TreeFile | undefined, b: TreeFile | undefined): boolean {
  return a?.id === b?.id && a?.mode === b?.mode;
}

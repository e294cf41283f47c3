// The three-way merge that every way of merging here rests on: file by file and, where both sides touched a file,
// line by line with git's own merge. Makes commits; moves no branch.

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TreeEntry } from "../host/git.ts";
import type { Host } from "../host/host.ts";

/** Makes the merge commit of two commits. `nothing`: `from` is already in `onto`. */
export async function mergeBranches(
  host: Host,
  authorization: string | undefined,
  onto: string,
  from: string,
  message: string,
): Promise<string | "conflict" | "nothing"> {
  const { ahead, mergeBase } = await host.git.compare(onto, from);
  if (ahead === 0) return "nothing";
  const tree = await mergedTree(host, authorization, mergeBase?.sha ?? null, onto, from);
  if (tree === "conflict") return tree;
  const body = { message, tree, parents: [onto, from] };
  const path = `${host.base}/git/commits`;
  return (await host.upstream.write<{ sha: string }>("POST", path, authorization, body)).sha;
}

/** The tree of `onto` with all that changed from `since` to `from`. Null: since the beginning. */
export async function mergedTree(
  host: Host,
  authorization: string | undefined,
  since: string | null,
  onto: string,
  from: string,
): Promise<string | "conflict"> {
  const filesOf = async (sha: string | null) => {
    const commit = sha === null ? null : await host.git.commit(sha);
    return commit === null ? new Map<string, TreeEntry>() : host.git.files(commit.tree);
  };
  const [base, ours, theirs] = await Promise.all([filesOf(since), filesOf(onto), filesOf(from)]);
  const changes: (Omit<TreeEntry, "sha"> & { sha: string | null })[] = [];
  for (const path of new Set([...base.keys(), ...theirs.keys()])) {
    const [was, mine, yours] = [base.get(path), ours.get(path), theirs.get(path)];
    if (same(was, yours) || same(mine, yours)) continue;
    if (same(was, mine)) {
      const gone = { path, mode: "100644", type: "blob", sha: null } as const;
      changes.push(yours ?? gone);
      continue;
    }
    const blob = mine && yours && (await mergedBlob(host, authorization, [mine.sha, was?.sha, yours.sha]));
    if (!blob) return "conflict";
    changes.push({ ...mine, sha: blob });
  }
  const ourTree = (await host.git.commit(onto))?.tree ?? "";
  const write = (what: string, body: Readonly<Record<string, unknown>>) =>
    host.upstream.write<{ sha: string }>("POST", `${host.base}/git/${what}`, authorization, body);
  return changes.length === 0 ? ourTree : (await write("trees", { base_tree: ourTree, tree: changes })).sha;
}

function same(a: TreeEntry | undefined, b: TreeEntry | undefined): boolean {
  return a?.sha === b?.sha && a?.mode === b?.mode;
}

/** The merge of ours, base and theirs line by line; null: they conflict. */
async function mergedBlob(
  host: Host,
  authorization: string | undefined,
  blobs: readonly (string | undefined)[],
): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-merge-"));
  try {
    const files = blobs.map((_, at) => join(folder, String(at)));
    for (const [at, file] of files.entries()) {
      const sha = blobs[at];
      const blob = sha && (await host.upstream.read<{ content: string }>(`${host.base}/git/blobs/${sha}`));
      await writeFile(file, Buffer.from(blob ? blob.content : "", "base64"));
    }
    const merged = await new Promise<string | null>((resolve) => {
      execFile("git", ["merge-file", "-p", ...files], { encoding: "base64" }, (error, out) =>
        resolve(error ? null : out),
      );
    });
    if (merged === null) return null;
    const made = await host.upstream.write<{ sha: string }>("POST", `${host.base}/git/blobs`, authorization, {
      content: merged,
      encoding: "base64",
    });
    return made.sha;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// One commit of a repository on disk, as files in an empty directory, byte for byte as they were committed. Git makes
// no working tree for it, so no hook, filter, attribute, submodule or link of the repository comes to life.

import { Terminal } from "../domain/errors.ts";
import { type GitEnvironment, git, gitBlobs } from "./process.ts";
import { sortedOut, type TreeFile, writeTreeFile } from "./tree-writer.ts";

/** @throws Terminal for what git could take for an option or another name of a commit */
export function checkCommitId(commit: string): void {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new Terminal(`not a commit id: ${commit.slice(0, 80)}`);
}

/**
 * Writes the commit's files below `directory`.
 * @param store where git finds the repository's objects
 * @returns everything that the commit holds, and the paths of what is not written: links, submodules, unsafe paths
 * @throws Retryable when git fails, as it does where the commit is not in the store
 */
export async function writeCommitFiles(
  store: string,
  environment: GitEnvironment,
  commit: string,
  directory: string,
): Promise<{ readonly leftOut: readonly string[]; readonly files: readonly TreeFile[] }> {
  checkCommitId(commit);
  const tree = await git(store, environment, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  const files = parseTree(tree);
  const { plain, leftOut } = sortedOut(files);
  const ids = plain.map(({ id }) => id);
  let next = 0;
  for await (const bytes of gitBlobs(store, environment, ids)) {
    const file = plain[next];
    next += 1;
    if (file !== undefined) await writeTreeFile(directory, file, bytes);
  }
  return { leftOut, files };
}

/** `<mode> <type> <id>\t<path>`, each ended by a NUL. */
function parseTree(output: Buffer): readonly TreeFile[] {
  return output
    .toString("utf8")
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const [mode = "", , id = ""] = line.slice(0, line.indexOf("\t")).split(" ");
      return { mode, id, path: line.slice(line.indexOf("\t") + 1) };
    });
}

// One commit out of a store of git's objects, byte for byte as its files were committed. Git makes no working tree for it, so
// no hook, filter, attribute, submodule or link of the repository comes to life, and no file of the repository that the
// store belongs to is read: what git is told stands in a repository that is made for each question.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Terminal } from "../domain/errors.ts";
import { type GitEnvironment, git, gitBlobs } from "./process.ts";
import type { TreeFile } from "./tree-writer.ts";

/** @throws Terminal for what git could take for an option or another name of a commit */
export function checkCommitId(commit: string): void {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new Terminal(`not a commit id: ${commit.slice(0, 80)}`);
}

/** Where objects lie, and a folder of ours to ask git in. */
export interface ObjectStore {
  /** Such as `.git/objects`. */
  readonly objects: string;
  /** Absolute; folders of names that nobody knew before are made in it for a moment. */
  readonly folder: string;
  /** Where git is looked for. */
  readonly searchPath: string;
}

/**
 * Everything that the commit holds, in the order of git's trees.
 * @throws Retryable when git fails, as it does where the commit is not in the store
 */
export async function filesOfCommit(store: ObjectStore, commit: string): Promise<readonly TreeFile[]> {
  checkCommitId(commit);
  const { own, environment } = await ownRepository(store);
  try {
    return parseTree(await git(own, environment, ["ls-tree", "-r", "-z", "--full-tree", commit]));
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/**
 * Bytes of the files, in their order, one in memory at a time.
 * @throws Retryable when git fails, as it does where one of them is not in the store
 */
export async function* bytesOf(store: ObjectStore, files: readonly TreeFile[]): AsyncGenerator<Buffer> {
  const { own, environment } = await ownRepository(store);
  try {
    yield* gitBlobs(
      own,
      environment,
      files.map(({ id }) => id),
    );
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** What git takes for a repository: its objects are the store's, and everything else is ours. */
async function ownRepository({ objects, folder, searchPath }: ObjectStore): Promise<{
  readonly own: string;
  readonly environment: GitEnvironment;
}> {
  const own = await mkdtemp(join(folder, "git-"));
  await mkdir(join(own, "refs"));
  await writeFile(join(own, "HEAD"), "ref: refs/heads/main\n");
  await writeFile(join(own, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
  const environment = {
    PATH: searchPath,
    GIT_DIR: own,
    GIT_OBJECT_DIRECTORY: objects,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
  };
  return { own, environment };
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

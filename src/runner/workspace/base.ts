// The files of the base commit, wherever they lie: in a folder, or in a store of git's objects. Whoever reads them again
// later compares them with what was read first; in here nothing is remembered of them.

import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Terminal } from "../../domain/errors.ts";
import { bytesOf, filesOfCommit, type ObjectStore } from "../../git/commit-files.ts";
import { sortedOut } from "../../git/tree-writer.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";

export interface BaseFile {
  readonly path: string;
  readonly executable: boolean;
  readonly bytes: Buffer;
}

export interface Base {
  /**
   * Its regular files, each once.
   * @param wanted only those of these paths; what is not there is left out
   */
  files(wanted?: ReadonlySet<string>): AsyncIterable<BaseFile>;
}

/** Whoever may write there may have changed it since. */
export function baseInFolder(folder: string): Base {
  return {
    async *files(wanted) {
      for (const path of wanted ?? regularIn(folder)) {
        const file = readRegularSync(join(folder, path));
        if (file !== null) yield { path, ...file };
      }
    },
  };
}

/** The files of a commit; git is asked when somebody first wants one. */
export function baseInObjects(
  store: ObjectStore,
  commit: string,
): Base & {
  /** Paths of the commit's links and submodules. @throws Terminal when the commit cannot be read */
  leftOut(): Promise<readonly string[]>;
} {
  let listed: Promise<ReturnType<typeof sortedOut>> | null = null;
  const list = () => {
    listed ??= filesOfCommit(store, commit).then(sortedOut, (cause: unknown) => {
      throw new Terminal(runProblem.baseUnreadable(commit), { cause });
    });
    return listed;
  };
  return {
    async *files(wanted) {
      const { plain } = await list();
      const files = wanted === undefined ? plain : plain.filter(({ path }) => wanted.has(path));
      if (files.length === 0) return;
      let next = 0;
      for await (const bytes of bytesOf(store, files)) {
        const file = files[next++];
        if (file !== undefined) yield { path: file.path, executable: file.mode === "100755", bytes };
      }
    },
    leftOut: async () => (await list()).leftOut,
  };
}

/** A regular file; null for everything else. Never follows a link, and waits for nobody. */
export function readRegularSync(
  file: string,
): { readonly executable: boolean; readonly bytes: Buffer } | null {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return null;
  }
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) return null;
    return { executable: (found.mode & 0o100) !== 0, bytes: readFileSync(descriptor) };
  } finally {
    closeSync(descriptor);
  }
}

function* regularIn(folder: string): Generator<string> {
  const directories = [""];
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    for (const entry of readdirSync(join(folder, directory), { withFileTypes: true })) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (entry.isDirectory()) directories.push(path);
      else if (entry.isFile()) yield path;
    }
  }
}

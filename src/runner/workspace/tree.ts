// What a directory of files holds, by content. A `Tree` taken before the agent ran stays in memory, so that
// nothing the agent does to the disk can change what "untouched" means.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

/** Files up to this size are read at once, which is several times faster. */
const AT_ONCE_BYTES = 1024 * 1024;

/** A regular file. */
export interface FileState {
  readonly executable: boolean;
  readonly bytes: number;
  /** SHA-256 of the contents, hex. */
  readonly digest: string;
}

/** Regular files by path, relative to the root, with `/` between parts. */
export type Tree = ReadonlyMap<string, FileState>;

/** Reads every regular file below `root`. Other kinds are left out. */
export async function readTree(root: string): Promise<Tree> {
  const tree = new Map<string, FileState>();
  const directories = [""];
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    for (const entry of await readdir(join(root, directory), { withFileTypes: true })) {
      const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
      if (entry.isDirectory()) directories.push(path);
      else if (entry.isFile()) tree.set(path, await readState(join(root, path)));
    }
  }
  return tree;
}

/** @throws the file system's error when there is no file */
async function readState(file: string): Promise<FileState> {
  const { mode, size } = await lstat(file);
  const hash = createHash("sha256");
  if (size <= AT_ONCE_BYTES) hash.update(await readFile(file));
  else await pipeline(createReadStream(file), hash);
  return { executable: (mode & 0o100) !== 0, bytes: size, digest: hash.digest("hex") };
}

/** Whether the file at a place is a regular one in exactly this state. */
export async function isInState(file: string, state: FileState): Promise<boolean> {
  const found = await lstat(file).catch(() => null);
  if (!found?.isFile() || found.size !== state.bytes) return false;
  if (((found.mode & 0o100) !== 0) !== state.executable) return false;
  return (await readState(file)).digest === state.digest;
}

/** All directories that hold something of the tree. */
export function directoriesOf(tree: Tree): ReadonlySet<string> {
  const directories = new Set<string>();
  for (const path of tree.keys()) {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      directories.add(path.slice(0, end));
    }
  }
  return directories;
}

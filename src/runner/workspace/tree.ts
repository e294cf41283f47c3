// What a directory of files holds, by content. A `Tree` taken before the agent ran stays in memory, so that
// nothing the agent does to the disk can change what "untouched" means.

import { hash } from "node:crypto";
import { lstatSync } from "node:fs";
import { readRegularSync } from "./base.ts";

/** A regular file. */
export interface FileState {
  readonly executable: boolean;
  readonly bytes: number;
  /** SHA-256 of the contents, hex. */
  readonly digest: string;
}

/** Regular files by path, relative to the root, with `/` between parts. */
export type Tree = ReadonlyMap<string, FileState>;

export function stateOf({
  executable,
  bytes,
}: {
  readonly executable: boolean;
  readonly bytes: Buffer;
}): FileState {
  return { executable, bytes: bytes.length, digest: hash("sha256", bytes, "hex") };
}

export function isSameState(one: FileState, other: FileState): boolean {
  return one.digest === other.digest && one.executable === other.executable && one.bytes === other.bytes;
}

/** Whether the file at a place is a regular one in exactly this state. */
export function isInState(file: string, state: FileState): boolean {
  const size = lstatSync(file, { throwIfNoEntry: false })?.size;
  if (size !== state.bytes) return false;
  const found = readRegularSync(file);
  return found !== null && isSameState(stateOf(found), state);
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

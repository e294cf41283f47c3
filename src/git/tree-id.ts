// Git's name for the tree that a list of files makes, so that a list can be proved to be all that a commit holds. Pure.

import { createHash } from "node:crypto";
import type { TreeFile } from "./tree-writer.ts";

const DIRECTORY = "40000";

/** What stands in one directory, by name. */
type Directory = Map<string, TreeFile | Directory>;

/** SHA-1 of the root tree, hex (git: `gitformat-pack`, `git mktree`). */
export function treeId(files: Iterable<TreeFile>): string {
  const root: Directory = new Map();
  for (const file of files) {
    const names = file.path.split("/");
    const name = names.pop() ?? "";
    let directory = root;
    for (const parent of names) {
      const found = directory.get(parent);
      const next: Directory = found instanceof Map ? found : new Map();
      directory.set(parent, next);
      directory = next;
    }
    directory.set(name, file);
  }
  return idOf(root);
}

/** Git's name for bytes as a file. */
export function blobId(bytes: Buffer): string {
  return named("blob", bytes);
}

function idOf(directory: Directory): string {
  const entries = [...directory].map(([name, entry]) => {
    const isDirectory = entry instanceof Map;
    const mode = isDirectory ? DIRECTORY : entry.mode;
    const id = isDirectory ? idOf(entry) : entry.id;
    // Git sorts a directory as if its name ended with a slash.
    const order = Buffer.from(isDirectory ? `${name}/` : name);
    return { order, bytes: Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, "hex")]) };
  });
  entries.sort((a, b) => Buffer.compare(a.order, b.order));
  return named("tree", Buffer.concat(entries.map(({ bytes }) => bytes)));
}

function named(type: "blob" | "tree", bytes: Buffer): string {
  return createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
}

// What an agent did to its workspace, seen from outside: the files themselves are compared with the tree that
// was there before, so no index, no `.git`, no attribute and no time stamp of the workspace is believed.

import type { Dirent } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { NEW_ENTRIES } from "../../domain/limits.ts";
import type { Oddity } from "../../domain/paths/proposal-policy.ts";
import { directoriesOf, isInState, type Tree } from "../workspace/tree.ts";
import type { Ignored } from "./ignored.ts";

export type Change =
  | { readonly kind: "file"; readonly path: string; readonly executable: boolean; readonly bytes: number }
  | { readonly kind: "deleted"; readonly path: string }
  /** Something that no proposal may hold. `crowd`: the walk stopped at more than `NEW_ENTRIES`. */
  | { readonly kind: "other"; readonly path: string; readonly what: Oddity };

/** Changed, new and deleted files, without new ones that the base ignores; sorted by path. */
export async function changesIn(workspace: string, base: Tree, ignored: Ignored): Promise<readonly Change[]> {
  const known = directoriesOf(base);
  const changes: Change[] = [];
  const seen = new Set<string>();
  let level = [""];
  while (level.length > 0) {
    const below: string[] = [];
    const fresh: string[] = [];
    for (const directory of level) {
      const entries = await entriesIn(join(workspace, directory));
      if (typeof entries === "string") {
        changes.push({ kind: "other", path: directory, what: entries });
        continue;
      }
      for (const entry of entries) {
        const path = directory === "" ? entry.name : `${directory}/${entry.name}`;
        // A repository that the agent made at the root is its own affair; git never tracks that name.
        if (path === ".git") continue;
        if (entry.isDirectory()) (known.has(path) ? below : fresh).push(known.has(path) ? path : `${path}/`);
        else if (!base.has(path)) fresh.push(path);
        else {
          seen.add(path);
          const before = base.get(path);
          const file = join(workspace, path);
          if (before !== undefined && !(await isInState(file, before)))
            changes.push(await changeAt(file, path));
        }
      }
    }
    if (fresh.length > NEW_ENTRIES) {
      return [{ kind: "other", path: fresh[0] ?? "", what: "crowd" }];
    }
    const left = await ignored(fresh);
    for (const path of fresh) {
      if (left.has(path)) continue;
      if (path.endsWith("/")) below.push(path.slice(0, -1));
      else changes.push(await changeAt(join(workspace, path), path));
    }
    level = below;
  }
  for (const path of base.keys()) if (!seen.has(path)) changes.push({ kind: "deleted", path });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** What is in a directory that was just seen; else why nobody can get there by its name. */
async function entriesIn(directory: string): Promise<readonly Dirent[] | Oddity> {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT") return "no-utf-8";
    if (code === "ENAMETOOLONG") return "too-deep";
    throw error;
  }
}

async function changeAt(file: string, path: string): Promise<Change> {
  const found = await lstat(file).catch(() => null);
  if (found?.isFile()) {
    return { kind: "file", path, executable: (found.mode & 0o100) !== 0, bytes: found.size };
  }
  const what = found === null ? "no-utf-8" : found.isSymbolicLink() ? "symbolic-link" : "special-file";
  return { kind: "other", path, what };
}

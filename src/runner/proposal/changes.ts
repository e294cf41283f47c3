// What an agent did to its workspace, seen from outside: the files themselves are compared with the tree that
// was there before, so no index, no `.git`, no attribute and no time that an agent can set is believed.

import { type Dirent, lstatSync, readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { setImmediate as breath } from "node:timers/promises";
import { NEW_ENTRIES } from "../../domain/limits.ts";
import type { Oddity } from "../../domain/paths/proposal-policy.ts";
import type { Laid } from "../workspace/laid.ts";
import { directoriesOf } from "../workspace/tree.ts";
import type { Ignored } from "./ignored.ts";

export type Change =
  | { readonly kind: "file"; readonly path: string; readonly executable: boolean; readonly bytes: number }
  | { readonly kind: "deleted"; readonly path: string }
  /** Something that no proposal may hold. `crowd`: the walk stopped at more than `NEW_ENTRIES`. */
  | { readonly kind: "other"; readonly path: string; readonly what: Oddity };

/**
 * Changed, new and deleted files, without new ones that the base ignores; sorted by path.
 * @param isShown whether the file of this path was laid out there
 */
export async function changesIn(
  laid: Laid,
  isShown: (path: string) => boolean,
  ignored: Ignored,
): Promise<readonly Change[]> {
  const workspace = laid.directory;
  const base = new Map([...laid.tree].filter(([path]) => isShown(path)));
  const known = directoriesOf(base);
  const changes: Change[] = [];
  const seen = new Set<string>();
  let level = [""];
  while (level.length > 0) {
    const below: string[] = [];
    const fresh: string[] = [];
    for (const directory of level) {
      await breath();
      const entries = entriesIn(join(workspace, directory));
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
          if (!laid.isAsInBase(path)) changes.push(changeAt(join(workspace, path), path));
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
      else changes.push(changeAt(join(workspace, path), path));
    }
    level = below;
  }
  for (const path of base.keys()) if (!seen.has(path)) changes.push({ kind: "deleted", path });
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** What is in a directory that was just seen; else why nobody can get there by its name. */
function entriesIn(directory: string): readonly Dirent[] | Oddity {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT") return "no-utf-8";
    if (code === "ENAMETOOLONG") return "too-deep";
    throw error;
  }
}

/** Undefined where nothing is, and where nobody can get by that name. */
function foundAt(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function changeAt(file: string, path: string): Change {
  const found = foundAt(file);
  if (found?.isFile()) {
    return { kind: "file", path, executable: (found.mode & 0o100) !== 0, bytes: found.size };
  }
  const what = found === undefined ? "no-utf-8" : found.isSymbolicLink() ? "symbolic-link" : "special-file";
  return { kind: "other", path, what };
}

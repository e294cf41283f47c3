// Puts the files of a git tree below a directory. Paths and modes come from other people's commits: whatever is
// not a plain file at a plain path is left out and named.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file, symbolic link or submodule of a commit. `mode` as git writes it, `path` from the root. */
export interface TreeFile {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
}

/** Splits a tree into what is written and the paths of what is not: links, submodules, unsafe paths. */
export function sortedOut(files: readonly TreeFile[]): {
  readonly plain: readonly TreeFile[];
  readonly leftOut: readonly string[];
} {
  const plain = files.filter(({ path, mode }) => isPlainFile(mode) && isSafePath(path));
  const kept = new Set(plain);
  return { plain, leftOut: files.filter((file) => !kept.has(file)).map(({ path }) => path) };
}

/** Writes one file that `sortedOut` called plain. Never overwrites: the directory was empty. */
export async function writeTreeFile(directory: string, file: TreeFile, bytes: Buffer): Promise<void> {
  const target = join(directory, file.path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes, { mode: file.mode === "100755" ? 0o755 : 0o644, flag: "wx" });
}

/** Git's modes of a regular file; 100664 is found in old repositories. */
function isPlainFile(mode: string): boolean {
  return mode === "100644" || mode === "100755" || mode === "100664";
}

/** Relative, without empty or dot segments, and nothing that any file system would take for `.git`. */
function isSafePath(path: string): boolean {
  if (path === "" || path.length > 4_096 || path.includes("\0") || path.includes("\\")) return false;
  return path.split("/").every((segment) => {
    // File systems fold case, ignore such characters, and drop dots and spaces at the end.
    const folded = segment
      .normalize("NFKC")
      .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
      .replace(/[. ]+$/, "")
      .toLowerCase();
    return folded !== "" && folded !== ".git" && !/^git~\d+$/.test(folded);
  });
}

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

/** Files that are being written at a time; the threads that do it are as many. */
const AT_A_TIME = 4;

/** Writes files that `sortedOut` called plain. Never overwrites: the directory was empty. */
export class TreeWriter {
  readonly #directory: string;
  readonly #made = new Map<string, Promise<unknown>>();
  readonly #writing = new Set<Promise<void>>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Resolves when there is room for another one. @throws whatever one of the files before met */
  async write(file: TreeFile, bytes: Buffer): Promise<void> {
    const write = this.#write(file, bytes);
    this.#writing.add(write);
    // An error is met where somebody waits for it.
    write.then(
      () => this.#writing.delete(write),
      () => undefined,
    );
    if (this.#writing.size >= AT_A_TIME) await Promise.race(this.#writing);
  }

  /** Resolves when all files are there. */
  async done(): Promise<void> {
    await Promise.all(this.#writing);
  }

  async #write({ path, mode }: TreeFile, bytes: Buffer): Promise<void> {
    const target = join(this.#directory, path);
    await this.#parentOf(target);
    await writeFile(target, bytes, { mode: mode === "100755" ? 0o755 : 0o644, flag: "wx" });
  }

  #parentOf(target: string): Promise<unknown> {
    const parent = dirname(target);
    const made = this.#made.get(parent) ?? mkdir(parent, { recursive: true });
    this.#made.set(parent, made);
    return made;
  }
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

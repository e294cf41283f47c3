// Files of the base laid out in a directory of their own, and what became of each since. Every file is read once, by its
// bytes in memory it is known and written; no write follows a link.

import { closeSync, fchmodSync, fstatSync, openSync, rmSync, writeSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as breath } from "node:timers/promises";
import { Retryable, Terminal } from "../../domain/errors.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import type { Base, BaseFile } from "./base.ts";
import { RealParents } from "./real-parents.ts";
import { removeTree } from "./remove.ts";
import { Stamps } from "./stamps.ts";
import { type FileState, isInState, isSameState, stateOf, type Tree } from "./tree.ts";

/** Files between two looks at whatever else this process waits for. */
const AT_ONCE = 200;

export class Laid {
  readonly directory: string;
  /** Everything that the base holds, also what is not laid out. */
  readonly tree: Tree;
  readonly #base: Base;
  readonly #stamps = new Stamps();

  private constructor(directory: string, base: Base, tree: Tree) {
    this.directory = directory;
    this.tree = tree;
    this.#base = base;
  }

  /**
   * Makes the directory anew. What the base holds at this moment is what it is from then on.
   * @param isShown whether the file of this path is laid out
   */
  static async first(base: Base, directory: string, isShown: (path: string) => boolean): Promise<Laid> {
    await makeAnew(directory);
    const tree = new Map<string, FileState>();
    const laid = new Laid(directory, base, tree);
    const parents = new RealParents(directory, true);
    for await (const file of paced(base.files())) {
      tree.set(file.path, stateOf(file));
      if (!isShown(file.path)) continue;
      parents.of(file.path);
      laid.#write(file);
    }
    return laid;
  }

  /**
   * Makes the directory anew, of what `tree` names and nothing else.
   * @param tree what the base held before anything of this run was started; a base that differs from it by now was
   *   tampered with
   * @throws Terminal then
   */
  static async again(
    base: Base,
    tree: Tree,
    directory: string,
    isShown: (path: string) => boolean,
  ): Promise<Laid> {
    await makeAnew(directory);
    const laid = new Laid(directory, base, tree);
    const parents = new RealParents(directory, true);
    for await (const file of verified(base, tree, new Set([...tree.keys()].filter(isShown)))) {
      parents.of(file.path);
      laid.#write(file);
    }
    return laid;
  }

  /** See `Stamps.believe`. */
  believe(folder: string, isIsolated: boolean): Promise<void> {
    return this.#stamps.believe(folder, isIsolated);
  }

  /** Whether the file of this path is as the base holds it. Reads it where its stamp does not say so. */
  isAsInBase(path: string): boolean {
    const state = this.tree.get(path);
    const file = join(this.directory, path);
    if (state === undefined) return false;
    return this.#stamps.isUntouched(path, file) || isInState(file, state);
  }

  /** Writes these files anew, whatever lies in their places. @throws Terminal where the base is not what it was */
  async putBack(paths: ReadonlySet<string>): Promise<void> {
    if (paths.size === 0) return;
    const parents = new RealParents(this.directory);
    for await (const file of verified(this.#base, this.tree, paths)) {
      parents.of(file.path);
      rmSync(join(this.directory, file.path), { recursive: true, force: true });
      this.#write(file);
    }
  }

  #write({ path, executable, bytes }: BaseFile): void {
    const mode = executable ? 0o755 : 0o644;
    const descriptor = openSync(join(this.directory, path), "wx", mode);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
      let stats = fstatSync(descriptor, { bigint: true });
      if ((Number(stats.mode) & 0o777) !== mode) {
        // The operator's umask says otherwise.
        fchmodSync(descriptor, mode);
        stats = fstatSync(descriptor, { bigint: true });
      }
      this.#stamps.take(path, stats);
    } finally {
      closeSync(descriptor);
    }
  }
}

/** All of these files, each as the tree has it. @throws Terminal when the base cannot be read any more, or is another one */
export async function* verified(
  base: Base,
  tree: Tree,
  paths: ReadonlySet<string>,
): AsyncGenerator<BaseFile> {
  let count = 0;
  try {
    for await (const file of paced(base.files(paths))) {
      count += 1;
      const state = tree.get(file.path);
      // The bytes are looked at, not the place that they come from: nobody can change them between the look and their use.
      if (state === undefined || !isSameState(stateOf(file), state))
        throw new Terminal(runProblem.baseChanged());
      yield file;
    }
  } catch (cause) {
    if (cause instanceof Retryable) throw new Terminal(runProblem.baseChanged(), { cause });
    throw cause;
  }
  if (count < paths.size) throw new Terminal(runProblem.baseChanged());
}

/** The same, with room for signals and clocks: files are written without giving way. */
async function* paced(files: AsyncIterable<BaseFile>): AsyncGenerator<BaseFile> {
  let count = 0;
  for await (const file of files) {
    if (++count % AT_ONCE === 0) await breath();
    yield file;
  }
}

/** Whoever made that place before, it is ours from here on. */
async function makeAnew(directory: string): Promise<void> {
  await removeTree(directory);
  await mkdir(directory);
}

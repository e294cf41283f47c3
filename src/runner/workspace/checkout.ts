// The clean checkout in which a proposal is measured: the base commit, and of the proposal only its files.
// Must never take anything else from where the agent worked, and never follow a link that measured code left.

import { constants } from "node:fs";
import { chmod, copyFile, cp, lstat, mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { Terminal } from "../../domain/errors.ts";
import type { ProposedFile } from "../../domain/journal/iteration.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import { type FileState, isInState, type Tree } from "./tree.ts";

interface CleanCheckout {
  readonly directory: string;
  /**
   * Puts every file of base and proposal back as it was, so that nothing measured code did to a script that
   * measures counts. New files (build output) stay.
   */
  restore(): Promise<void>;
}

/**
 * A copy of the pristine files that is free to be changed.
 * @param isCopied for a path of a file, whether the copy has it; directories are there in any case
 */
export async function copyBase(
  base: string,
  directory: string,
  isCopied: (path: string) => boolean = () => true,
): Promise<void> {
  await cp(base, directory, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    verbatimSymlinks: true,
    filter: (source) => isCopied(relative(base, source).replaceAll(sep, "/")),
  });
}

/**
 * Written file by file from what `tree` names, so that what somebody put beside those files is in no checkout.
 * @param tree what `base` held before anything of this run was started; a base that differs from it by now was
 *   tampered with, and nothing is measured
 * @throws Terminal then
 */
export async function cleanCheckout(
  base: string,
  tree: Tree,
  files: readonly ProposedFile[],
  directory: string,
): Promise<CleanCheckout> {
  const proposed = new Set(files.map(({ path }) => path));
  const restore = async () => {
    const parents = new RealParents(directory);
    for (const [path, state] of tree) {
      await parents.of(path);
      const file = join(directory, path);
      if (proposed.has(path) || (await isInState(file, state))) continue;
      await rm(file, { recursive: true, force: true });
      await copyInState(join(base, path), file, state);
    }
    await writeProposal(directory, files);
  };
  // Whoever made that place before, it is ours from here on.
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory);
  await restore();
  return { directory, restore };
}

/** The one file of a place, as it was when the run began. @throws Terminal when it is not that any more */
export async function copyInState(source: string, file: string, state: FileState): Promise<void> {
  await copyFile(source, file, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE).catch(
    (cause: unknown) => {
      throw new Terminal(runProblem.baseChanged(), { cause });
    },
  );
  await chmod(file, state.executable ? 0o755 : 0o644);
  // The copy is looked at, not its source: nobody can change the one between the look and its use.
  if (!(await isInState(file, state))) throw new Terminal(runProblem.baseChanged());
}

/** Folders above files, made where they are not there. A link in the place of one must not lead a write elsewhere. */
class RealParents {
  readonly #directory: string;
  readonly #seen = new Set<string>(["."]);

  constructor(directory: string) {
    this.#directory = directory;
  }

  async of(path: string): Promise<void> {
    const parent = dirname(path);
    if (this.#seen.has(parent)) return;
    await this.of(parent);
    this.#seen.add(parent);
    const folder = join(this.#directory, parent);
    const found = await lstat(folder).catch(() => null);
    if (found?.isDirectory()) return;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
  }
}

async function writeProposal(directory: string, files: readonly ProposedFile[]): Promise<void> {
  // Deletions first: a file may stand where a directory was. What they delete is in the tree, so its folders are real.
  for (const { path, contents } of files) if (contents === null) await remove(directory, path);
  const parents = new RealParents(directory);
  for (const { path, contents, mode } of files) {
    if (contents === null) continue;
    await parents.of(path);
    const file = join(directory, path);
    await rm(file, { recursive: true, force: true });
    await writeFile(file, Buffer.from(contents, "base64"), { flag: "wx" });
    await chmod(file, mode === "100755" ? 0o755 : 0o644);
  }
}

/** Removes a file and the directories that it leaves empty, as git would. */
async function remove(directory: string, path: string): Promise<void> {
  await rm(join(directory, path), { recursive: true, force: true });
  for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
    const emptied = await rmdir(join(directory, parent)).then(
      () => true,
      () => false,
    );
    if (!emptied) return;
  }
}

// The clean checkout in which a proposal is measured: the base commit, and of the proposal only its files.
// Must never take anything else from where the agent worked.

import { constants } from "node:fs";
import { chmod, copyFile, cp, mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { Terminal } from "../../domain/errors.ts";
import type { ProposedFile } from "../../domain/journal/iteration.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import { isInState, type Tree } from "./tree.ts";

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
    for (const [path, state] of tree) {
      const file = join(directory, path);
      if (proposed.has(path) || (await isInState(file, state))) continue;
      const source = join(base, path);
      if (!(await isInState(source, state))) throw new Terminal(runProblem.baseChanged());
      await rm(file, { recursive: true, force: true });
      await mkdir(dirname(file), { recursive: true });
      await copyFile(source, file);
    }
    await writeProposal(directory, files);
  };
  await copyBase(base, directory);
  await restore();
  return { directory, restore };
}

async function writeProposal(directory: string, files: readonly ProposedFile[]): Promise<void> {
  // Deletions first: a file may stand where a directory was.
  for (const { path, contents } of files) if (contents === null) await remove(directory, path);
  for (const { path, contents, mode } of files) {
    if (contents === null) continue;
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    // A link that measured code planted here must not lead the write elsewhere.
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

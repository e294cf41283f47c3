// The clean checkout in which a proposal is measured: the base commit, and of the proposal only its files.
// Must never take anything else from where the agent worked, and never follow a link that measured code left.

import { chmod, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setImmediate as breath } from "node:timers/promises";
import type { ProposedFile } from "../../domain/journal/iteration.ts";
import type { Laid } from "./laid.ts";
import { RealParents } from "./real-parents.ts";

/** Folders between two looks at whatever else this process waits for. */
const AT_ONCE = 2_000;

/**
 * Puts every file of base and proposal back as it was, so that nothing measured code did to a script that measures
 * counts. New files (build output) stay.
 * @param isShown whether the file of this path of the base belongs there
 * @throws Terminal when the base is not what it was when the run began: nothing is measured then
 */
export async function restore(
  laid: Laid,
  files: readonly ProposedFile[],
  isShown: (path: string) => boolean,
): Promise<void> {
  const proposed = new Set(files.map(({ path }) => path));
  const parents = new RealParents(laid.directory);
  const lost = new Set<string>();
  let count = 0;
  for (const path of laid.tree.keys()) {
    if (++count % AT_ONCE === 0) await breath();
    if (!isShown(path)) continue;
    parents.of(path);
    if (!proposed.has(path) && !laid.isAsInBase(path)) lost.add(path);
  }
  await laid.putBack(lost);
  await writeProposal(laid.directory, files);
}

/** Puts the files of a checked proposal where the base is laid out. */
export async function writeProposal(directory: string, files: readonly ProposedFile[]): Promise<void> {
  // Deletions first: a file may stand where a directory was. What they delete is in the tree, so its folders are real.
  for (const { path, contents } of files) if (contents === null) await remove(directory, path);
  const parents = new RealParents(directory);
  for (const { path, contents, mode } of files) {
    if (contents === null) continue;
    parents.of(path);
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

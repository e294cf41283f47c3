// Where the world ends for an agent's tools. Many look for settings in the directories above the one that they are started
// in, up to the root: those of whoever runs the app, its own `.env` among them, are none of theirs.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Makes the workspace the root of a repository without a commit, where tools stop that look for one (git itself too, which
 * would else work in a repository that the run's folder lies in), and an empty file of variables beside it, where those
 * stop that look for the nearest. What an agent makes of either is its own affair: nobody reads them afterwards.
 */
export async function drawBorders(workspace: string): Promise<void> {
  const repository = join(workspace, ".git");
  for (const directory of ["objects", "refs"]) await mkdir(join(repository, directory), { recursive: true });
  await writeFile(join(repository, "HEAD"), "ref: refs/heads/main\n");
  await writeFile(join(repository, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
  await writeFile(join(dirname(workspace), ".env"), "");
}

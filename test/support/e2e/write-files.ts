// Files of a test on the disk, by path below a directory.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Makes the directory, also for no files at all. */
export async function writeFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), text);
  }
}

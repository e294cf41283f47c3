// The folder at the head of a job's PATH. It refuses `npx`, because nothing here may depend on a registry.

import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** @param folder is made */
export async function layTools(folder: string): Promise<void> {
  const path = join(folder, "bin");
  await mkdir(path, { recursive: true });
  await executable(
    join(path, "npx"),
    'echo "npm error the sandbox runs no package of a registry" >&2; exit 1',
  );
}

/** Folders that go to the head of PATH, first one first: what is refused, and the Node that runs this. */
export function toolPaths(folder: string): readonly string[] {
  return [join(folder, "bin"), dirname(process.execPath)];
}

async function executable(path: string, script: string): Promise<void> {
  await writeFile(path, `#!/usr/bin/env bash\n${script}\n`);
  await chmod(path, 0o755);
}

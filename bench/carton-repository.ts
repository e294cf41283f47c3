// The repository whose iterations are counted: the demo's carton, and where runs are workflow runs, what a person commits
// for that.

import { cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CARTON } from "../sandbox/sandbox.ts";
import { RUNNER_FOLDER, WORKFLOW } from "../src/domain/program/names.ts";
import { sha256 } from "../src/text/format/hash.ts";
import { renderWorkflow } from "../src/text/workflow/workflow.ts";

const RUNNER = fileURLToPath(new URL("../runner.mjs", import.meta.url));

/** @returns a folder of its own, which the caller removes */
export async function cartonRepository(onActions: boolean): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "autoloop-carton-"));
  await cp(CARTON, folder, { recursive: true });
  if (!onActions) return folder;
  const runner = await readFile(RUNNER, "utf8");
  const files = {
    [WORKFLOW.path]: renderWorkflow("command", { "runner.mjs": sha256(runner) }),
    [`${RUNNER_FOLDER}/runner.mjs`]: runner,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

// The local GitHub with the carton in it and the real app beside it, as an operator starts it, on either executor.

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AppProcess, freePort, startApp, webhookUrl } from "../sandbox/demo/app-process.ts";
import { CARTON, type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import type { ExecutorName } from "../src/domain/executors.ts";
import { REPO_CONFIG_PATH, RUNNER_FOLDER, WORKFLOW } from "../src/domain/program/names.ts";
import { sha256 } from "../src/text/format/hash.ts";
import { renderWorkflow } from "../src/text/workflow/workflow.ts";

export interface Scene {
  readonly sandbox: Sandbox;
  readonly app: AppProcess;
  close(): Promise<void>;
}

/** @param agent command line that changes the carton */
export async function openScene(
  executor: ExecutorName,
  agent: string,
  environment: Readonly<Record<string, string>>,
): Promise<Scene> {
  const home = await mkdtemp(join(tmpdir(), "autoloop-bench-"));
  const [folder, workDir] = [join(home, "repository"), join(home, "machine")];
  await cp(CARTON, folder, { recursive: true });
  if (executor === "actions") await installWorkflow(folder);
  const port = await freePort();
  const sandbox = await startSandbox({
    webhookUrl: webhookUrl(port),
    repository: { folder },
    variables: { AUTOLOOP_AGENT_COMMAND: agent },
  });
  const app = await startApp(sandbox, {
    ...{ port, workDir },
    environment: {
      ...{ AUTOLOOP_EXECUTOR: executor, AUTOLOOP_AGENT: "command", AUTOLOOP_AGENT_COMMAND: agent },
      ...environment,
    },
  });
  return {
    ...{ sandbox, app },
    close: async () => {
      await app.stop("SIGKILL");
      await sandbox.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** As `autoloop workflow --agent command` does it, in a repository whose configuration asks for it. */
async function installWorkflow(folder: string): Promise<void> {
  const settings = join(folder, REPO_CONFIG_PATH);
  const text = await readFile(settings, "utf8");
  await writeFile(settings, text.replace("executor: local", "executor: actions"));
  const runner = await readFile(fileURLToPath(new URL("../runner.mjs", import.meta.url)), "utf8");
  const files = {
    [WORKFLOW.path]: renderWorkflow("command", { "runner.mjs": sha256(runner) }),
    [join(RUNNER_FOLDER, "runner.mjs")]: runner,
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

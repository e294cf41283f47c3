// The runner's process as the executor sees it: start it so that it outlives us, tell whether a process id is
// still that very runner, end it. Knows nothing of reports.

import { execFile, spawn } from "node:child_process";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { encodeLaunch, type Launch, RUN_FILES } from "../text/run/run-request.ts";

const run = promisify(execFile);

/** `claimed`: our runner has the run. `taken`: another one had it first. `failed`: it ended before either. */
type Start = "claimed" | "taken" | "failed";

/**
 * Starts a runner in its own process group and resolves when it has said where it stands. Its environment holds
 * no more than PATH; all else goes over standard input, which no other process can read afterwards.
 * @param onExit called when a runner of ours ends, while this process lives
 */
export async function startRunner(
  entry: string,
  folder: string,
  launch: Launch,
  onExit: () => void,
): Promise<Start> {
  const log = await open(join(folder, RUN_FILES.log), "a");
  try {
    const child = spawn(process.execPath, [entry, "run", folder], {
      cwd: folder,
      env: launch.environment,
      detached: true,
      stdio: ["pipe", "pipe", log.fd],
    });
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(encodeLaunch(launch));
    const said = await new Promise<string>((resolve) => {
      child.once("error", () => resolve(""));
      child.once("exit", () => resolve(""));
      child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8")));
    });
    child.stdout?.destroy();
    child.unref();
    if (!said.startsWith("claimed")) return said.startsWith("taken") ? "taken" : "failed";
    if (child.exitCode === null && child.signalCode === null) child.once("exit", onExit);
    else onExit();
    return "claimed";
  } finally {
    await log.close();
  }
}

/**
 * Whether process `pid` is a runner of this folder: its command line names the folder, whose name is a hash of
 * the nonce, so a process id that was given to somebody else is not taken for ours. Zombies have no command line.
 */
export async function isRunnerOf(pid: number, folder: string): Promise<boolean> {
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => commandLine(pid));
  return line.split("\0").includes(folder) || line.trimEnd().endsWith(` run ${folder}`);
}

/** For systems without `/proc`. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === "linux") return "";
  return run("ps", ["-o", "command=", "-p", String(pid)]).then(
    ({ stdout }) => stdout,
    () => "",
  );
}

/** Signals the runner's whole group; one that is gone is fine. */
export function signalRunner(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself.
  }
}

/** Kills what a run left behind outside the runner's group. */
export async function endLeftovers(entry: string, folder: string): Promise<void> {
  await run(process.execPath, [entry, "end", folder], { env: {} });
}

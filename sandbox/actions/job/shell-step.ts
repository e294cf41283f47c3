// One `run` step as a real process: bash with GitHub's options, a process group of its own that is dead afterwards
// whatever it left behind. Outcome and output only; knows nothing of jobs.

import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";

export interface Shell {
  /** File that bash reads. */
  readonly script: string;
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** `shell: bash` was asked for, which also fails in the middle of a pipe. */
  readonly bash: boolean;
  readonly print: (chunk: string) => void;
  readonly signal: AbortSignal;
}

/** What the real runner gives every process, to find those that a job left behind. */
export const TRACKING = "RUNNER_TRACKING_ID";

/** Between asking and ending, milliseconds. */
const GRACE_MS = 2_000;
/** How long pipes may stay open after the process ended, milliseconds. */
const DRAIN_MS = 300;

/** @returns the exit code; null: it was ended by a signal */
export async function runScript(shell: Shell): Promise<number | null> {
  const options = shell.bash ? ["--noprofile", "--norc", "-e", "-o", "pipefail"] : ["-e"];
  const child = spawn("bash", [...options, shell.script], {
    cwd: shell.cwd,
    env: shell.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder("utf8");
    stream.on("data", (chunk: Buffer) => shell.print(decoder.write(chunk)));
  }
  const end = (signal: NodeJS.Signals) => signalGroup(child.pid, signal);
  let force: NodeJS.Timeout | undefined;
  const stop = () => {
    end("SIGTERM");
    force = setTimeout(() => end("SIGKILL"), GRACE_MS);
  };
  shell.signal.addEventListener("abort", stop, { once: true });
  if (shell.signal.aborted) stop();
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (exit) => resolve(exit));
  });
  clearTimeout(force);
  shell.signal.removeEventListener("abort", stop);
  end("SIGKILL");
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref())]);
  child.stdout.destroy();
  child.stderr.destroy();
  return code;
}

/** Kills what a job left behind outside its groups. Linux only, where `/proc` tells. */
export async function killTracked(mark: string): Promise<void> {
  for (const entry of await readdir("/proc").catch(() => [])) {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
    const environment = await readFile(`/proc/${entry}/environ`, "utf8").catch(() => "");
    if (environment.split("\0").includes(`${TRACKING}=${mark}`)) signal(Number(entry), "SIGKILL");
  }
}

function signalGroup(leader: number | undefined, name: NodeJS.Signals): void {
  if (leader !== undefined) signal(-leader, name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

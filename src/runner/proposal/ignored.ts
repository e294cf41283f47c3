// Which new paths the base commit's own `.gitignore` files leave out. Asks git over the pristine checkout, with
// a repository folder of ours: no hook, filter, attribute or ignore file that an agent planted is ever read.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { Terminal } from "../../domain/errors.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";

/** Answers a batch of paths (directories end in `/`) with those that are ignored. */
export type Ignored = (paths: readonly string[]) => Promise<ReadonlySet<string>>;

/**
 * @param gitDirectory an empty place outside every checkout
 * @param base the pristine checkout
 */
export async function ignoredBy(
  gitDirectory: string,
  base: string,
  environment: Readonly<Record<string, string>>,
): Promise<Ignored> {
  await mkdir(gitDirectory, { recursive: true });
  const env = {
    ...environment,
    GIT_DIR: gitDirectory,
    GIT_WORK_TREE: base,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
  };
  await git(["init", "--quiet", "--template="], base, env, "");
  return async (paths) => {
    if (paths.length === 0) return new Set();
    const settings = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"];
    const excludes = ["-c", "core.excludesFile=/dev/null"];
    const ask = ["check-ignore", "--no-index", "-z", "--stdin"];
    const found = await git([...settings, ...excludes, ...ask], base, env, paths.join("\0"));
    return new Set(found.split("\0").filter((path) => path !== ""));
  };
}

async function git(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  input: string,
): Promise<string> {
  const child = spawn("git", args, { cwd, env, stdio: ["pipe", "pipe", "ignore"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const closed: unknown[] = await once(child, "close").catch((cause: unknown) => {
    throw new Terminal(runProblem.gitMissing(), { cause });
  });
  // check-ignore answers 1 for "none of them".
  if (closed[0] !== 0 && closed[0] !== 1) throw new Terminal(runProblem.gitFailed(args.at(-1) ?? ""));
  return Buffer.concat(chunks).toString("utf8");
}

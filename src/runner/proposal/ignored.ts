// Which new paths the base commit's own `.gitignore` files leave out. Asks git over those files alone, in a new folder
// with a repository of ours: no hook, filter, attribute, setting or ignore file that an agent planted is ever read.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Terminal } from "../../domain/errors.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import type { Base } from "../workspace/base.ts";
import { verified } from "../workspace/laid.ts";
import type { Tree } from "../workspace/tree.ts";

/** Answers a batch of paths (directories end in `/`) with those that are ignored. */
export type Ignored = (paths: readonly string[]) => Promise<ReadonlySet<string>>;

/**
 * @param folder a place outside every checkout; what is made there has a name that nobody knew before
 * @param base the commit's files, wherever they lie
 * @param tree what it held before the agent was started
 * @throws Terminal when an ignore file of the base is not what it was
 */
export async function ignoredBy(
  folder: string,
  base: Base,
  tree: Tree,
  environment: Readonly<Record<string, string>>,
): Promise<Ignored> {
  const own = await mkdtemp(join(folder, "git-"));
  const files = join(own, "files");
  await mkdir(files);
  const paths = new Set([...tree.keys()].filter((path) => basename(path) === ".gitignore"));
  for await (const { path, bytes } of verified(base, tree, paths)) {
    await mkdir(dirname(join(files, path)), { recursive: true });
    await writeFile(join(files, path), bytes);
  }
  const env = {
    ...environment,
    HOME: own,
    GIT_DIR: join(own, "repository"),
    GIT_WORK_TREE: files,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
  };
  await git(["init", "--quiet", "--template="], files, env, "");
  return async (paths) => {
    if (paths.length === 0) return new Set();
    const settings = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"];
    const excludes = ["-c", "core.excludesFile=/dev/null"];
    const ask = ["check-ignore", "--no-index", "-z", "--stdin"];
    const found = await git([...settings, ...excludes, ...ask], files, env, paths.join("\0"));
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

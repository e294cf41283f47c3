// What `actions/checkout` does: a folder with a real Git repository in it, at one commit of the sandbox's repository,
// as deep as asked for. Never asks the API; the token that it may leave behind opens nothing.

import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Host } from "../../host/host.ts";
import { copyCommits } from "./git-objects.ts";

const run = promisify(execFile);

export interface CheckoutOptions {
  /** Branch, ref or commit id. */
  readonly ref: string;
  /** What the ref stood at when it was asked for; null: where it is now. */
  readonly commit: string | null;
  /** Absolute. Emptied first. */
  readonly folder: string;
  /** Of the history; 0: all of it. */
  readonly depth: number;
  /** The patterns to lay out, and whether they are folders; null: everything. */
  readonly sparse: { readonly patterns: readonly string[]; readonly cone: boolean } | null;
  /** Left in the repository's configuration; null: none. */
  readonly token: string | null;
}

/** @returns the commit's id. Throws in the words of the action. */
export async function checkOut(host: Host, options: CheckoutOptions): Promise<string> {
  const { ref, commit, folder, depth, sparse, token } = options;
  const refs = await host.git.refs();
  const sha = await host.git.shaOf(commit ?? ref);
  if (sha === null) throw new Error(`A branch or tag with the name '${ref}' could not be found`);
  const branch = ref.replace(/^refs\/heads\//, "");
  const head = refs.has(branch) ? branch : null;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  const git = (...args: readonly string[]) => run("git", [...args], { cwd: folder, env });
  await git("-c", "init.defaultBranch=main", "init", "-q");
  await git("remote", "add", "origin", `${host.url}/${host.owner}/${host.name}`);
  const history = await host.git.history(sha, depth === 0 ? undefined : depth);
  await copyCommits(
    host,
    join(folder, ".git"),
    history.map((one) => one.sha),
  );
  const held = new Set(history.map((one) => one.sha));
  const cut = history.filter(({ parents }) => parents.some((parent) => !held.has(parent)));
  if (cut.length > 0) {
    await writeFile(join(folder, ".git/shallow"), cut.map((one) => `${one.sha}\n`).join(""));
  }
  if (token !== null) {
    const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
    await git("config", `http.${host.url}/.extraheader`, `AUTHORIZATION: basic ${basic}`);
  }
  if (sparse !== null) {
    await git("sparse-checkout", "set", sparse.cone ? "--cone" : "--no-cone", ...sparse.patterns);
  }
  if (head === null) await git("checkout", "-q", "--force", "--detach", sha);
  else await git("checkout", "-q", "--force", "-B", head, sha);
  return sha;
}

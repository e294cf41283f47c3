// Checkout by the git command: fetches one commit into a store of its own and copies the files out. The token goes to git
// through a pipe, and is in no argument, no environment and no file.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Repository } from "../../domain/repository/view.ts";
import { checkCommitId, writeCommitFiles } from "../../git/commit-files.ts";
import { type GitEnvironment, git, SECRET_DESCRIPTOR } from "../../git/process.ts";
import type { TreeFile } from "../../git/tree-writer.ts";
import type { Checkout } from "../../ports/checkout.ts";

/**
 * @param webUrl such as `https://github.com`, without a slash at the end
 * @param searchPath the `PATH` that git is found by
 * @param tokenFor a token that can read the repository
 * @param onTree told of all files of each commit that is checked out
 */
export function gitCheckout(
  webUrl: string,
  searchPath: string,
  tokenFor: (repository: Repository) => Promise<string>,
  onTree: (repository: Repository, commit: string, files: readonly TreeFile[]) => void,
): Checkout {
  return {
    async materialise(repository, commit, directory) {
      checkCommitId(commit);
      const { owner, name } = repository;
      const url = `${webUrl}/${encodeURIComponent(owner)}/${encodeURIComponent(name)}.git`;
      const store = await mkdtemp(join(tmpdir(), "autoloop-git-"));
      try {
        const plainly = environment(searchPath, []);
        await git(store, plainly, ["init", "--quiet", "--bare"]);
        const credential = `username=x-access-token\npassword=${await tokenFor(repository)}\n`;
        // Git asks its helper when the server does not answer without a name, and says what for behind the `#`.
        const authorised = environment(searchPath, [["credential.helper", `!cat <&${SECRET_DESCRIPTOR} #`]]);
        const fetch = ["fetch", "--quiet", "--depth=1", "--no-tags", url, commit];
        await git(store, authorised, fetch, credential);
        const { files, leftOut } = await writeCommitFiles(store, plainly, commit, directory);
        onTree(repository, commit, files);
        return { leftOut };
      } finally {
        await rm(store, { recursive: true, force: true });
      }
    },
  };
}

/** Everything git gets to see; nothing of the app's own environment but where programs are. */
function environment(searchPath: string, more: readonly (readonly [string, string])[]): GitEnvironment {
  const config: readonly (readonly [string, string])[] = [
    // A redirect would carry the credential to wherever it points.
    ["http.followRedirects", "false"],
    ["core.hooksPath", "/dev/null"],
    // No helper of the machine's; one of ours stands behind it.
    ["credential.helper", ""],
    ["gc.auto", "0"],
    ...more,
  ];
  return {
    PATH: searchPath,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ALLOW_PROTOCOL: "http:https",
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

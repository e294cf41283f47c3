// Checkout by the git command: fetches one commit as git's objects, of which the runner makes files. The token goes to git
// through a pipe, and is in no argument, no environment and no file.

import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Repository } from "../../domain/repository/view.ts";
import { checkCommitId, filesOfCommit } from "../../git/commit-files.ts";
import { type GitEnvironment, git, SECRET_DESCRIPTOR } from "../../git/process.ts";
import { sortedOut, type TreeFile } from "../../git/tree-writer.ts";
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
      const store = join(directory, "store");
      await git(directory, environment(searchPath, []), ["init", "--quiet", "--bare", "--template=", store]);
      const credential = `username=x-access-token\npassword=${await tokenFor(repository)}\n`;
      // Git asks its helper when the server does not answer without a name, and says what for behind the `#`.
      const authorised = environment(searchPath, [["credential.helper", `!cat <&${SECRET_DESCRIPTOR} #`]]);
      const fetch = ["fetch", "--quiet", "--depth=1", "--no-tags", url, commit];
      await git(store, authorised, fetch, credential);
      const objects = join(directory, "objects");
      await rename(join(store, "objects"), objects);
      // Where they came from and how it was asked for is no part of the base.
      await rm(store, { recursive: true, force: true });
      const files = await filesOfCommit({ objects, folder: directory, searchPath }, commit);
      onTree(repository, commit, files);
      return { leftOut: sortedOut(files).leftOut, form: "objects" };
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

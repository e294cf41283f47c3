// Checkout by the git command: fetches one commit into a store of its own and copies the blobs out byte for
// byte. Git never makes a working tree here, so no hook, filter, attribute, submodule or link of the repository
// comes to life. The token is in the environment of the git process and nowhere else.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terminal } from "../domain/errors.ts";
import type { Checkout } from "../ports/checkout.ts";
import type { Repository } from "../ports/forge.ts";
import { type GitEnvironment, git, gitBlobs } from "./git-process.ts";
import { sortedOut, type TreeFile, writeTreeFile } from "./tree-writer.ts";

/**
 * @param webUrl such as `https://github.com`, without a slash at the end
 * @param searchPath the `PATH` that git is found by
 * @param tokenFor a token that can read the repository
 */
export function gitCheckout(
  webUrl: string,
  searchPath: string,
  tokenFor: (repository: Repository) => Promise<string>,
): Checkout {
  return {
    async materialise(repository, commit, directory) {
      if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new Terminal(`not a commit id: ${commit.slice(0, 80)}`);
      const { owner, name } = repository;
      const url = `${webUrl}/${encodeURIComponent(owner)}/${encodeURIComponent(name)}.git`;
      const store = await mkdtemp(join(tmpdir(), "autoloop-git-"));
      try {
        const plainly = environment(searchPath, []);
        await git(store, plainly, ["init", "--quiet", "--bare"]);
        const credential = Buffer.from(`x-access-token:${await tokenFor(repository)}`).toString("base64");
        const authorised = environment(searchPath, [
          [`http.${url}.extraHeader`, `Authorization: Basic ${credential}`],
        ]);
        await git(store, authorised, ["fetch", "--quiet", "--depth=1", "--no-tags", url, commit]);
        const tree = await git(store, plainly, ["ls-tree", "-r", "-z", "--full-tree", commit]);
        const { plain, leftOut } = sortedOut(parseTree(tree));
        let next = 0;
        for await (const bytes of gitBlobs(
          store,
          plainly,
          plain.map(({ id }) => id),
        )) {
          const file = plain[next];
          next += 1;
          if (file !== undefined) await writeTreeFile(directory, file, bytes);
        }
        return { leftOut };
      } finally {
        await rm(store, { recursive: true, force: true });
      }
    },
  };
}

/** Everything git gets to see; nothing of the app's own environment but where programs are. */
function environment(searchPath: string, secret: readonly (readonly [string, string])[]): GitEnvironment {
  const config: readonly (readonly [string, string])[] = [
    // A redirect would carry the credential to wherever it points.
    ["http.followRedirects", "false"],
    ["core.hooksPath", "/dev/null"],
    ["credential.helper", ""],
    ["gc.auto", "0"],
    ...secret,
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

/** `<mode> <type> <id>\t<path>`, each ended by a NUL. */
function parseTree(output: Buffer): readonly TreeFile[] {
  return output
    .toString("utf8")
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const [mode = "", , id = ""] = line.slice(0, line.indexOf("\t")).split(" ");
      return { mode, id, path: line.slice(line.indexOf("\t") + 1) };
    });
}

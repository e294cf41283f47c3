// Checkout through the API: the tree in one request, every blob that is not known yet in one more.

import { Terminal } from "../domain/errors.ts";
import { sortedOut, writeTreeFile } from "../git/tree-writer.ts";
import type { Checkout } from "../ports/checkout.ts";
import type { Repository } from "../ports/forge.ts";
import type { GithubApi } from "./api.ts";
import type { Blobs } from "./blobs.ts";

interface TreeReply {
  readonly truncated: boolean;
  readonly tree: readonly {
    readonly path: string;
    readonly mode: string;
    readonly type: string;
    readonly sha: string;
  }[];
}

export function apiCheckout(apiOf: (repository: Repository) => GithubApi, blobs: Blobs): Checkout {
  return {
    async materialise(repository, commit, directory) {
      const api = apiOf(repository);
      const { owner, name: repo } = repository;
      // GitHub takes a commit where it asks for a tree and answers with the commit's.
      const route = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
      const reply = await api.get<TreeReply>(route, { owner, repo, tree_sha: commit, recursive: "1" });
      if (reply.truncated) {
        throw new Terminal("the repository is too large to be read through the API; use git for checkouts");
      }
      const files = reply.tree
        .filter(({ type }) => type !== "tree")
        .map(({ path, mode, sha }) => ({ path, mode, id: sha }));
      const { plain, leftOut } = sortedOut(files);
      for (const file of plain) {
        await writeTreeFile(directory, file, await blobs.bytes(api, repository, file.id));
      }
      return { leftOut };
    },
  };
}

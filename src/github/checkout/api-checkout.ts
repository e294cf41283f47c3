// Checkout through the API: the tree in one request, every blob that is not known yet in one more.

import { Terminal } from "../../domain/errors.ts";
import type { Repository } from "../../domain/repository/view.ts";
import { sortedOut, TreeWriter } from "../../git/tree-writer.ts";
import type { Checkout } from "../../ports/checkout.ts";
import type { Blobs } from "../git/blobs.ts";
import type { Trees } from "../git/trees.ts";
import type { GithubApi } from "../http/api.ts";

export function apiCheckout(
  apiOf: (repository: Repository) => GithubApi,
  { blobs, trees }: { readonly blobs: Blobs; readonly trees: Trees },
): Checkout {
  return {
    async materialise(repository, commit, directory) {
      const api = apiOf(repository);
      const tree = await trees.of(api, repository, commit);
      if (tree === "unlisted") {
        throw new Terminal("the repository is too large to be read through the API; use git for checkouts");
      }
      const { plain, leftOut } = sortedOut([...tree.values()]);
      const files = new TreeWriter(directory);
      for (const file of plain) await files.write(file, await blobs.bytes(api, repository, file.id));
      await files.done();
      return { leftOut, form: "files" };
    },
  };
}

// What a commit holds, as a list of all its files. What a commit holds never changes, so a list once read is not
// asked for again: the checkout of an iteration's base pays for the check of what is committed on it.

import type { Repository } from "../../domain/repository/view.ts";
import type { TreeFile } from "../../git/tree-writer.ts";
import type { GithubApi } from "../http/api.ts";
import { Lru } from "../http/lru.ts";

/** By path. */
export type Tree = ReadonlyMap<string, TreeFile>;

interface TreeReply {
  readonly truncated: boolean;
  readonly tree: readonly {
    readonly path: string;
    readonly mode: string;
    readonly type: string;
    readonly sha: string;
  }[];
}

/** Files kept over all repositories; each takes a few hundred bytes. */
const CAPACITY = 200_000;

export class Trees {
  readonly #known = new Lru<Tree>(CAPACITY, ({ size }) => size + 10);

  /** `unlisted`: GitHub lists at most 100,000 entries or 7 MB of them (docs: get a tree) and cut the rest off. */
  async of(api: GithubApi, repository: Repository, commit: string): Promise<Tree | "unlisted"> {
    const known = this.#known.get(nameOf(repository, commit));
    if (known !== undefined) return known;
    const { owner, name: repo } = repository;
    // GitHub takes a commit where it asks for a tree and answers with the commit's.
    const route = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
    const reply = await api.get<TreeReply>(route, { owner, repo, tree_sha: commit, recursive: "1" });
    if (reply.truncated) return "unlisted";
    const files = reply.tree.filter(({ type }) => type !== "tree");
    return this.learn(
      repository,
      commit,
      files.map(({ path, mode, sha }) => ({ path, mode, id: sha })),
    );
  }

  /** Remembers a whole list that somebody read another way. */
  learn(repository: Repository, commit: string, files: readonly TreeFile[]): Tree {
    const tree = new Map(files.map((file) => [file.path, file]));
    this.#known.set(nameOf(repository, commit), tree);
    return tree;
  }
}

/** Per repository, as for blobs. */
function nameOf({ account, owner, name }: Repository, commit: string): string {
  return `${account}/${owner}/${name}/${commit}`;
}

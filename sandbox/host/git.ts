// Git as the front needs it: commits, trees, history, what lies between two commits. Objects never change, so
// each is read from the emulator once; refs are read anew for every question.

import type { Upstream } from "./upstream.ts";

/** The sandbox's repository never renames it. */
export const DEFAULT_BRANCH = "main";

export interface Commit {
  readonly sha: string;
  readonly message: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** ISO time of the committer. */
  readonly date: string;
}

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
}

/** Commit id by branch name. */
export type Refs = ReadonlyMap<string, string>;

export class Git {
  readonly #upstream: Upstream;
  readonly #base: string;
  readonly #commits = new Map<string, Promise<Commit | null>>();
  readonly #trees = new Map<string, Promise<readonly TreeEntry[]>>();

  /** @param base path of the repository, such as `/repos/acme/carton` */
  constructor(upstream: Upstream, base: string) {
    this.#upstream = upstream;
    this.#base = base;
  }

  async refs(): Promise<Refs> {
    const refs = await this.#upstream.read<readonly { ref: string; object: { sha: string } }[]>(
      `${this.#base}/git/matching-refs/heads/`,
    );
    return new Map((refs ?? []).map((ref) => [ref.ref.slice("refs/heads/".length), ref.object.sha]));
  }

  /** The commit that a branch's name, its ref or an id means; null: none. */
  async shaOf(name: string): Promise<string | null> {
    const branch = name.replace(/^(refs\/)?heads\//, "");
    return (await this.commit((await this.refs()).get(branch) ?? branch))?.sha ?? null;
  }

  commit(sha: string): Promise<Commit | null> {
    const known = this.#commits.get(sha);
    if (known !== undefined) return known;
    const read = this.#readCommit(sha).then((commit) => {
      if (commit === null) this.#commits.delete(sha);
      return commit;
    });
    this.#commits.set(sha, read);
    return read;
  }

  tree(sha: string): Promise<readonly TreeEntry[]> {
    let tree = this.#trees.get(sha);
    if (tree === undefined) {
      tree = this.#upstream
        .read<{ tree: readonly TreeEntry[] }>(`${this.#base}/git/trees/${sha}`)
        .then((found) => found?.tree ?? []);
      this.#trees.set(sha, tree);
    }
    return tree;
  }

  /** Every file of a tree by its whole path. */
  async files(tree: string, prefix = ""): Promise<Map<string, TreeEntry>> {
    const files = new Map<string, TreeEntry>();
    for (const entry of await this.tree(tree)) {
      const path = `${prefix}${entry.path}`;
      if (entry.type !== "tree") files.set(path, { ...entry, path });
      else for (const [inner, file] of await this.files(entry.sha, `${path}/`)) files.set(inner, file);
    }
    return files;
  }

  /** What `git rev-parse` makes of `branch:path`, `branch` or an object id; null: nothing there. */
  async resolve(expression: string, refs: Refs): Promise<TreeEntry | null> {
    const [revision = "", path] = expression.split(/:(.*)/s);
    const commit = await this.commit(refs.get(revision.replace(/^refs\/heads\//, "")) ?? revision);
    if (commit === null) return null;
    if (path === undefined) return { path: "", mode: "", type: "commit", sha: commit.sha };
    let at: TreeEntry | null = { path: "", mode: "040000", type: "tree", sha: commit.tree };
    for (const name of path.split("/").filter(Boolean)) {
      if (at?.type !== "tree") return null;
      at = (await this.tree(at.sha)).find((entry) => entry.path === name) ?? null;
    }
    return at;
  }

  /** Newest first, as `git log` walks. */
  async history(from: string, limit = Number.POSITIVE_INFINITY): Promise<readonly Commit[]> {
    const seen = new Set([from]);
    const frontier = [await this.commit(from)].filter((commit) => commit !== null);
    const walked: Commit[] = [];
    while (frontier.length > 0 && walked.length < limit) {
      const newest = frontier.reduce(
        (best, commit, at) => (commit.date > (frontier[best]?.date ?? "") ? at : best),
        0,
      );
      for (const commit of frontier.splice(newest, 1)) {
        walked.push(commit);
        for (const parent of commit.parents) {
          const found = seen.has(parent) ? null : await this.commit(parent);
          seen.add(parent);
          if (found !== null) frontier.push(found);
        }
      }
    }
    return walked;
  }

  /** How many commits `head` has that `base` lacks, the other way round, and where they parted. */
  async compare(
    base: string,
    head: string,
  ): Promise<{ ahead: number; behind: number; mergeBase: Commit | null }> {
    if (base === head) return { ahead: 0, behind: 0, mergeBase: await this.commit(base) };
    const [ofBase, ofHead] = [await this.history(base), await this.history(head)];
    const inBase = new Set(ofBase.map((commit) => commit.sha));
    const shared = ofHead.filter((commit) => inBase.has(commit.sha));
    return {
      ahead: ofHead.length - shared.length,
      behind: ofBase.length - shared.length,
      mergeBase: shared[0] ?? null,
    };
  }

  async #readCommit(sha: string): Promise<Commit | null> {
    if (!/^[0-9a-f]{40}$/.test(sha)) return null;
    const found = await this.#upstream.read<{
      message: string;
      tree: { sha: string };
      parents: readonly { sha: string }[];
      committer: { date: string };
    }>(`${this.#base}/git/commits/${sha}`);
    if (found === null) return null;
    const parents = found.parents.map((parent) => parent.sha);
    return { sha, message: found.message, tree: found.tree.sha, parents, date: found.committer.date };
  }
}

// A git repository as plain maps: blobs, commits with whole trees, branches. Knows ancestry and three-way
// merges; knows nothing of issues, permissions or who asks. Blob ids are git's own, the rest are stand-ins.

import { createHash } from "node:crypto";

export type Mode = "100644" | "100755" | "120000" | "160000";

export interface Entry {
  readonly mode: Mode;
  readonly id: string;
}

/** All files of a commit by path. */
export type Tree = ReadonlyMap<string, Entry>;

export interface Commit {
  readonly id: string;
  readonly message: string;
  readonly parents: readonly string[];
  readonly tree: Tree;
  readonly author: string;
  readonly at: string;
}

/** What to change in a tree: text for a regular file, a whole entry for anything else, null to delete. */
export type Change = string | null | { readonly mode: Mode; readonly text: string };

export class FakeGit {
  readonly branches = new Map<string, string>();
  readonly #blobs = new Map<string, Buffer>();
  readonly #texts = new Map<string, string>();
  readonly #missing = new Map<string, number>();
  readonly #commits = new Map<string, Commit>();

  putBlob(bytes: Buffer): string {
    const id = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
    this.#blobs.set(id, bytes);
    return id;
  }

  blob(id: string): Buffer | undefined {
    return this.#blobs.get(id);
  }

  /** A blob as text; the same text of the same blob again and again, so that comparing costs nothing. */
  text(id: string): string | undefined {
    const text = this.#texts.get(id) ?? this.#blobs.get(id)?.toString();
    if (text !== undefined) this.#texts.set(id, text);
    return text;
  }

  find(commit: string): Commit | undefined {
    return this.#commits.get(commit);
  }

  get(commit: string): Commit {
    const found = this.#commits.get(commit);
    if (found === undefined) throw new Error(`no commit ${commit}`);
    return found;
  }

  /** Head of a branch, or undefined. */
  head(branch: string): Commit | undefined {
    const id = this.branches.get(branch);
    return id === undefined ? undefined : this.get(id);
  }

  /** Stores a commit; no branch moves. */
  commit(fields: Omit<Commit, "id">): Commit {
    const facts = JSON.stringify([
      this.#commits.size,
      fields.message,
      fields.parents,
      [...fields.tree],
      fields.at,
    ]);
    const commit = { id: createHash("sha1").update(facts).digest("hex"), ...fields };
    this.#commits.set(commit.id, commit);
    return commit;
  }

  changed(tree: Tree, changes: Readonly<Record<string, Change>>): Tree {
    const next = new Map(tree);
    for (const [path, change] of Object.entries(changes)) {
      if (change === null) next.delete(path);
      else {
        const { mode, text } =
          typeof change === "string" ? { mode: "100644" as const, text: change } : change;
        next.set(path, { mode, id: this.putBlob(Buffer.from(text)) });
      }
    }
    return new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The commit itself and everything before it, nearest first. */
  history(commit: string): readonly string[] {
    const seen = new Set<string>([commit]);
    for (const id of seen) for (const parent of this.get(id).parents) seen.add(parent);
    return [...seen];
  }

  isAncestor(older: string, newer: string): boolean {
    const seen = new Set([newer]);
    for (const id of seen) {
      if (id === older) return true;
      for (const parent of this.get(id).parents) seen.add(parent);
    }
    return false;
  }

  /** How many commits `of` has that `without` lacks. Counted once: commits never change. */
  countMissing(of: string, without: string): number {
    const asked = `${of} ${without}`;
    const before = this.#missing.get(asked);
    if (before !== undefined) return before;
    const known = new Set(this.history(without));
    const count = this.history(of).filter((id) => !known.has(id)).length;
    this.#missing.set(asked, count);
    return count;
  }

  /** Tree of a merge of two commits, or the paths that both sides changed in different ways. */
  merged(ours: string, theirs: string): Tree | { readonly conflict: readonly string[] } {
    const known = new Set(this.history(ours));
    const base = this.history(theirs).find((id) => known.has(id));
    const from: Tree = base === undefined ? new Map() : this.get(base).tree;
    const [a, b] = [this.get(ours).tree, this.get(theirs).tree];
    const result = new Map<string, Entry>();
    const conflict: string[] = [];
    for (const path of new Set([...from.keys(), ...a.keys(), ...b.keys()])) {
      const [was, mine, other] = [from.get(path), a.get(path), b.get(path)];
      const untouched = same(was, mine);
      if (!untouched && !same(was, other) && !same(mine, other)) conflict.push(path);
      const kept = untouched ? other : mine;
      if (kept !== undefined) result.set(path, kept);
    }
    return conflict.length === 0 ? result : { conflict: conflict.toSorted(byText) };
  }

  /** Tree of `head` without what these commits (newest first) did, or the paths that others touched since. */
  without(head: string, commits: readonly string[]): Tree | { readonly conflict: readonly string[] } {
    const result = new Map(this.get(head).tree);
    const conflict = new Set<string>();
    for (const commit of commits.map((id) => this.get(id))) {
      const before: Tree = this.get(commit.parents[0] ?? "").tree;
      for (const path of new Set([...before.keys(), ...commit.tree.keys()])) {
        const [was, did, now] = [before.get(path), commit.tree.get(path), result.get(path)];
        if (same(was, did) || same(was, now)) continue;
        if (!same(did, now)) conflict.add(path);
        else if (was === undefined) result.delete(path);
        else result.set(path, was);
      }
    }
    return conflict.size === 0 ? result : { conflict: [...conflict].toSorted(byText) };
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function same(a: Entry | undefined, b: Entry | undefined): boolean {
  return a?.id === b?.id && a?.mode === b?.mode;
}

// The memory branch as a store of text files with compare-and-swap. The only way to write a journal.

import type { FileRef, Repository } from "../domain/repository/view.ts";

/** Writes go in one commit; either all of them land on exactly `expectedHead`, or none does. */
export interface MemoryCommit {
  /** `absent`: the branch is to be created, with no parent. */
  readonly expectedHead: string | "absent";
  readonly message: string;
  /** Whole new texts; null deletes. Only what changed. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
}

export interface MemoryStore {
  /** Texts of the files, by path. Known content ids cost no request. */
  read(repository: Repository, files: readonly FileRef[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Commits and returns the branch's new head.
   * @throws Conflict when the branch is not at `expectedHead` (or exists although `absent` was expected)
   */
  commit(repository: Repository, request: MemoryCommit): Promise<string>;
}

// The memory branch as a store of text files with compare-and-swap. The only way to write a journal.

import type { FileRef, ProgramView, Repository } from "../domain/repository/view.ts";
import type { Look } from "./forge/program-reads.ts";

/** Writes go in one commit; either all of them land on exactly `expectedHead`, or none does. */
export interface MemoryCommit {
  /** Full SHA, hex. `absent`: the branch is to be created, by a commit without a parent. */
  readonly expectedHead: string | "absent";
  readonly message: string;
  /** Whole new texts of the files that changed; null deletes a file. Paths are relative to the root. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
}

/** A commit that was made. */
export interface Committed {
  /** The branch's new head: full SHA, hex. */
  readonly head: string;
  /** The program that was to be looked at, as it was right after the commit; null: nobody looked. */
  readonly view: ProgramView | null;
}

export interface MemoryStore {
  /**
   * Texts of the files, by path. Known content ids cost no request.
   * @throws Retryable when the host did not answer
   * @throws Terminal when the app may not read the branch
   */
  read(repository: Repository, files: readonly FileRef[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Commits. The host compares and swaps in one step: GraphQL's
   * `createCommitOnBranch` with `expectedHeadOid` (docs: GraphQL reference, mutations).
   * @param look a program to look at with the answer, where that costs no request
   * @throws Retryable when the host did not answer; the commit may be there
   * @throws Terminal when the app may not write the branch
   * @throws Conflict when the branch is not at `expectedHead` (or exists although `absent` was expected)
   */
  commit(repository: Repository, request: MemoryCommit, look?: Look): Promise<Committed>;
}

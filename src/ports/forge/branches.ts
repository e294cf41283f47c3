// What the app does to branches of programs on a forge. Writes only; each is a compare-and-swap or a fast-forward.

import type { ProposedFile } from "../../domain/journal/iteration.ts";
import type { Repository } from "../../domain/repository/view.ts";

/** A commit of ours on a branch. */
export interface CommitRequest {
  readonly branch: string;
  /** The branch must still be here, or `Conflict`. */
  readonly expectedHead: string;
  readonly message: string;
  readonly files: readonly ProposedFile[];
}

/** A commit on `branch` whose tree is that of the commit `treeOf`. */
interface RestoreRequest {
  readonly branch: string;
  readonly expectedHead: string;
  readonly treeOf: string;
  readonly message: string;
}

/** `commits` newest first, each with one parent. */
interface RevertRequest {
  readonly branch: string;
  readonly expectedHead: string;
  readonly commits: readonly string[];
  readonly message: string;
}

/**
 * A machine cannot do it. `conflict`: paths that both sides changed, sorted; empty where the host does not tell, and
 * it need not tell all.
 */
export interface Stuck {
  readonly conflict: readonly string[];
}

export interface Branches {
  /** Creates a branch at a commit. Already there at that very commit: fine. Elsewhere: `Conflict`. */
  createBranch(repository: Repository, branch: string, at: string): Promise<void>;
  /** Returns the new commit. Fast-forward only; the host signs it where it can. */
  commit(repository: Repository, request: CommitRequest): Promise<string>;
  /** Undoes without rewriting history. Returns the new commit. */
  restore(repository: Repository, request: RestoreRequest): Promise<string>;
  /** Moves the branch forward to `to`. Not a fast-forward: `Conflict`. */
  fastForward(repository: Repository, branch: string, to: string): Promise<void>;
  /** Merges `from` into `branch` on the server. Returns the merge commit. */
  merge(
    repository: Repository,
    branch: string,
    from: string,
    message: string,
  ): Promise<{ readonly head: string } | Stuck>;
  /** Undoes commits that lie below others, by one new commit on top: every file is as it was before them. */
  revert(repository: Repository, request: RevertRequest): Promise<{ readonly head: string } | Stuck>;
  /**
   * Puts the branch from exactly `expectedHead` onto `to`, whatever lies between them: the one move that need not be
   * a fast-forward. Anybody's push in between: `Conflict`.
   */
  reset(repository: Repository, branch: string, expectedHead: string, to: string): Promise<void>;
}

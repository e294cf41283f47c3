// What the app does to branches of programs on a forge. Writes only; each is a compare-and-swap or a fast-forward.
// Commits are full SHAs in hex, branches are names without `refs/heads/`. Errors are those of `forge.ts`.

import type { ProposedFile } from "../../domain/journal/iteration.ts";
import type { Repository } from "../../domain/repository/view.ts";

/** A commit of ours on a branch. */
export interface CommitRequest {
  readonly branch: string;
  /** The commit at which the branch must still be, or the write throws `Conflict`. */
  readonly expectedHead: string;
  readonly message: string;
  readonly files: readonly ProposedFile[];
}

/** A commit on `branch` whose tree is that of the commit `treeOf`; the branch must be at `expectedHead`. */
interface RestoreRequest {
  readonly branch: string;
  readonly expectedHead: string;
  readonly treeOf: string;
  readonly message: string;
}

/** `commits` are undone together, newest first, each with one parent; the branch must be at `expectedHead`. */
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
  /**
   * Creates a branch at a commit. A branch that is there at that very commit is fine.
   * @throws Conflict when the branch is at another commit
   */
  createBranch(repository: Repository, branch: string, at: string): Promise<void>;
  /**
   * Returns the new commit. Fast-forward only; the host signs it where it can (docs: about commit signature
   * verification, bots).
   * @throws Conflict when the branch is not at `expectedHead`
   */
  commit(repository: Repository, request: CommitRequest): Promise<string>;
  /**
   * Puts an earlier tree on top without rewriting history. Returns the new commit.
   * @throws Conflict when the branch is not at `expectedHead`
   */
  restore(repository: Repository, request: RestoreRequest): Promise<string>;
  /**
   * Moves the branch forward to `to`.
   * @throws Conflict when that is no fast-forward
   */
  fastForward(repository: Repository, branch: string, to: string): Promise<void>;
  /** Merges `from` into `branch` on the host (docs: REST API, merge a branch). Returns the merge commit. */
  merge(
    repository: Repository,
    branch: string,
    from: string,
    message: string,
  ): Promise<{ readonly head: string } | Stuck>;
  /**
   * Undoes commits that lie below later ones, by one new commit on top: every file of theirs is as it was before them.
   * @throws Conflict when the branch is not at `expectedHead`
   */
  revert(repository: Repository, request: RevertRequest): Promise<{ readonly head: string } | Stuck>;
  /**
   * Puts the branch from exactly `expectedHead` onto `to`, whatever lies between them: the one move that need not be
   * a fast-forward.
   * @throws Conflict when the branch is not at `expectedHead`, because somebody pushed
   */
  reset(repository: Repository, branch: string, expectedHead: string, to: string): Promise<void>;
}

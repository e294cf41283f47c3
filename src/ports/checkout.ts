// Turns a commit into files on disk for the runner, which itself holds no credential.

import type { Repository } from "../domain/repository/view.ts";

/** `files`: as they are in the commit. `objects`: as a store of git's objects in `objects`, which holds links as well. */
export type BaseForm = "files" | "objects";

export interface Checkout {
  /**
   * Puts the files of exactly `commit` below `directory` (which must be empty): regular and executable files. What the
   * app reads of them are paths alone. Symbolic links and submodules count for nobody, and their paths are returned, so
   * that nobody takes them for absent.
   * @param commit full SHA, hex
   * @param directory absolute path
   * @throws Retryable when the host did not answer
   * @throws Terminal when there is no such commit, or the app may not read it
   */
  materialise(
    repository: Repository,
    commit: string,
    directory: string,
  ): Promise<{ readonly leftOut: readonly string[]; readonly form: BaseForm }>;
}

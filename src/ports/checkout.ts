// Turns a commit into files on disk for the runner, which itself holds no credential.

import type { Repository } from "../domain/repository/view.ts";

export interface Checkout {
  /**
   * Writes the files of exactly `commit` below `directory` (which must be empty): regular and executable files.
   * Symbolic links and submodules are left out and their paths returned, so that nobody takes them for absent.
   * @param commit full SHA, hex
   * @param directory absolute path
   * @throws Retryable when the host did not answer
   * @throws Terminal when there is no such commit, or the app may not read it
   */
  materialise(
    repository: Repository,
    commit: string,
    directory: string,
  ): Promise<{ readonly leftOut: readonly string[] }>;
}

// Turns a commit into files on disk for the runner, which itself holds no credential.

import type { Repository } from "../domain/repository/view.ts";

export interface Checkout {
  /**
   * Writes the files of exactly `commit` below `directory` (which must be empty): regular and executable files.
   * Symbolic links and submodules are left out and returned, so that nobody takes them for absent.
   */
  materialise(
    repository: Repository,
    commit: string,
    directory: string,
  ): Promise<{ readonly leftOut: readonly string[] }>;
}

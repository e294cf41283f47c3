// What a forge tells of one program: its issue, branch and pull requests as one picture, and the few things that a
// decision asks for besides. Reads only.

import type { OpenPull } from "../../domain/program/legacy.ts";
import type { FailedCheck } from "../../domain/repository/checks.ts";
import type { FileModes, ProgramKey, ProgramView, Repository, Thread } from "../../domain/repository/view.ts";

/** Which program to look at; `name` is null before adoption, when its files and branch are not known yet. */
export interface Look {
  readonly key: ProgramKey;
  readonly name: string | null;
  /** The program's branch where that is not the canonical one of its name. */
  readonly branch?: string;
  /** Where the program's file was when it was seen last; absent for an issue program. */
  readonly source?: string;
}

export interface ProgramReads {
  look(look: Look): Promise<ProgramView>;
  /** All comments of an issue or a pull request. */
  thread(key: ProgramKey): Promise<Thread | "absent">;
  /** All open pull requests, also those of forks. */
  openPulls(repository: Repository): Promise<readonly OpenPull[]>;
  /** Login of who made the newest commit on `branch` that touched the file; null where the host cannot tell. */
  lastAuthor(repository: Repository, branch: string, path: string): Promise<string | null>;
  /** Modes of all files of a commit, symbolic links and submodules too. `unlisted`: the host does not list them all, or has no such commit any more. */
  filesAt(repository: Repository, commit: string): Promise<FileModes | "unlisted">;
  /** Names of the checks that must pass before anything may be merged into the branch; empty where that cannot be read. */
  requiredChecks(repository: Repository, branch: string): Promise<readonly string[]>;
  /** What the failing checks of a commit say about themselves, as far as it can be read; bounded. */
  failures(repository: Repository, commit: string, names: readonly string[]): Promise<readonly FailedCheck[]>;
}

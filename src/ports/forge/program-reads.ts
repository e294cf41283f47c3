// What a forge tells of one program: its issue, branch and pull requests as one picture, and the few things that a
// decision asks for besides. Reads only.

import type { OpenPull } from "../../domain/program/legacy.ts";
import type { FailedCheck, RequiredNames } from "../../domain/repository/checks.ts";
import type {
  CheckView,
  FileModes,
  ProgramKey,
  ProgramView,
  Repository,
  Thread,
} from "../../domain/repository/view.ts";

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
  /** Everything about one program in one consistent picture. A program whose issue is gone is a view, too. */
  look(look: Look): Promise<ProgramView>;
  /** All comments of an issue or a pull request. */
  thread(key: ProgramKey): Promise<Thread | "absent">;
  /** All open pull requests, also those of forks. */
  openPulls(repository: Repository): Promise<readonly OpenPull[]>;
  /** Login of the author of the newest commit on `branch` that touched the file; null where the host cannot tell. */
  lastAuthor(repository: Repository, branch: string, path: string): Promise<string | null>;
  /**
   * Modes of all files of a commit, symbolic links and submodules too. `unlisted`: the host has no such commit any
   * more, or does not list all files (docs: REST API, get a tree: at most 100,000 entries or 7 MB).
   */
  filesAt(repository: Repository, commit: string): Promise<FileModes | "unlisted">;
  /** Names of the checks that must pass before a merge into the branch; `unknown` where the app may not read them. */
  requiredChecks(repository: Repository, branch: string): Promise<RequiredNames>;
  /** Checks of any commit, as the look shows those of the branch's head; none where there is no such commit. */
  checksAt(repository: Repository, commit: string): Promise<readonly CheckView[]>;
  /**
   * Summaries, annotations and logs of the failing checks of a commit, as far as they can be read; bounded.
   * @param names of the checks to ask for
   */
  failures(repository: Repository, commit: string, names: readonly string[]): Promise<readonly FailedCheck[]>;
}

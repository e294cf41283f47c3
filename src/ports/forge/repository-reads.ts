// What a forge tells of repositories as a whole: which there are, the files and issues in them, and the roles of
// people. Reads only. Errors are those of `forge.ts`.

import type { Standing } from "../../domain/authority.ts";
import type { AppAccess, ReadinessView } from "../../domain/repository/readiness.ts";
import type { ListedComment, Repository, RepositoryView } from "../../domain/repository/view.ts";

/** A program issue as the sweep sees it; cheap enough to ask for every few minutes. */
export interface ProgramIssue {
  readonly number: number;
  /** ISO time of the newest change of the issue or its comments. */
  readonly updatedAt: string;
}

/** An account whose repositories could not be listed. */
export interface LeftOut {
  readonly account: string;
  /** The login of its owner. */
  readonly owner: string;
  /** `suspended`: by its owner. `refused`: the host does not let the app see it. `unanswered`: ask again. */
  readonly why: "suspended" | "refused" | "unanswered";
}

export interface RepositoryReads {
  /**
   * Repositories that the app is installed on.
   * @param leaveOut told of each account that keeps its own from being listed; the others are listed all the same
   */
  repositories(leaveOut: (one: LeftOut) => void): Promise<readonly Repository[]>;
  /** The repository of this name, with the account through which the app sees it; `absent`: it does not. */
  find(owner: string, name: string): Promise<Repository | "absent">;
  /** The permissions that the owner of the repository gave the app; may be up to a minute old. */
  access(repository: Repository): Promise<AppAccess>;
  /** The facts that decide whether programs can run. Needs read access to contents, issues, checks and statuses. */
  readiness(repository: Repository): Promise<ReadinessView>;
  /** Every program file, and every issue with a label of ours. Dear where there are many issues: ask rarely. */
  lookAtRepository(repository: Repository): Promise<RepositoryView>;
  /** Open issues with the program label. Conditional requests, which cost nothing where nothing changed. */
  programIssues(repository: Repository): Promise<readonly ProgramIssue[]>;
  /** Head of the memory branch: full SHA, hex. A conditional request. */
  memoryHead(repository: Repository): Promise<string | "absent">;
  /**
   * Comments of all issues and pull requests that changed since then, newest first. Conditional requests.
   * @param since milliseconds since the epoch
   */
  recentComments(repository: Repository, since: number): Promise<readonly ListedComment[]>;
  /** Text of a blob by content id (`FileRef.id`). Immutable, so adapters may keep it. */
  readText(repository: Repository, id: string): Promise<string>;
  /**
   * Role of a person at this moment; may be up to a minute old. `none` also for a login that the host does not know,
   * and where it did not answer (docs: REST API, get repository permissions for a user).
   */
  standing(repository: Repository, login: string): Promise<Standing>;
}

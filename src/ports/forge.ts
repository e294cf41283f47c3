// The code host in domain words. Implemented over Octokit in `github/` and in memory for tests; one contract
// suite holds both to the same behaviour. Nothing here may name an HTTP status, a URL or a page.
//
// Every method throws `Retryable` when the host did not answer or asked us to slow down, `Conflict` when what
// we meant to change has moved, `Terminal` when the app may not do it. None of them ever turns a failed read
// into "nothing there": absence is a value of its own.
//
// Writes of an installation take turns by who is named: where a program's key is given for its repository, it is that
// program's turn that is used.

import type { Standing } from "../domain/authority.ts";
import type { ProposedFile } from "../domain/journal/iteration.ts";
import type { OpenPull } from "../domain/program/legacy.ts";
import type { FailedCheck } from "../domain/repository/checks.ts";
import type { AppAccess, ReadinessView } from "../domain/repository/readiness.ts";
import type {
  FileModes,
  ListedComment,
  ProgramKey,
  ProgramView,
  Reaction,
  Repository,
  RepositoryView,
  Thread,
} from "../domain/repository/view.ts";

export type {
  Author,
  BranchView,
  CheckView,
  CommentView,
  FileRef,
  IssueView,
  ListedIssue,
  ProgramKey,
  ProgramView,
  PullView,
  Repository,
  RepositoryView,
} from "../domain/repository/view.ts";

/** Which program to look at; `name` is null before adoption, when its files and branch are not known yet. */
export interface Look {
  readonly key: ProgramKey;
  readonly name: string | null;
  /** The program's branch where that is not the canonical one of its name. */
  readonly branch?: string;
  /** Where the program's file was when it was seen last; absent for an issue program. */
  readonly source?: string;
}

/** What an issue of ours is to say. `labels` are all that it is to have. */
export interface IssueText {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** What an edit of an issue changes. */
export type IssueChange = Partial<IssueText> & { readonly state?: "closed" };

/** A program issue as the sweep sees it; cheap enough to ask for every few minutes. */
export interface ProgramIssue {
  readonly number: number;
  readonly updatedAt: string;
}

/** A commit of ours on a branch. */
export interface CommitRequest {
  readonly branch: string;
  /** The branch must still be here, or `Conflict`. */
  readonly expectedHead: string;
  readonly message: string;
  readonly files: readonly ProposedFile[];
}

/**
 * A machine cannot do it. `conflict`: paths that both sides changed, sorted; empty where the host does not tell, and
 * it need not tell all.
 */
export interface Stuck {
  readonly conflict: readonly string[];
}

export interface PullRequestText {
  readonly title: string;
  readonly body: string;
}

/** A check of ours on a commit. */
export interface OwnCheckRequest {
  readonly head: string;
  readonly name: string;
  readonly conclusion: "success" | "neutral" | "action_required";
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly buttons: readonly {
    readonly label: string;
    readonly description: string;
    readonly identifier: string;
  }[];
  readonly externalId: string;
}

export interface Forge {
  /** Repositories that the app is installed on. */
  repositories(): Promise<readonly Repository[]>;
  /** Open issues with the program label. Conditional requests. */
  programIssues(repository: Repository): Promise<readonly ProgramIssue[]>;
  /** Where the memory branch stands. A conditional request. */
  memoryHead(repository: Repository): Promise<string | "absent">;
  /** Comments of all issues and pull requests that changed since then, newest first. Conditional requests. */
  recentComments(repository: Repository, since: number): Promise<readonly ListedComment[]>;
  look(look: Look): Promise<ProgramView>;
  /** All comments of an issue or a pull request. */
  thread(key: ProgramKey): Promise<Thread | "absent">;
  /** Every program file, and every issue with a label of ours. Dear where there are many issues: ask rarely. */
  lookAtRepository(repository: Repository): Promise<RepositoryView>;
  /** The repository of this name, with the installation through which the app sees it; `absent`: it is not installed there. */
  find(owner: string, name: string): Promise<Repository | "absent">;
  /** The installation that the repository belongs to; may be up to a minute old. */
  access(repository: Repository): Promise<AppAccess>;
  /** What must be ready before programs can run. Needs read access to contents, issues, checks and statuses. */
  readiness(repository: Repository): Promise<ReadinessView>;
  /** All open pull requests, also those of forks. */
  openPulls(repository: Repository): Promise<readonly OpenPull[]>;
  /** Login of who made the newest commit on `branch` that touched the file; null where the host cannot tell. */
  lastAuthor(repository: Repository, branch: string, path: string): Promise<string | null>;
  /** Text of a blob by content id. Immutable, so adapters may keep it. */
  readText(repository: Repository, id: string): Promise<string>;
  /** Names of the checks that must pass before anything may be merged into the branch; empty where that cannot be read. */
  requiredChecks(repository: Repository, branch: string): Promise<readonly string[]>;
  /** What the failing checks of a commit say about themselves, as far as it can be read; bounded. */
  failures(repository: Repository, commit: string, names: readonly string[]): Promise<readonly FailedCheck[]>;
  /** Role of a person at this moment; may be up to a minute old. Unknown people and errors: `none`. */
  standing(repository: Repository, login: string): Promise<Standing>;

  /** Opens an issue with its labels, all at once. Returns its number. */
  openIssue(repository: Repository, text: IssueText): Promise<number>;
  editIssue(key: ProgramKey, change: IssueChange): Promise<void>;
  /** One that is there already is what was wanted. */
  createLabel(repository: Repository, label: string): Promise<void>;
  postComment(key: ProgramKey, body: string): Promise<number>;
  editComment(key: ProgramKey, comment: number, body: string): Promise<void>;
  /** Deletes a comment of the app; one that is gone already is what was wanted. */
  deleteComment(key: ProgramKey, comment: number): Promise<void>;
  /** A reaction on a comment; doing it twice changes nothing. */
  react(key: ProgramKey, comment: number, reaction: Reaction): Promise<void>;
  /** The same on the issue itself. */
  reactToIssue(key: ProgramKey, reaction: Reaction): Promise<void>;
  setLabels(
    key: ProgramKey,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Promise<void>;

  /** Modes of all files of a commit, symbolic links and submodules too. `unlisted`: the host does not list them all, or has no such commit any more. */
  filesAt(repository: Repository, commit: string): Promise<FileModes | "unlisted">;
  /** Creates a branch at a commit. Already there at that very commit: fine. Elsewhere: `Conflict`. */
  createBranch(repository: Repository, branch: string, at: string): Promise<void>;
  /** Returns the new commit. Fast-forward only; the host signs it where it can. */
  commit(repository: Repository, request: CommitRequest): Promise<string>;
  /** A commit on `branch` whose tree is that of `treeOf`: undoes without rewriting history. */
  restore(
    repository: Repository,
    request: { branch: string; expectedHead: string; treeOf: string; message: string },
  ): Promise<string>;
  /** Moves the branch forward to `to`. Not a fast-forward: `Conflict`. */
  fastForward(repository: Repository, branch: string, to: string): Promise<void>;
  /** Merges `from` into `branch` on the server. Returns the merge commit. */
  merge(
    repository: Repository,
    branch: string,
    from: string,
    message: string,
  ): Promise<{ readonly head: string } | Stuck>;
  /**
   * Undoes commits that lie below others, by one new commit on top: every file is as it was before them. `commits`
   * newest first, each with one parent.
   */
  revert(
    repository: Repository,
    request: { branch: string; expectedHead: string; commits: readonly string[]; message: string },
  ): Promise<{ readonly head: string } | Stuck>;
  /**
   * Puts the branch from exactly `expectedHead` onto `to`, whatever lies between them: the one move that need not be
   * a fast-forward. Anybody's push in between: `Conflict`.
   */
  reset(repository: Repository, branch: string, expectedHead: string, to: string): Promise<void>;

  /** A check of the app, which takes the place of one of that name. Not granted to the app: nothing happens. */
  writeCheck(repository: Repository, check: OwnCheckRequest): Promise<"written" | "not allowed">;
  /** Opens a draft pull request and labels it; finds the open one of that head instead of making a second. */
  openPull(
    repository: Repository,
    request: PullRequestText & { head: string; base: string; labels: readonly string[] },
  ): Promise<number>;
  editPull(repository: Repository, number: number, change: Partial<PullRequestText>): Promise<void>;
}

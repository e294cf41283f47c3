// The code host's view of one program, as immutable values: the raw material of every decision. Absent is a value of
// its own here; a read that failed never becomes one of these. Times are ISO 8601 in UTC, commits are full SHAs in hex,
// bodies are Markdown as it was written.

/** A repository as the app sees it. */
export interface Repository {
  /**
   * The app's account on the host through which it is seen: repositories of one account share limits. A word of the
   * host's own that nobody else reads, of letters, digits, `_` and `-`, at most 64.
   */
  readonly account: string;
  readonly owner: string;
  readonly name: string;
}

/** A program, named by the issue that carries it. */
export interface ProgramKey extends Repository {
  readonly issue: number;
}

/** The account that wrote something. `null` where it is gone (a "ghost"). */
export type Author = { readonly login: string; readonly type: "User" | "Bot" | "Other" } | null;

export interface IssueView {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly locked: boolean;
  readonly labels: readonly string[];
  readonly author: Author;
  /** The last edit of the body; null when it was never edited. `login` null: the host does not tell the editor. */
  readonly edited: { readonly login: string | null; readonly at: string } | null;
  /** Each time that the program label was put on, newest first. Empty for a label that a template brought along. */
  readonly labelled: readonly { readonly login: string | null; readonly at: string }[];
  /** Each time that the program label was taken off, the issue closed, or reopened, newest first. */
  readonly unlabelled: readonly { readonly login: string | null; readonly at: string }[];
  readonly closed: readonly { readonly login: string | null; readonly at: string }[];
  readonly reopened: readonly { readonly login: string | null; readonly at: string }[];
  /** The app's own reactions on the issue itself. */
  readonly reactions: readonly Reaction[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A reaction as GitHub's REST API names it: 👀, 🚀, 👍, 😕. */
export type Reaction = "eyes" | "rocket" | "+1" | "confused";

export interface CommentView {
  readonly id: number;
  readonly author: Author;
  /** Written by this app. Decided by the host, never by the text. */
  readonly own: boolean;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Its last edit, as for issues. */
  readonly edited: { readonly login: string | null; readonly at: string } | null;
  /** Somebody hid it: what it says does not count any more. */
  readonly minimised: boolean;
  /** The app's own reactions on it. */
  readonly reactions: readonly Reaction[];
}

/** Another issue, or a pull request, with all its comments, oldest first. */
export interface Thread {
  readonly issue: number;
  readonly comments: readonly CommentView[];
}

/** A comment as a list over the whole repository shows it. */
export interface ListedComment {
  /** Number of the issue or pull request that it stands on. */
  readonly issue: number;
  readonly id: number;
  readonly body: string;
  readonly updatedAt: string;
}

export interface BranchView {
  readonly head: string;
  /** Commits on the branch that the default branch lacks, and the other way round. */
  readonly ahead: number;
  readonly behind: number;
  /** Newest first, at most 20. */
  readonly commits: readonly {
    readonly id: string;
    readonly message: string;
    readonly parents: readonly string[];
    readonly committedAt: string;
  }[];
}

export interface PullView {
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly draft: boolean;
  readonly own: boolean;
  /** Head is in this very repository, not in a fork. */
  readonly sameRepository: boolean;
  readonly base: string;
  readonly head: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/**
 * One check run or commit status of a commit. `app` null: a status, or a check whose app cannot be told.
 * A check suite that has runs but is not completed yet counts as one more pending check, because jobs that
 * wait for other jobs appear only when their turn comes.
 */
export interface CheckView {
  readonly name: string;
  readonly app: string | null;
  /** Of this app, or a job of its own workflow: it proves nothing about the commit. */
  readonly own: boolean;
  readonly state: "pending" | "success" | "failure" | "neutral";
  /** It failed because somebody, or a newer push, ended it: it says nothing of the code. */
  readonly isCancelled?: true;
  /** When it ended, ISO 8601, by the host's clock; absent: it has not, or nobody told. */
  readonly endedAt?: string;
  /** The id that its app gave it; absent where the app gave none. */
  readonly externalId?: string;
}

/** A file on a branch, by content id; its text is read separately and only when the id is new. */
export interface FileRef {
  readonly path: string;
  readonly id: string;
}

/** The files of a commit: git's mode by path (`100644`, `100755`, `120000` a symbolic link, `160000` a submodule). */
export type FileModes = ReadonlyMap<string, string>;

/** Everything the host knows about one program, read as one consistent picture. */
export interface ProgramView {
  /** The app's own login, such as `autoloop[bot]`. */
  readonly self: string;
  /** `absent`: deleted, transferred away, or not an issue. */
  readonly issue: IssueView | "absent";
  /** All comments, oldest first. */
  readonly comments: readonly CommentView[];
  readonly defaultBranch: { readonly name: string; readonly head: string } | "absent";
  readonly branch: BranchView | "absent";
  /** Pull requests with the canonical branch as head, newest first. */
  readonly pulls: readonly PullView[];
  /** Checks of the canonical branch's head. */
  readonly checks: readonly CheckView[];
  readonly memory: {
    /** `absent`: the memory branch does not exist. */
    readonly head: string | "absent";
    /** The program's files and the shared ones (registry), as far as they exist. */
    readonly files: readonly FileRef[];
  };
  /** The repository's own configuration file on the default branch. */
  readonly config: FileRef | "absent";
  /** The program's files on the default branch, the one that counts first; empty where none was asked for. */
  readonly sources: readonly FileRef[];
}

/** An issue that carries one of the app's labels, open or closed. */
export interface ListedIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly labels: readonly string[];
  readonly author: Author;
  readonly edited: { readonly login: string | null; readonly at: string } | null;
  readonly createdAt: string;
}

/** Everything the host knows about the programs of one repository, read as one picture. */
export interface RepositoryView {
  /** The app's own login. */
  readonly self: string;
  /** Markdown files on the default branch that may be programs. */
  readonly files: readonly FileRef[];
  readonly registry: FileRef | "absent";
  readonly issues: readonly ListedIssue[];
}

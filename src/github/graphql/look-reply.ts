// The shape of the answers to the documents in `queries.ts`, field by field. Decides nothing about them.

/** An account; null where it is gone. GraphQL leaves the `[bot]` off an app's login. */
export type ActorReply = { readonly __typename: string; readonly login: string } | null;

type List<T> = { readonly nodes: readonly (T | null)[] | null };

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
}

export interface CommentReply {
  /** GraphQL's own name of it; absent where nobody asks for it. */
  readonly id?: string;
  /** A decimal number; comment ids do not fit GraphQL's Int. Null by the schema, which says not when. */
  readonly fullDatabaseId: string | number | null;
  readonly body: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lastEditedAt: string | null;
  readonly viewerDidAuthor: boolean;
  readonly isMinimized: boolean;
  readonly author: ActorReply;
  readonly editor: ActorReply;
  readonly reactionGroups: ReactionGroupsReply;
}

/** Whether a comment is hidden. */
export type HiddenReply = Pick<CommentReply, "fullDatabaseId" | "isMinimized">;

export type ReactionGroupsReply =
  | readonly { readonly content: string; readonly viewerHasReacted: boolean }[]
  | null;

/** What turns a loop on or off besides the label's being put on. */
export interface SwitchReply {
  readonly __typename: "UnlabeledEvent" | "ClosedEvent" | "ReopenedEvent";
  readonly createdAt: string;
  readonly actor: ActorReply;
  /** Only where a label was taken off. */
  readonly label?: { readonly name: string };
}

export interface IssueReply {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "OPEN" | "CLOSED";
  readonly locked: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly lastEditedAt: string | null;
  readonly author: ActorReply;
  readonly editor: ActorReply;
  readonly labels: List<{ readonly name: string }> | null;
  readonly timelineItems: List<{
    readonly createdAt: string;
    readonly actor: ActorReply;
    readonly label: { readonly name: string };
  }>;
  readonly switches: List<SwitchReply>;
  readonly reactionGroups: ReactionGroupsReply;
  /** The newest by creation: hiding a comment does not make it "updated". */
  readonly newest: List<HiddenReply>;
  readonly comments: List<CommentReply> & { readonly totalCount: number };
}

export interface CheckRunReply {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly completedAt?: string | null;
  readonly externalId: string | null;
}

export interface SuiteReply {
  readonly status: string;
  readonly app: { readonly slug: string } | null;
  readonly checkRuns: (List<CheckRunReply> & { readonly pageInfo: { readonly hasNextPage: boolean } }) | null;
}

export interface HeadReply {
  readonly oid: string;
  readonly history: List<{
    readonly oid: string;
    readonly message: string;
    readonly committedDate: string;
    readonly parents: List<{ readonly oid: string }>;
  }>;
  readonly status: {
    readonly contexts: readonly {
      readonly context: string;
      readonly state: string;
      readonly createdAt: string;
    }[];
  } | null;
  readonly checkSuites: (List<SuiteReply> & { readonly pageInfo: { readonly hasNextPage: boolean } }) | null;
}

export interface PullReply {
  /** As of comments. */
  readonly id?: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: "OPEN" | "CLOSED" | "MERGED";
  readonly isDraft: boolean;
  readonly isCrossRepository: boolean;
  readonly baseRefName: string;
  readonly headRefOid: string;
  readonly viewerDidAuthor: boolean;
  readonly labels: List<{ readonly name: string }> | null;
}

export type PullPage = List<PullReply> & { readonly pageInfo: PageInfo };

type BlobReply = { readonly oid?: string } | null;

/** Answer to LOOK. The optional fields are there only for a named program. */
export interface LookReply {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly id: string;
    readonly nameWithOwner: string;
    readonly isArchived: boolean;
    readonly hasIssuesEnabled: boolean;
    readonly defaultBranchRef: { readonly name: string; readonly target: { readonly oid: string } } | null;
    readonly memory: { readonly target: { readonly oid: string } } | null;
    readonly registry: BlobReply;
    readonly config: BlobReply;
    readonly directory?: BlobReply;
    readonly bare?: BlobReply;
    readonly issue: IssueReply | null;
    readonly journal?: {
      readonly entries?:
        | readonly { readonly name: string; readonly oid: string; readonly type: string }[]
        | null;
    } | null;
    readonly state?: BlobReply;
    readonly results?: BlobReply;
    readonly branch?: {
      readonly compare: { readonly aheadBy: number; readonly behindBy: number } | null;
      readonly target: HeadReply;
    } | null;
    readonly pullRequests?: PullPage;
  };
}

interface EntryReply {
  readonly name: string;
  readonly oid: string;
  readonly type: string;
  readonly object?: { readonly entries?: readonly EntryReply[] | null } | null;
}

/** What an answer says of an issue in a list. */
export type ListedReply = Pick<
  IssueReply,
  "number" | "title" | "body" | "state" | "createdAt" | "lastEditedAt" | "author" | "editor" | "labels"
>;

/** Answer to PROGRAMS. */
export interface ProgramsReply {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly registry: BlobReply;
    readonly single: BlobReply;
    readonly programs: { readonly entries?: readonly EntryReply[] | null } | null;
    readonly issues: List<ListedReply> & { readonly pageInfo: PageInfo };
  };
}

/** Answer to READINESS. */
export interface ChecksReply {
  readonly viewer: { readonly login: string };
  readonly repository: { readonly commit: Pick<HeadReply, "oid" | "status" | "checkSuites"> | null };
}

/** Classic branch protection, as far as everybody who may read the repository may know it. */
export interface ProtectedReply {
  readonly refUpdateRule: {
    readonly viewerCanPush: boolean;
    readonly requiredApprovingReviewCount: number | null;
    readonly requiredStatusCheckContexts: readonly (string | null)[] | null;
    readonly requiresSignatures: boolean;
    readonly requiresLinearHistory: boolean;
  } | null;
}

export interface ReadinessReply {
  readonly viewer: { readonly login: string };
  readonly repository: {
    readonly isArchived: boolean;
    readonly isPrivate: boolean;
    readonly hasIssuesEnabled: boolean;
    readonly defaultBranchRef: {
      readonly name: string;
      readonly target: Pick<HeadReply, "oid" | "status" | "checkSuites">;
    } | null;
    readonly memory: ProtectedReply | null;
    /** One of the branches of programs. */
    readonly programs: List<ProtectedReply> | null;
    readonly config: BlobReply;
    readonly workflow: BlobReply;
    readonly form: BlobReply;
    readonly runner: { readonly entries?: readonly { readonly name: string }[] } | null;
    readonly label: { readonly name: string } | null;
  };
}

/** Answer to COMMENTS. */
export interface CommentsReply {
  readonly repository: {
    readonly issueOrPullRequest: {
      readonly comments: List<CommentReply> & { readonly pageInfo: PageInfo };
    } | null;
  };
}

/** Answer to PULLS. */
export interface PullsReply {
  readonly repository: { readonly pullRequests: PullPage };
}

/** The items of a connection, without the holes that GraphQL allows in it. */
export function nodesOf<T>(list: List<T> | null | undefined): readonly T[] {
  return (list?.nodes ?? []).filter((node): node is NonNullable<typeof node> => node !== null);
}

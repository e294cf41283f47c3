// GitHub's answers to the app's GraphQL documents with everything in them that a test does not care about.

/** A request as it goes over the wire. */
export interface GraphqlBody {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const PERSON = { __typename: "User", login: "maintainer" };
const AT = "2026-01-01T00:00:00Z";

export function lookReply(repository: object): object {
  return {
    viewer: { login: "autoloop[bot]" },
    repository: {
      ...{
        defaultBranchRef: { name: "main", target: { oid: "d" } },
        memory: null,
        registry: null,
        config: null,
      },
      ...{ issue: issueReply({}), journal: null, state: null, results: null, branch: null },
      pullRequests: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] },
      ...repository,
    },
  };
}

export function issueReply(change: object): object {
  return {
    ...{ number: 12, title: "T", body: "B", state: "OPEN", locked: false, createdAt: AT, updatedAt: AT },
    ...{
      lastEditedAt: null,
      author: PERSON,
      editor: null,
      labels: { nodes: [] },
      timelineItems: { nodes: [] },
      switches: { nodes: [] },
      reactionGroups: [],
    },
    newest: { nodes: [] },
    comments: { totalCount: 0, nodes: [] },
    ...change,
  };
}

export function commentReply(id: number, change: object) {
  return {
    ...{
      fullDatabaseId: String(id),
      body: `comment ${id}`,
      createdAt: AT,
      updatedAt: AT,
      lastEditedAt: null,
    },
    ...{ viewerDidAuthor: false, isMinimized: false, author: PERSON, editor: null, reactionGroups: [] },
    ...change,
  };
}

export function pullReply(number: number, change: object): object {
  return {
    ...{ number, title: "T", body: "B", state: "OPEN", isDraft: true, isCrossRepository: false },
    ...{ baseRefName: "main", headRefOid: "abc", viewerDidAuthor: true, labels: { nodes: [] } },
    ...change,
  };
}

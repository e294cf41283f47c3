// What a look sees of a repository, as a part of GraphQL documents: a question asks for it, and a write brings it back with
// its answer. Kept as plain text, as `queries.ts`.

/** What `SEEN` takes besides the repository. `branch` and the file expressions are ignored before the program has a name. */
export const SEEN_VARIABLES = /* GraphQL */ `
    $issue: Int!, $named: Boolean!,
    $branch: String!, $branchRef: String!, $defaultBranch: String!,
    $journal: String!, $state: String!, $results: String!, $registry: String!, $config: String!,
    $filed: Boolean!, $directory: String!, $bare: String!, $comments: Int!
`;

/** Everything about one program, whatever brings its repository: a question, or the answer to a write. */
export const SEEN = /* GraphQL */ `
  fragment Seen on Repository {
    id
    nameWithOwner
    isArchived
    hasIssuesEnabled
    defaultBranchRef { name target { oid } }
    memory: ref(qualifiedName: "refs/heads/memory/autoloop") { target { oid } }
    registry: object(expression: $registry) { ... on Blob { oid } }
    config: object(expression: $config) { ... on Blob { oid } }
    directory: object(expression: $directory) @include(if: $filed) { ... on Blob { oid } }
    bare: object(expression: $bare) @include(if: $filed) { ... on Blob { oid } }
    issue(number: $issue) {
      id number title body state locked createdAt updatedAt lastEditedAt
      author { __typename login }
      editor { __typename login }
      labels(first: 100) { nodes { name } }
      timelineItems(last: 100, itemTypes: [LABELED_EVENT]) {
        nodes { ... on LabeledEvent { createdAt actor { __typename login } label { name } } }
      }
      switches: timelineItems(last: 100, itemTypes: [UNLABELED_EVENT, CLOSED_EVENT, REOPENED_EVENT]) {
        nodes {
          __typename
          ... on UnlabeledEvent { createdAt actor { __typename login } label { name } }
          ... on ClosedEvent { createdAt actor { __typename login } }
          ... on ReopenedEvent { createdAt actor { __typename login } }
        }
      }
      reactionGroups { content viewerHasReacted }
      newest: comments(last: 100) { nodes { fullDatabaseId isMinimized } }
      comments(first: $comments, orderBy: { field: UPDATED_AT, direction: DESC }) {
        totalCount
        nodes {
          id fullDatabaseId body createdAt updatedAt lastEditedAt viewerDidAuthor isMinimized
          author { __typename login }
          editor { __typename login }
          reactionGroups { content viewerHasReacted }
        }
      }
    }
    journal: object(expression: $journal) @include(if: $named) {
      ... on Tree { entries { name oid type } }
    }
    state: object(expression: $state) @include(if: $named) { ... on Blob { oid } }
    results: object(expression: $results) @include(if: $named) { ... on Blob { oid } }
    branch: ref(qualifiedName: $branchRef) @include(if: $named) {
      compare(headRef: $defaultBranch) { aheadBy behindBy }
      target {
        oid
        ... on Commit {
          history(first: 20) { nodes { oid message committedDate parents(first: 2) { nodes { oid } } } }
          status { contexts { context state createdAt } }
          checkSuites(first: 50) {
            pageInfo { hasNextPage }
            nodes {
              status
              app { slug }
              checkRuns(first: 100, filterBy: { checkType: LATEST }) {
                pageInfo { hasNextPage }
                nodes { name status conclusion completedAt externalId }
              }
            }
          }
        }
      }
    }
    pullRequests(headRefName: $branch, first: 10, orderBy: { field: CREATED_AT, direction: DESC })
      @include(if: $named) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id number title body state isDraft isCrossRepository baseRefName headRefOid viewerDidAuthor
        labels(first: 100) { nodes { name } }
      }
    }
  }
`;

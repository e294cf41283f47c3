// The GraphQL documents that change something: they move branches and hide comments. Kept as plain text so that a test can validate them against GitHub's
// published schema.

import { SEEN, SEEN_VARIABLES } from "../graphql/seen.ts";

/** GraphQL's name of a repository. */
export const REPOSITORY_ID = /* GraphQL */ `
  query RepositoryId($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { id }
  }
`;

/** Moves refs, each only if it is where `beforeOid` says. */
export const RESTART = /* GraphQL */ `
  mutation Restart($input: UpdateRefsInput!) {
    updateRefs(input: $input) { clientMutationId }
  }
`;

/** Hides a comment as outdated; whoever wants to read it can. */
export const HIDE = /* GraphQL */ `
  mutation Hide($comment: ID!) {
    minimizeComment(input: { subjectId: $comment, classifier: OUTDATED }) { clientMutationId }
  }
`;

/** A signed commit of whole files, only if the branch is still at `expectedHeadOid`. Cannot set file modes. */
export const COMMIT = /* GraphQL */ `
  mutation Commit($input: CreateCommitOnBranchInput!) {
    createCommitOnBranch(input: $input) { commit { oid tree { oid } } }
  }
`;

/** The same, and a look at a program right after it. */
export const COMMIT_AND_LOOK = /* GraphQL */ `
  mutation Commit($input: CreateCommitOnBranchInput!, ${SEEN_VARIABLES}) {
    createCommitOnBranch(input: $input) { commit { oid repository { ...Seen } } }
  }
  ${SEEN}
`;

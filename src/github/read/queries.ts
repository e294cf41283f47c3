// The GraphQL documents that the app sends. Kept as plain text so that a test can validate them against
// GitHub's published schema. One look is one request: everything that a decision needs, at one moment.

import { SEEN, SEEN_VARIABLES } from "../graphql/seen.ts";

/** Everything about one program. */
export const LOOK = /* GraphQL */ `
  query Look($owner: String!, $repo: String!, ${SEEN_VARIABLES}) {
    viewer { login }
    repository(owner: $owner, name: $repo) { ...Seen }
  }
  ${SEEN}
`;

/** The programs of a repository: files on the default branch, and issues with a label of ours, newest first. */
export const PROGRAMS = /* GraphQL */ `
  query Programs($owner: String!, $repo: String!, $registry: String!, $labels: [String!]!, $after: String) {
    viewer { login }
    repository(owner: $owner, name: $repo) {
      registry: object(expression: $registry) { ... on Blob { oid } }
      single: object(expression: "HEAD:.autoloop/program.md") { ... on Blob { oid } }
      programs: object(expression: "HEAD:.autoloop/programs") {
        ... on Tree {
          entries { name oid type object { ... on Tree { entries { name oid type } } } }
        }
      }
      issues(labels: $labels, first: 50, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
        pageInfo { hasNextPage endCursor }
        nodes {
          number title body state createdAt lastEditedAt
          author { __typename login }
          editor { __typename login }
          labels(first: 100) { nodes { name } }
        }
      }
    }
  }
`;

/** The checks of one commit. */
export const CHECKS = /* GraphQL */ `
  query Checks($owner: String!, $repo: String!, $commit: GitObjectID!) {
    viewer { login }
    repository(owner: $owner, name: $repo) {
      commit: object(oid: $commit) {
        oid
        ... on Commit {
          status { contexts { context state createdAt } }
          checkSuites(first: 50) {
            pageInfo { hasNextPage }
            nodes {
              status
              app { slug }
              checkRuns(first: 100, filterBy: { checkType: LATEST }) {
                pageInfo { hasNextPage }
                nodes { name status conclusion completedAt }
              }
            }
          }
        }
      }
    }
  }
`;

/** Whether programs can run in a repository, as far as one request tells. */
export const READINESS = /* GraphQL */ `
  query Readiness(
    $owner: String!, $repo: String!, $config: String!, $workflow: String!, $form: String!, $runner: String!
    $label: String!
  ) {
    viewer { login }
    repository(owner: $owner, name: $repo) {
      isArchived
      isPrivate
      hasIssuesEnabled
      defaultBranchRef {
        name
        target {
          oid
          ... on Commit {
            status { contexts { context state createdAt } }
            checkSuites(first: 50) {
              pageInfo { hasNextPage }
              nodes {
                status
                app { slug }
                checkRuns(first: 100, filterBy: { checkType: LATEST }) {
                  pageInfo { hasNextPage }
                  nodes { name status conclusion }
                }
              }
            }
          }
        }
      }
      memory: ref(qualifiedName: "refs/heads/memory/autoloop") { refUpdateRule { ...Protection } }
      programs: refs(refPrefix: "refs/heads/autoloop/", first: 1) { nodes { refUpdateRule { ...Protection } } }
      config: object(expression: $config) { ... on Blob { oid } }
      workflow: object(expression: $workflow) { ... on Blob { oid } }
      form: object(expression: $form) { ... on Blob { oid } }
      runner: object(expression: $runner) { ... on Tree { entries { name } } }
      label(name: $label) { name }
    }
  }
  fragment Protection on RefUpdateRule {
    viewerCanPush requiredApprovingReviewCount requiredStatusCheckContexts requiresSignatures requiresLinearHistory
  }
`;

/**
 * A page of all comments of an issue or a pull request, oldest first. Of a program's issue it is asked for only when
 * the look's window does not hold them all.
 */
export const COMMENTS = /* GraphQL */ `
  query Comments($owner: String!, $repo: String!, $issue: Int!, $after: String) {
    repository(owner: $owner, name: $repo) {
      issueOrPullRequest(number: $issue) {
        ... on Issue { comments(first: 100, after: $after) { ...Page } }
        ... on PullRequest { comments(first: 100, after: $after) { ...Page } }
      }
    }
  }
  fragment Page on IssueCommentConnection {
    pageInfo { hasNextPage endCursor }
    nodes {
      fullDatabaseId body createdAt updatedAt lastEditedAt viewerDidAuthor isMinimized
      author { __typename login }
      editor { __typename login }
      reactionGroups { content viewerHasReacted }
    }
  }
`;

/**
 * Further pull requests of a head name. Anyone can open some from a fork under the canonical branch's name, so
 * the look's first page need not hold the app's own.
 */
export const PULLS = /* GraphQL */ `
  query Pulls($owner: String!, $repo: String!, $branch: String!, $after: String) {
    repository(owner: $owner, name: $repo) {
      pullRequests(headRefName: $branch, first: 100, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
        pageInfo { hasNextPage endCursor }
        nodes {
          number title body state isDraft isCrossRepository baseRefName headRefOid viewerDidAuthor
          labels(first: 100) { nodes { name } }
        }
      }
    }
  }
`;

// Reads comments beyond what a look brings: all of one thread, and the newest of a whole repository.

import { PAGE_SIZE } from "../../domain/limits.ts";
import type { ListedComment, ProgramKey, Repository, Thread } from "../../domain/repository/view.ts";
import { type CommentReply, type CommentsReply, nodesOf } from "../graphql/look-reply.ts";
import type { GithubApi } from "../http/api.ts";
import { COMMENTS } from "./queries.ts";
import { commentView } from "./views.ts";

/** Pages of the repository's newest comments in one read; GitHub shows them newest first. */
const RECENT_PAGES = 10;

/** All comments of an issue or a pull request, oldest first. */
export async function thread(
  api: GithubApi,
  { owner, name: repo, issue }: ProgramKey,
): Promise<Thread | "absent"> {
  const comments: CommentReply[] = [];
  let after: string | null = null;
  do {
    const variables = { owner, repo, issue, after };
    const reply: CommentsReply = await api.query(COMMENTS, variables, ["repository.issueOrPullRequest"]);
    const page = reply.repository.issueOrPullRequest?.comments;
    if (page === undefined) return "absent";
    comments.push(...nodesOf(page));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return { issue, comments: comments.map(commentView) };
}

interface ListedReply {
  readonly id: number;
  readonly body?: string | null;
  readonly updated_at: string;
  /** The API's address of the issue, which ends with its number; a pull request is an issue here. */
  readonly issue_url: string;
}

/**
 * Comments of all issues and pull requests that changed since then, newest first, as far as ten pages go.
 * @param since milliseconds since the epoch
 */
export async function recentComments(
  api: GithubApi,
  { owner, name: repo }: Repository,
  since: number,
): Promise<readonly ListedComment[]> {
  const isRecent = ({ updated_at }: ListedReply) => Date.parse(updated_at) >= since;
  const found = await api.list(
    "GET /repos/{owner}/{repo}/issues/comments",
    { owner, repo, sort: "updated", direction: "desc" },
    (page) => page as readonly ListedReply[],
    (all) => !all.every(isRecent) || all.length >= RECENT_PAGES * PAGE_SIZE,
  );
  return found.filter(isRecent).map(({ id, body, updated_at, issue_url }) => ({
    id,
    body: body ?? "",
    updatedAt: updated_at,
    issue: Number(/\/(\d+)$/.exec(issue_url)?.[1]),
  }));
}

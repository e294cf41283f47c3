// Writes on issues: comments, the app's reactions, labels. Each is one request, or none where nothing would change.

import { Conflict } from "../../domain/errors.ts";
import type { ProgramKey, Reaction } from "../../domain/repository/view.ts";
import { HIDE } from "../git/mutations.ts";
import type { GithubApi } from "../http/api.ts";
import { madeNumber } from "../http/made.ts";
import { isGone, isNotFound } from "../http/map-error.ts";

function at({ owner, name: repo, issue }: ProgramKey) {
  return { owner, repo, issue_number: issue };
}

/** Returns the new comment's id. */
export async function postComment(api: GithubApi, key: ProgramKey, body: string): Promise<number> {
  const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const { data } = await api.write<{ id?: number }>(route, { ...at(key), body });
  return madeNumber(route, data?.id);
}

export async function editComment(
  api: GithubApi,
  key: ProgramKey,
  comment: number,
  body: string,
  seen?: string,
): Promise<void> {
  const { owner, name: repo } = key;
  if (seen !== undefined && !(await says(api, key, comment, seen)))
    throw new Conflict("somebody edited the comment meanwhile");
  const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
  await api.write(route, { owner, repo, comment_id: comment, body });
}

/** Whether the comment, read again, says what it was seen to say. */
export async function says(api: GithubApi, key: ProgramKey, comment: number, seen: string): Promise<boolean> {
  return isSame(await readComment(api, key, comment), seen);
}

export async function deleteComment(api: GithubApi, key: ProgramKey, comment: number): Promise<void> {
  const { owner, name: repo } = key;
  const route = "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}";
  await unlessGone(api, key, api.write(route, { owner, repo, comment_id: comment }));
}

/** GraphQL alone can hide a comment, and it wants another id than REST. */
export async function minimiseComment(api: GithubApi, key: ProgramKey, comment: number): Promise<void> {
  const { node_id } = await readComment(api, key, comment);
  await api.mutate(HIDE, { comment: node_id });
}

/** GitHub answers 200 instead of 201 where the reaction is there already. */
export async function react(
  api: GithubApi,
  key: ProgramKey,
  comment: number,
  content: Reaction,
): Promise<void> {
  const { owner, name: repo } = key;
  const route = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
  await api.write(route, { owner, repo, comment_id: comment, content });
}

export async function reactToIssue(api: GithubApi, key: ProgramKey, content: Reaction): Promise<void> {
  await api.write("POST /repos/{owner}/{repo}/issues/{issue_number}/reactions", { ...at(key), content });
}

export async function setLabels(
  api: GithubApi,
  key: ProgramKey,
  change: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<void> {
  if (change.add.length > 0) {
    await api.write("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
      ...at(key),
      labels: change.add,
    });
  }
  for (const name of change.remove) {
    const route = "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}";
    await unlessGone(api, key, api.write(route, { ...at(key), name }));
  }
}

interface CommentReply {
  readonly node_id: string;
  readonly body?: string | null;
}

function readComment(
  api: GithubApi,
  { owner, name: repo }: ProgramKey,
  comment: number,
): Promise<CommentReply> {
  const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
  return api.get<CommentReply>(route, { owner, repo, comment_id: comment });
}

/** GitHub may hand a text out with other line ends. */
function isSame({ body }: CommentReply, seen: string): boolean {
  const plain = (text: string) => text.replaceAll("\r\n", "\n").trimEnd();
  return plain(body ?? "") === plain(seen);
}

/**
 * A label or comment that is not there is what was wanted, and so is one of an issue that was deleted (410); an issue that
 * cannot be seen is a failure.
 */
async function unlessGone(api: GithubApi, key: ProgramKey, removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (isGone(error)) return;
    if (!isNotFound(error)) throw error;
    await api.get("GET /repos/{owner}/{repo}/issues/{issue_number}", at(key));
  }
}

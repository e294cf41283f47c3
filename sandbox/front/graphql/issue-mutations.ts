// The mutations `createIssue`, for what only it can do (an issue from a template, with the template's labels whoever
// opens it), and `deleteIssue`; `minimizeComment` and `unminimizeComment`.

import { parse } from "yaml";
import { DEFAULT_BRANCH } from "../../host/git.ts";
import type { FrontRequest } from "../../host/http.ts";
import { loginOf, mayTriage } from "../../host/principals.ts";
import { Refused } from "../../host/upstream.ts";
import { failure } from "./failure.ts";
import { issueObject } from "./issue.ts";
import type { Snapshot } from "./snapshot.ts";

interface Creation {
  readonly input: {
    readonly repositoryId: string;
    readonly title: string;
    readonly body?: string | null;
    readonly issueTemplate?: string | null;
  };
}

interface RestComment {
  readonly node_id: string;
  readonly user: { readonly login: string } | null;
}

interface Deletion {
  readonly input: { readonly issueId: string };
}

interface Hiding {
  readonly input: { readonly subjectId: string };
}

interface Template {
  readonly name?: unknown;
  readonly labels?: unknown;
}

const TEMPLATES = ".github/ISSUE_TEMPLATE/";

/** No `labeled` event tells of the labels that a template brings along. */
export async function createIssue(snapshot: Snapshot, request: FrontRequest, { input }: Creation) {
  const { upstream, base } = snapshot.host;
  const repository = await upstream.read<{ node_id: string }>(base);
  if (repository?.node_id !== input.repositoryId) throw unknownNode(input.repositoryId);
  const labels = input.issueTemplate ? await labelsOf(snapshot, input.issueTemplate) : [];
  const { title, body } = input;
  const made = await upstream.send("POST", `${base}/issues`, request.authorization, { title, body, labels });
  if (made.status !== 201) throw new Refused(made);
  const { number } = made.body as { readonly number: number };
  return { clientMutationId: null, issue: () => issueObject(snapshot, number) };
}

/** For admins of the repository. */
export async function deleteIssue({ host }: Snapshot, request: FrontRequest, { input }: Deletion) {
  const { upstream, base, records, webhooks } = host;
  const all = await upstream.readAll<{ number: number; node_id: string }>(`${base}/issues?state=all`);
  const issue = all.find(({ node_id }) => node_id === input.issueId);
  if (issue === undefined || records.deletedIssues.has(issue.number)) throw unknownNode(input.issueId);
  const { who } = request;
  if (who.kind !== "person" || who.role !== "admin")
    throw failure(
      "FORBIDDEN",
      `${loginOf(who)} does not have the correct permissions to execute \`DeleteIssue\``,
    );
  records.deletedIssues.add(issue.number);
  const sender = { login: who.login, type: "User" };
  webhooks.send("issues", { action: "deleted", issue, repository: await upstream.read(base), sender });
  return { clientMutationId: null };
}

/**
 * Hides a comment, or shows it again; that is no change of the comment. For whoever wrote it, and whoever may triage.
 */
export async function hideComment(
  { host }: Snapshot,
  request: FrontRequest,
  { input }: Hiding,
  isHidden: boolean,
) {
  const { upstream, base, records } = host;
  const threads = [
    ...(await upstream.readAll<{ number: number }>(`${base}/issues?state=all`)),
    ...(await upstream.readAll<{ number: number }>(`${base}/pulls?state=all`)),
  ];
  for (const { number } of threads) {
    const comments = await upstream.readAll<RestComment>(`${base}/issues/${number}/comments`);
    const comment = comments.find(({ node_id }) => node_id === input.subjectId);
    if (comment === undefined) continue;
    if (comment.user?.login !== loginOf(request.who) && !mayTriage(request.who))
      throw failure("FORBIDDEN", `${loginOf(request.who)} does not have permission to hide this comment`);
    if (isHidden) records.hidden.add(comment.node_id);
    else records.hidden.delete(comment.node_id);
    return { clientMutationId: null };
  }
  throw unknownNode(input.subjectId);
}

/** Labels of the template with this name: Markdown with frontmatter, or a form. */
async function labelsOf({ host }: Snapshot, name: string): Promise<readonly string[]> {
  const head = await host.git.resolve(DEFAULT_BRANCH, await host.git.refs());
  const commit = head === null ? null : await host.git.commit(head.sha);
  const files = commit === null ? [] : [...(await host.git.files(commit.tree)).values()];
  for (const { path, sha } of files.filter((file) => file.path.startsWith(TEMPLATES))) {
    const blob = await host.upstream.read<{ content: string }>(`${host.base}/git/blobs/${sha}`);
    const text = Buffer.from(blob?.content ?? "", "base64").toString();
    const yaml = path.endsWith(".md") ? (/^---\n(.*?)\n---\n/s.exec(text)?.[1] ?? "") : text;
    const template: Template | null = parse(yaml);
    if (template?.name !== name) continue;
    const { labels } = template;
    return typeof labels === "string"
      ? labels.split(/,\s*/)
      : Array.isArray(labels)
        ? labels.map(String)
        : [];
  }
  throw failure("NOT_FOUND", `Could not find the issue template '${name}'.`);
}

function unknownNode(id: string) {
  return failure("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

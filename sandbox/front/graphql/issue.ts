// `Issue` and `IssueComment` as GraphQL objects: who wrote and edited what, labels and when they were given,
// reactions.

import { REACTIONS } from "../../host/reactions.ts";
import type { Records, Subject } from "../../host/records.ts";
import { failure } from "./failure.ts";
import { actor, connection, type Page, type RestUser, type Snapshot } from "./snapshot.ts";

interface RestText {
  readonly body: string | null;
  readonly user: RestUser | null;
  readonly created_at: string;
  readonly updated_at: string;
}

interface RestIssue extends RestText {
  readonly node_id: string;
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly locked: boolean;
  readonly comments: number;
  readonly labels: readonly { readonly name: string }[];
}

interface RestComment extends RestText {
  readonly id: number;
  readonly node_id: string;
}

interface RestEvent {
  readonly event: string;
  readonly created_at: string;
  readonly actor: RestUser | null;
  readonly label: { readonly name: string } | null;
}

interface CommentOrder {
  readonly orderBy?: { readonly direction: "ASC" | "DESC" } | null;
}

/** Issues with any of these labels, open and closed. */
export function issuesLabelled(snapshot: Snapshot) {
  return async (
    args: Page & { labels?: readonly string[] | null; orderBy?: { direction: string } | null },
  ) => {
    const { upstream, base } = snapshot.host;
    const all = await upstream.readAll<RestIssue & { readonly pull_request?: object }>(
      `${base}/issues?state=all`,
    );
    const found = all
      .filter(({ pull_request }) => pull_request === undefined)
      .filter(({ number }) => !snapshot.host.records.deletedIssues.has(number))
      .filter(({ labels }) => args.labels == null || labels.some(({ name }) => args.labels?.includes(name)))
      .toSorted((a, b) => (args.orderBy?.direction === "ASC" ? a.number - b.number : b.number - a.number));
    return connection(await Promise.all(found.map(({ number }) => issueObject(snapshot, number))), args);
  };
}

export async function issueObject(snapshot: Snapshot, number: number) {
  const { upstream, base, records } = snapshot.host;
  const path = `${base}/issues/${number}`;
  const issue = records.deletedIssues.has(number) ? null : await upstream.read<RestIssue>(path);
  if (issue === null)
    throw failure("NOT_FOUND", `Could not resolve to an Issue with the number of ${number}.`);
  return {
    ...written(snapshot, `issue:${number}`, issue),
    updatedAt: records.updatedAt(number, issue.updated_at),
    __typename: "Issue",
    id: issue.node_id,
    number,
    title: issue.title,
    state: issue.state.toUpperCase(),
    locked: issue.locked,
    labels: (page: Page) => connection(issue.labels, page),
    timelineItems: async (args: Page & { itemTypes?: readonly string[] | null }) =>
      connection(await timeline(snapshot, number, args.itemTypes ?? [...TIMELINE_TYPES.keys()]), args),
    comments: commentsOf(snapshot, path),
  };
}

/** `comments` of the issue or pull request at this path. */
function commentsOf(snapshot: Snapshot, path: string) {
  return async (args: Page & CommentOrder) => {
    const order = args.orderBy
      ? `sort=updated&direction=${args.orderBy.direction.toLowerCase()}`
      : "sort=created";
    const comments = await snapshot.host.upstream.readAll<RestComment>(`${path}/comments?${order}`);
    return connection(
      comments.map((comment) => ({
        ...written(snapshot, `comment:${comment.id}`, comment),
        __typename: "IssueComment",
        databaseId: comment.id,
        fullDatabaseId: snapshot.host.refusals.omitted.has("comment-ids") ? null : String(comment.id),
        id: comment.node_id,
        isMinimized: snapshot.host.records.hidden.has(comment.node_id),
      })),
      args,
    );
  };
}

/** An issue, or as much of a pull request as is talk. */
export async function conversationObject(snapshot: Snapshot, number: number) {
  const { upstream, base } = snapshot.host;
  const pull = await upstream.read<object>(`${base}/pulls/${number}`);
  return pull === null
    ? issueObject(snapshot, number)
    : { __typename: "PullRequest", number, comments: commentsOf(snapshot, `${base}/issues/${number}`) };
}

/** What issues and comments have in common. */
function written(snapshot: Snapshot, subject: Subject, text: RestText) {
  const edit = snapshot.host.records.edits.get(subject);
  return {
    body: text.body ?? "",
    createdAt: text.created_at,
    updatedAt: text.updated_at,
    lastEditedAt: edit?.at ?? null,
    editor: actor(edit),
    author: actor(text.user),
    viewerDidAuthor: text.user?.login === snapshot.viewer,
    reactionGroups: () => reactionGroups(snapshot.host.records, subject, snapshot.viewer),
  };
}

function reactionGroups(records: Records, subject: Subject, viewer: string) {
  const given = records.reactions.get(subject) ?? [];
  return [...REACTIONS].map(([content, name]) => {
    const of = given.filter((reaction) => reaction.content === content);
    return { content: name, viewerHasReacted: of.some((reaction) => reaction.login === viewer) };
  });
}

/** The kinds of events that are shown, by their name in a filter. */
const TIMELINE_TYPES: ReadonlyMap<string, { readonly event: string; readonly typename: string }> = new Map([
  ["LABELED_EVENT", { event: "labeled", typename: "LabeledEvent" }],
  ["UNLABELED_EVENT", { event: "unlabeled", typename: "UnlabeledEvent" }],
  ["CLOSED_EVENT", { event: "closed", typename: "ClosedEvent" }],
  ["REOPENED_EVENT", { event: "reopened", typename: "ReopenedEvent" }],
]);

/** Oldest first; labels that came with the issue are not in the emulator's timeline. */
async function timeline(snapshot: Snapshot, number: number, types: readonly string[]) {
  const { upstream, base, records } = snapshot.host;
  const atOpening = (records.labelled.get(number) ?? []).map(({ label, login, at }) => ({
    event: "labeled",
    created_at: at,
    actor: { login },
    label: { name: label },
  }));
  const later = await upstream.readAll<RestEvent>(`${base}/issues/${number}/timeline`);
  const wanted = types.flatMap((type) => TIMELINE_TYPES.get(type) ?? []);
  return [...atOpening, ...later].flatMap((event) =>
    wanted
      .filter((type) => type.event === event.event)
      .map(({ typename }) => ({
        __typename: typename,
        createdAt: event.created_at,
        actor: actor(event.actor),
        label: event.label,
      })),
  );
}

// Turns answers of GraphQL into the views of the Forge port, value by value. Asks for nothing.

import { Retryable } from "../../domain/errors.ts";
import { LABEL } from "../../domain/program/names.ts";
import type {
  Author,
  BranchView,
  CommentView,
  IssueView,
  ListedIssue,
  PullView,
  Reaction,
} from "../../domain/repository/view.ts";
import type {
  ActorReply,
  CommentReply,
  HeadReply,
  IssueReply,
  ListedReply,
  PullReply,
  ReactionGroupsReply,
  SwitchReply,
} from "../graphql/look-reply.ts";
import { nodesOf } from "../graphql/look-reply.ts";

/** Login as REST, webhooks and people write it: GraphQL leaves out the `[bot]` of an app. */
function loginOf(actor: ActorReply): string | null {
  if (actor === null) return null;
  return actor.__typename === "Bot" && !actor.login.endsWith("[bot]") ? `${actor.login}[bot]` : actor.login;
}

function authorOf(actor: ActorReply): Author {
  const login = loginOf(actor);
  if (actor === null || login === null) return null;
  const { __typename: type } = actor;
  return { login, type: type === "User" || type === "Bot" ? type : "Other" };
}

function editOf(reply: { readonly lastEditedAt: string | null; readonly editor: ActorReply }) {
  return reply.lastEditedAt === null ? null : { login: loginOf(reply.editor), at: reply.lastEditedAt };
}

export function issueView(reply: IssueReply): IssueView {
  const { number, title, body, locked, createdAt, updatedAt } = reply;
  return {
    ...{ number, title, body, locked, createdAt, updatedAt },
    state: reply.state === "OPEN" ? "open" : "closed",
    labels: nodesOf(reply.labels).map(({ name }) => name),
    author: authorOf(reply.author),
    edited: editOf(reply),
    labelled: nodesOf(reply.timelineItems)
      .filter(({ label }) => label.name === LABEL.program)
      .map(({ actor, createdAt: at }) => ({ login: loginOf(actor), at }))
      .reverse(),
    unlabelled: switched(reply, "UnlabeledEvent"),
    closed: switched(reply, "ClosedEvent"),
    reopened: switched(reply, "ReopenedEvent"),
    reactions: reactionsOf(reply.reactionGroups),
  };
}

/** Newest first. Of the labels only the program's counts. */
function switched({ switches }: IssueReply, kind: SwitchReply["__typename"]) {
  return nodesOf(switches)
    .filter(({ __typename }) => __typename === kind)
    .filter(({ label }) => label === undefined || label.name === LABEL.program)
    .map(({ actor, createdAt: at }) => ({ login: loginOf(actor), at }))
    .reverse();
}

export function listedIssue(reply: ListedReply): ListedIssue {
  const { number, title, body, createdAt } = reply;
  return {
    ...{ number, title, body, createdAt },
    state: reply.state === "OPEN" ? "open" : "closed",
    labels: nodesOf(reply.labels).map(({ name }) => name),
    author: authorOf(reply.author),
    edited: editOf(reply),
  };
}

/** The reactions that the app gives, as GraphQL names them. */
const REACTION: Readonly<Record<string, Reaction>> = {
  EYES: "eyes",
  ROCKET: "rocket",
  THUMBS_UP: "+1",
  CONFUSED: "confused",
};

export function commentView(reply: CommentReply): CommentView {
  const { body, createdAt, updatedAt } = reply;
  return {
    id: idOf(reply),
    author: authorOf(reply.author),
    own: reply.viewerDidAuthor,
    ...{ body, createdAt, updatedAt },
    edited: editOf(reply),
    minimised: reply.isMinimized,
    reactions: reactionsOf(reply.reactionGroups),
  };
}

/** @throws Retryable where there is none: what cannot be named can be neither answered nor found again */
function idOf({ fullDatabaseId: id }: CommentReply): number {
  const number = id === null ? Number.NaN : Number(id);
  if (!Number.isSafeInteger(number) || number <= 0) throw new Retryable("a comment in the answer has no id");
  return number;
}

/** The app's own. */
function reactionsOf(groups: ReactionGroupsReply): readonly Reaction[] {
  return (groups ?? []).flatMap(({ content, viewerHasReacted }) => {
    const reaction = viewerHasReacted ? REACTION[content] : undefined;
    return reaction === undefined ? [] : [reaction];
  });
}

/** @param compare the default branch as seen from this branch: what it is ahead by, this branch is behind by. */
export function branchView(head: HeadReply, compare: { aheadBy: number; behindBy: number }): BranchView {
  return {
    head: head.oid,
    ahead: compare.behindBy,
    behind: compare.aheadBy,
    commits: nodesOf(head.history).map(({ oid, message, committedDate, parents }) => ({
      id: oid,
      message,
      parents: nodesOf(parents).map((parent) => parent.oid),
      committedAt: committedDate,
    })),
  };
}

const PULL_STATE = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

export function pullView(reply: PullReply): PullView {
  const { number, title, body } = reply;
  return {
    ...{ number, title, body },
    state: PULL_STATE[reply.state],
    draft: reply.isDraft,
    own: reply.viewerDidAuthor,
    sameRepository: !reply.isCrossRepository,
    base: reply.baseRefName,
    head: reply.headRefOid,
    labels: nodesOf(reply.labels).map(({ name }) => name),
  };
}

// Comments that are pinned to the top of their issue, as GitHub has it since 2026 (GitHub REST: pin an issue comment). How
// many of one issue may be, nobody wrote down: here each may.

import type { Host } from "../../host/host.ts";
import {
  type Answer,
  type FrontRequest,
  notFound,
  param,
  problem,
  type Route,
  route,
} from "../../host/http.ts";
import { loginOf, mayTriage } from "../../host/principals.ts";

interface RestComment {
  readonly id: number;
  readonly issue_url: string;
}

/** As GitHub shows it: `pin` is there always. */
export function withPin<T extends object>(host: Host, comment: T): T & { readonly pin: object | null } {
  const pin = "id" in comment ? host.records.pins.get(Number(comment.id)) : undefined;
  const shown = pin === undefined ? null : { pinned_at: pin.at, pinned_by: { login: pin.login } };
  return { ...comment, pin: shown };
}

export function pinRoutes(host: Host): readonly Route[] {
  const path = `${host.base}/issues/comments/:id/pin`;
  return [
    route("PUT", path, (request) => pin(host, request)),
    route("DELETE", path, (request) => unpin(host, request)),
  ];
}

async function pin(host: Host, request: FrontRequest): Promise<Answer> {
  const comment = await pinnable(host, request);
  if ("status" in comment) return comment;
  host.records.pins.set(comment.id, { login: loginOf(request.who), at: new Date().toISOString() });
  await announce(host, request, "pinned", comment);
  return { status: 200, body: withPin(host, comment) };
}

async function unpin(host: Host, request: FrontRequest): Promise<Answer> {
  const comment = await pinnable(host, request);
  if ("status" in comment) return comment;
  if (!host.records.pins.delete(comment.id)) return notFound();
  await announce(host, request, "unpinned", comment);
  return { status: 204 };
}

async function pinnable(host: Host, request: FrontRequest): Promise<RestComment | Answer> {
  const path = `${host.base}/issues/comments/${param(request, "id")}`;
  const comment = await host.upstream.read<RestComment>(path);
  if (comment === null) return notFound();
  return mayTriage(request.who) ? comment : problem(403, "Must have triage rights to Repository.");
}

async function announce(
  host: Host,
  { who }: FrontRequest,
  action: string,
  comment: RestComment,
): Promise<void> {
  const number = /\d+$/.exec(comment.issue_url)?.[0];
  const issue = await host.upstream.read(`${host.base}/issues/${number}`);
  const repository = await host.upstream.read(host.base);
  const told = { action, issue, comment: withPin(host, comment), repository };
  host.webhooks.send("issue_comment", { ...told, sender: { login: loginOf(who) } });
}

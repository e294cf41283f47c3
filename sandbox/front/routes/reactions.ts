// Reactions on issues and issue comments. One of each kind per account: giving it twice changes nothing.

import type { Host } from "../../host/host.ts";
import {
  type Answer,
  type FrontRequest,
  invalid,
  notFound,
  param,
  problem,
  type Route,
  route,
  text,
} from "../../host/http.ts";
import { loginOf } from "../../host/principals.ts";
import { REACTIONS } from "../../host/reactions.ts";
import type { Reaction, Subject } from "../../host/records.ts";

export function reactionRoutes(host: Host): readonly Route[] {
  const kinds = [
    [`${host.base}/issues/:id/reactions`, "issue"],
    [`${host.base}/issues/comments/:id/reactions`, "comment"],
  ] as const;
  return kinds.flatMap(([path, kind]) => {
    const on =
      (act: (subject: Subject, request: FrontRequest) => Answer) => async (request: FrontRequest) => {
        const target = request.path.replace(/\/reactions.*$/, "");
        if ((await host.upstream.read(target)) === null) return notFound();
        return act(`${kind}:${Number(param(request, "id"))}`, request);
      };
    return [
      route(
        "GET",
        path,
        on((subject, request) => list(host, subject, request)),
      ),
      route(
        "POST",
        path,
        on((subject, request) => add(host, subject, request)),
      ),
      route(
        "DELETE",
        `${path}/:reaction`,
        on((subject, request) => remove(host, subject, request)),
      ),
    ];
  });
}

function list(host: Host, subject: Subject, request: FrontRequest): Answer {
  const content = new URLSearchParams(request.search).get("content");
  const given = host.records.reactions.get(subject) ?? [];
  return { status: 200, body: given.filter((one) => content === null || one.content === content).map(shown) };
}

function add(host: Host, subject: Subject, request: FrontRequest): Answer {
  if (request.who.kind === "anonymous") return problem(401, "Requires authentication");
  const content = text(request.body, "content") ?? "";
  if (!REACTIONS.has(content)) return invalid({ resource: "Reaction", field: "content", code: "invalid" });
  const login = loginOf(request.who);
  const given = host.records.reactions.get(subject) ?? [];
  const before = given.find((one) => one.content === content && one.login === login);
  if (before !== undefined) return { status: 200, body: shown(before) };
  const reaction = { id: host.records.nextId(), content, login, at: new Date().toISOString() };
  host.records.reactions.set(subject, [...given, reaction]);
  return { status: 201, body: shown(reaction) };
}

function remove(host: Host, subject: Subject, request: FrontRequest): Answer {
  const given = host.records.reactions.get(subject) ?? [];
  const mine = given.find(
    (one) => one.id === Number(param(request, "reaction")) && one.login === loginOf(request.who),
  );
  if (mine === undefined) return notFound();
  host.records.reactions.set(
    subject,
    given.filter((one) => one !== mine),
  );
  return { status: 204 };
}

function shown(reaction: Reaction) {
  const { id, content, login, at } = reaction;
  const type = login.endsWith("[bot]") ? "Bot" : "User";
  return { id, content, user: { login, type }, created_at: at };
}

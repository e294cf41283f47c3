// Commit statuses: posted by whoever may push, listed newest first, combined into one state.

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
import { loginOf, mayWrite } from "../../host/principals.ts";
import type { CommitStatus } from "../../host/records.ts";

const STATES = ["error", "failure", "pending", "success"] as const;

export function statusRoutes(host: Host): readonly Route[] {
  return [
    route("POST", `${host.base}/statuses/:sha`, (request) => post(host, request)),
    route("GET", `${host.base}/commits/*ref/statuses`, (request) => list(host, request)),
    route("GET", `${host.base}/commits/*ref/status`, (request) => combined(host, request)),
  ];
}

async function post(host: Host, request: FrontRequest): Promise<Answer> {
  if (!mayWrite(request.who)) return notFound();
  const sha = param(request, "sha");
  if ((await host.git.commit(sha)) === null) return problem(422, `No commit found for SHA: ${sha}`);
  const state = STATES.find((one) => one === request.body.state);
  if (state === undefined) return invalid({ resource: "Status", field: "state", code: "custom" });
  const at = new Date().toISOString();
  const status: CommitStatus = {
    id: host.records.nextId(),
    context: text(request.body, "context") ?? "default",
    state,
    description: text(request.body, "description"),
    target_url: text(request.body, "target_url"),
    creator: { login: loginOf(request.who) },
    created_at: at,
    updated_at: at,
  };
  host.records.statuses.set(sha, [status, ...(host.records.statuses.get(sha) ?? [])]);
  const branches = [...(await host.git.refs())]
    .filter(([, head]) => head === sha)
    .map(([name]) => ({ name }));
  const repository = await host.upstream.read(host.base);
  host.webhooks.send("status", { ...status, sha, branches, repository, sender: status.creator });
  return { status: 201, body: status };
}

async function list(host: Host, request: FrontRequest): Promise<Answer> {
  const sha = await host.git.shaOf(param(request, "ref"));
  return sha === null ? notFound() : { status: 200, body: host.records.statuses.get(sha) ?? [] };
}

async function combined(host: Host, request: FrontRequest): Promise<Answer> {
  const sha = await host.git.shaOf(param(request, "ref"));
  if (sha === null) return notFound();
  const newest = new Map<string, CommitStatus>();
  for (const status of host.records.statuses.get(sha) ?? []) {
    if (!newest.has(status.context)) newest.set(status.context, status);
  }
  const statuses = [...newest.values()];
  return { status: 200, body: { state: worst(statuses), statuses, sha, total_count: statuses.length } };
}

function worst(statuses: readonly CommitStatus[]): "failure" | "pending" | "success" {
  if (statuses.some(({ state }) => state === "failure" || state === "error")) return "failure";
  return statuses.length === 0 || statuses.some(({ state }) => state === "pending") ? "pending" : "success";
}

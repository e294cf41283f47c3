// Issues and their comments: limits on size and number, who edited what, labels given at opening.

import { COMMENTS_PER_ISSUE } from "../../../src/domain/limits.ts";
import type { RestPull } from "../../branches/pull.ts";
import type { Host } from "../../host/host.ts";
import { type Answer, type FrontRequest, param, problem, type Route, route } from "../../host/http.ts";
import { loginOf, mayTriage, mayWrite } from "../../host/principals.ts";
import type { Subject } from "../../host/records.ts";
import { withPin } from "./pins.ts";
import { tooLong } from "./texts.ts";

interface RestText {
  readonly body: string | null;
  readonly updated_at: string;
  readonly user: { readonly login: string } | null;
  /** Of a comment. */
  readonly issue_url?: string;
}

interface RestIssue extends RestText {
  readonly number: number;
  readonly comments: number;
  readonly locked: boolean;
  readonly created_at: string;
  readonly labels: readonly { readonly name: string; readonly color: string }[];
}

export function issueRoutes(host: Host): readonly Route[] {
  const issues = `${host.base}/issues`;
  return [
    route("GET", issues, (request) => list(host, request)),
    route("GET", `${issues}/comments`, (request) => listComments(host, request)),
    route("GET", `${issues}/:number`, (request) => read(host, request)),
    route("POST", issues, (request) => open(host, request)),
    route("PATCH", `${issues}/:number`, (request) =>
      edit(host, request, `issue:${Number(param(request, "number"))}`),
    ),
    route("GET", `${issues}/:number/comments`, (request) => pinned(host, request)),
    route("GET", `${issues}/comments/:id`, (request) => pinned(host, request)),
    route("POST", `${issues}/:number/comments`, (request) => comment(host, request)),
    route("PATCH", `${issues}/comments/:id`, (request) =>
      edit(host, request, `comment:${Number(param(request, "id"))}`),
    ),
    route("DELETE", `${issues}/comments/:id`, (request) => remove(host, request)),
  ];
}

/** A pull request is an issue too; the emulator keeps them apart. Here they come behind the last page. */
async function list(host: Host, request: FrontRequest): Promise<Answer> {
  const answer = await host.upstream.pass(request);
  if (answer.status !== 200) return answer;
  if (answer.link?.includes('rel="next"')) return { ...answer, body: existing(host, answer.body) };
  const query = new URLSearchParams(request.search);
  const labels = query.get("labels")?.split(",") ?? [];
  const pulls = await host.upstream.readAll<RestPull>(
    `${host.base}/pulls?state=${query.get("state") ?? "open"}`,
  );
  const labelled = pulls.filter((pull) =>
    labels.every((label) => pull.labels.some(({ name }) => name === label)),
  );
  return { ...answer, body: [...existing(host, answer.body), ...labelled.map(asIssue)] };
}

function existing(host: Host, issues: unknown): readonly RestIssue[] {
  return (issues as readonly RestIssue[])
    .filter(({ number }) => !host.records.deletedIssues.has(number))
    .map((issue) => touched(host, issue));
}

function touched(host: Host, issue: RestIssue): RestIssue {
  return { ...issue, updated_at: host.records.updatedAt(issue.number, issue.updated_at) };
}

/** The refusal of everything that is about a deleted issue, or null. */
export function gone(host: Host, { path }: Pick<FrontRequest, "path">): Answer | null {
  const number = /\/issues\/(\d+)(?:\/|$)/.exec(path)?.[1];
  const isDeleted = number !== undefined && host.records.deletedIssues.has(Number(number));
  return isDeleted ? problem(410, "This issue was deleted") : null;
}

/** Comments of the whole repository, by change; the emulator takes the word for an issue's number. */
async function listComments(host: Host, request: FrontRequest): Promise<Answer> {
  const query = new URLSearchParams(request.search);
  const size = Number(query.get("per_page") ?? 30);
  const page = Number(query.get("page") ?? 1);
  const issues = await host.upstream.readAll<RestIssue>(`${host.base}/issues?state=all`);
  const pulls = await host.upstream.readAll<RestPull>(`${host.base}/pulls?state=all`);
  const all: RestText[] = [];
  for (const { number } of [...issues, ...pulls])
    all.push(...(await host.upstream.readAll<RestText>(`${host.base}/issues/${number}/comments`)));
  const way = query.get("direction") === "desc" ? -1 : 1;
  all.sort((a, b) => way * (Date.parse(a.updated_at) - Date.parse(b.updated_at)));
  const more = page * size < all.length;
  return {
    status: 200,
    body: all.slice((page - 1) * size, page * size).map((one) => withPin(host, one)),
    ...(more && { link: `<${request.path}?page=${page + 1}>; rel="next"` }),
  };
}

/** A comment, or comments, of one issue. */
async function pinned(host: Host, request: FrontRequest): Promise<Answer> {
  const answer = await host.upstream.pass(request);
  if (answer.status !== 200) return answer;
  const { body } = answer as { readonly body: object | readonly object[] };
  const shown = Array.isArray(body) ? body.map((one: object) => withPin(host, one)) : withPin(host, body);
  return { ...answer, body: shown };
}

async function read(host: Host, request: FrontRequest): Promise<Answer> {
  const answer = await host.upstream.pass(request);
  if (answer.status === 200) return { ...answer, body: touched(host, answer.body as RestIssue) };
  if (answer.status !== 404) return answer;
  const pull = await host.upstream.read<RestPull>(`${host.base}/pulls/${param(request, "number")}`);
  return pull === null ? answer : { status: 200, body: asIssue(pull) };
}

function asIssue({ head, base, draft, merged, ...pull }: RestPull) {
  return { ...pull, draft, pull_request: { html_url: pull.html_url, merged_at: pull.merged_at } };
}

/** Labels of somebody without triage rights are dropped without a word, as on GitHub. */
async function open(host: Host, request: FrontRequest): Promise<Answer> {
  const long = tooLong("Issue", request.body);
  if (long !== null) return long;
  const { labels, assignees, milestone, ...plain } = request.body;
  const body = mayTriage(request.who) ? request.body : plain;
  const answer = await host.upstream.pass({ ...request, body });
  if (answer.status !== 201) return answer;
  const issue = answer.body as RestIssue;
  const login = loginOf(request.who);
  host.records.labelled.set(
    issue.number,
    issue.labels.map(({ name }) => ({ login, at: issue.created_at, label: name })),
  );
  const repository = await host.upstream.read(host.base);
  for (const label of issue.labels) {
    host.webhooks.send("issues", { action: "labeled", issue, label, repository, sender: issue.user });
  }
  return answer;
}

/** GitHub remembers who changed a body last, and shows it. */
async function edit(host: Host, request: FrontRequest, subject: Subject): Promise<Answer> {
  const long = tooLong(subject.startsWith("issue") ? "Issue" : "IssueComment", request.body);
  if (long !== null) return long;
  const before = await host.upstream.read<RestText>(request.path);
  if (before !== null && !mayTouch(request, before))
    return problem(403, "Must have admin rights to Repository.");
  const answer = await host.upstream.pass(request);
  const { body } = request.body;
  if (answer.status === 200 && typeof body === "string" && body !== before?.body) {
    const after = answer.body as RestText;
    host.records.edits.set(subject, { login: loginOf(request.who), at: after.updated_at });
    const issue = Number(/\d+$/.exec(after.issue_url ?? "")?.[0]);
    if (subject.startsWith("comment")) host.records.talk.set(issue, after.updated_at);
  }
  return answer;
}

async function comment(host: Host, request: FrontRequest): Promise<Answer> {
  const long = tooLong("IssueComment", request.body);
  if (long !== null) return long;
  const issue = await host.upstream.read<RestIssue>(`${host.base}/issues/${param(request, "number")}`);
  if (issue !== null && issue.comments >= COMMENTS_PER_ISSUE) {
    return problem(403, `Commenting is disabled on issues with more than ${COMMENTS_PER_ISSUE} comments`);
  }
  if (issue?.locked === true && !mayWrite(request.who))
    return problem(403, "Unable to create comment because issue is locked.");
  return host.upstream.pass(request);
}

async function remove(host: Host, request: FrontRequest): Promise<Answer> {
  const before = await host.upstream.read<RestText>(request.path);
  if (before !== null && !mayTouch(request, before))
    return problem(403, "Must have admin rights to Repository.");
  return host.upstream.pass(request);
}

/** One's own text, or anybody's for those who may push; triage may change an issue's state, not its words. */
function mayTouch(request: FrontRequest, what: RestText): boolean {
  if (mayWrite(request.who) || what.user?.login === loginOf(request.who)) return true;
  return mayTriage(request.who) && !("body" in request.body) && !("title" in request.body);
}

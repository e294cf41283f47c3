// Issues and their comments: limits on size and number, who edited what, labels given at opening.

import { COMMENTS_PER_ISSUE } from "../../../src/domain/limits.ts";
import type { RestPull } from "../../branches/pull.ts";
import type { Front } from "../../host/host.ts";
import { type Answer, type FrontRequest, param, problem, type Route, route } from "../../host/http.ts";
import { loginOf, mayTriage, mayWrite } from "../../host/principals.ts";
import type { Subject } from "../../host/records.ts";
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

export function issueRoutes(front: Front): readonly Route[] {
  const issues = `${front.base}/issues`;
  return [
    route("GET", issues, (request) => list(front, request)),
    route("GET", `${issues}/comments`, (request) => listComments(front, request)),
    route("GET", `${issues}/:number`, (request) => read(front, request)),
    route("POST", issues, (request) => open(front, request)),
    route("PATCH", `${issues}/:number`, (request) =>
      edit(front, request, `issue:${Number(param(request, "number"))}`),
    ),
    route("POST", `${issues}/:number/comments`, (request) => comment(front, request)),
    route("PATCH", `${issues}/comments/:id`, (request) =>
      edit(front, request, `comment:${Number(param(request, "id"))}`),
    ),
    route("DELETE", `${issues}/comments/:id`, (request) => remove(front, request)),
  ];
}

/** A pull request is an issue too; the emulator keeps them apart. Here they come behind the last page. */
async function list(front: Front, request: FrontRequest): Promise<Answer> {
  const answer = await front.upstream.pass(request);
  if (answer.status !== 200) return answer;
  if (answer.link?.includes('rel="next"')) return { ...answer, body: existing(front, answer.body) };
  const query = new URLSearchParams(request.search);
  const labels = query.get("labels")?.split(",") ?? [];
  const pulls = await front.upstream.readAll<RestPull>(
    `${front.base}/pulls?state=${query.get("state") ?? "open"}`,
  );
  const labelled = pulls.filter((pull) =>
    labels.every((label) => pull.labels.some(({ name }) => name === label)),
  );
  return { ...answer, body: [...existing(front, answer.body), ...labelled.map(asIssue)] };
}

function existing(front: Front, issues: unknown): readonly RestIssue[] {
  return (issues as readonly RestIssue[])
    .filter(({ number }) => !front.records.deletedIssues.has(number))
    .map((issue) => touched(front, issue));
}

function touched(front: Front, issue: RestIssue): RestIssue {
  return { ...issue, updated_at: front.records.updatedAt(issue.number, issue.updated_at) };
}

/** The refusal of everything that is about a deleted issue, or null. */
export function gone(front: Front, { path }: Pick<FrontRequest, "path">): Answer | null {
  const number = /\/issues\/(\d+)(?:\/|$)/.exec(path)?.[1];
  const isDeleted = number !== undefined && front.records.deletedIssues.has(Number(number));
  return isDeleted ? problem(410, "This issue was deleted") : null;
}

/** Comments of the whole repository, by change; the emulator takes the word for an issue's number. */
async function listComments(front: Front, request: FrontRequest): Promise<Answer> {
  const query = new URLSearchParams(request.search);
  const size = Number(query.get("per_page") ?? 30);
  const page = Number(query.get("page") ?? 1);
  const issues = await front.upstream.readAll<RestIssue>(`${front.base}/issues?state=all`);
  const pulls = await front.upstream.readAll<RestPull>(`${front.base}/pulls?state=all`);
  const all: RestText[] = [];
  for (const { number } of [...issues, ...pulls])
    all.push(...(await front.upstream.readAll<RestText>(`${front.base}/issues/${number}/comments`)));
  const way = query.get("direction") === "desc" ? -1 : 1;
  all.sort((a, b) => way * (Date.parse(a.updated_at) - Date.parse(b.updated_at)));
  const more = page * size < all.length;
  return {
    status: 200,
    body: all.slice((page - 1) * size, page * size),
    ...(more && { link: `<${request.path}?page=${page + 1}>; rel="next"` }),
  };
}

async function read(front: Front, request: FrontRequest): Promise<Answer> {
  const answer = await front.upstream.pass(request);
  if (answer.status === 200) return { ...answer, body: touched(front, answer.body as RestIssue) };
  if (answer.status !== 404) return answer;
  const pull = await front.upstream.read<RestPull>(`${front.base}/pulls/${param(request, "number")}`);
  return pull === null ? answer : { status: 200, body: asIssue(pull) };
}

function asIssue({ head, base, draft, merged, ...pull }: RestPull) {
  return { ...pull, draft, pull_request: { html_url: pull.html_url, merged_at: pull.merged_at } };
}

/** Labels of somebody without triage rights are dropped without a word, as on GitHub. */
async function open(front: Front, request: FrontRequest): Promise<Answer> {
  const long = tooLong("Issue", request.body);
  if (long !== null) return long;
  const { labels, assignees, milestone, ...plain } = request.body;
  const body = mayTriage(request.who) ? request.body : plain;
  const answer = await front.upstream.pass({ ...request, body });
  if (answer.status !== 201) return answer;
  const issue = answer.body as RestIssue;
  const login = loginOf(request.who);
  front.records.labelled.set(
    issue.number,
    issue.labels.map(({ name }) => ({ login, at: issue.created_at, label: name })),
  );
  const repository = await front.upstream.read(front.base);
  for (const label of issue.labels) {
    front.webhooks.send("issues", { action: "labeled", issue, label, repository, sender: issue.user });
  }
  return answer;
}

/** GitHub remembers who changed a body last, and shows it. */
async function edit(front: Front, request: FrontRequest, subject: Subject): Promise<Answer> {
  const long = tooLong(subject.startsWith("issue") ? "Issue" : "IssueComment", request.body);
  if (long !== null) return long;
  const before = await front.upstream.read<RestText>(request.path);
  if (before !== null && !mayTouch(request, before))
    return problem(403, "Must have admin rights to Repository.");
  const answer = await front.upstream.pass(request);
  const { body } = request.body;
  if (answer.status === 200 && typeof body === "string" && body !== before?.body) {
    const after = answer.body as RestText;
    front.records.edits.set(subject, { login: loginOf(request.who), at: after.updated_at });
    const issue = Number(/\d+$/.exec(after.issue_url ?? "")?.[0]);
    if (subject.startsWith("comment")) front.records.talk.set(issue, after.updated_at);
  }
  return answer;
}

async function comment(front: Front, request: FrontRequest): Promise<Answer> {
  const long = tooLong("IssueComment", request.body);
  if (long !== null) return long;
  const issue = await front.upstream.read<RestIssue>(`${front.base}/issues/${param(request, "number")}`);
  if (issue !== null && issue.comments >= COMMENTS_PER_ISSUE) {
    return problem(403, `Commenting is disabled on issues with more than ${COMMENTS_PER_ISSUE} comments`);
  }
  if (issue?.locked === true && !mayWrite(request.who))
    return problem(403, "Unable to create comment because issue is locked.");
  return front.upstream.pass(request);
}

async function remove(front: Front, request: FrontRequest): Promise<Answer> {
  const before = await front.upstream.read<RestText>(request.path);
  if (before !== null && !mayTouch(request, before))
    return problem(403, "Must have admin rights to Repository.");
  return front.upstream.pass(request);
}

/** One's own text, or anybody's for those who may push; triage may change an issue's state, not its words. */
function mayTouch(request: FrontRequest, what: RestText): boolean {
  if (mayWrite(request.who) || what.user?.login === loginOf(request.who)) return true;
  return mayTriage(request.who) && !("body" in request.body) && !("title" in request.body);
}

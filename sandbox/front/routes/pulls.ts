// Pull requests as strict as GitHub's: existing branches, commits between them, one open pull request for a head
// and base; heads that follow their branch; merges that hold both sides' changes.

import type { Front } from "../front.ts";
import type { Refs } from "../git.ts";
import {
  type Answer,
  type FieldError,
  type FrontRequest,
  invalid,
  notFound,
  param,
  problem,
  type Route,
  route,
  text,
} from "../http.ts";
import { mergeBranches } from "./merges.ts";
import { tooLong } from "./texts.ts";

export interface RestPull {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly draft: boolean;
  readonly merged: boolean;
  readonly merged_at: string | null;
  readonly html_url: string;
  readonly user: { readonly login: string } | null;
  readonly labels: readonly { readonly name: string }[];
  readonly head: Side;
  readonly base: Side;
}

interface Side {
  readonly ref: string;
  readonly sha: string;
  readonly repo: { readonly full_name: string } | null;
}

/** Pull requests of every state with the heads they really have. */
export async function allPulls(front: Front, refs: Refs): Promise<RestPull[]> {
  const pulls = await front.upstream.readAll<RestPull>(`${front.base}/pulls?state=all`);
  return pulls.map((pull) => upToDate(front, refs, pull));
}

export function pullRoutes(front: Front): readonly Route[] {
  const pulls = `${front.base}/pulls`;
  return [
    route("GET", pulls, (request) => passed(front, request)),
    route("GET", `${pulls}/:number`, (request) => passed(front, request)),
    route("POST", pulls, (request) => open(front, request)),
    route("PATCH", `${pulls}/:number`, (request) => edit(front, request)),
    route("PUT", `${pulls}/:number/merge`, (request) =>
      front.refs.moving(request.who, () => merge(front, request)),
    ),
  ];
}

/** The emulator freezes heads when the pull request is opened. */
function upToDate(front: Front, refs: Refs, pull: RestPull): RestPull {
  const closed = front.records.closedPulls.get(pull.number);
  const sha = closed?.head ?? refs.get(pull.head.ref) ?? pull.head.sha;
  return { ...pull, head: { ...pull.head, sha }, ...(closed?.merge && { merge_commit_sha: closed.merge }) };
}

async function passed(front: Front, request: FrontRequest): Promise<Answer> {
  const answer = await front.upstream.pass(request);
  if (answer.status >= 300) return answer;
  const refs = await front.git.refs();
  const put = (pull: RestPull) => upToDate(front, refs, pull);
  return {
    ...answer,
    body: Array.isArray(answer.body) ? answer.body.map(put) : put(answer.body as RestPull),
  };
}

async function open(front: Front, request: FrontRequest): Promise<Answer> {
  const long = tooLong("PullRequest", request.body);
  if (long !== null) return long;
  const head = (text(request.body, "head") ?? "").replace(`${front.owner}:`, "");
  const base = text(request.body, "base") ?? "";
  const refs = await front.git.refs();
  const [from, onto] = [refs.get(head), refs.get(base)];
  const unknown: FieldError[] = [];
  if (onto === undefined) unknown.push({ resource: "PullRequest", field: "base", code: "invalid" });
  if (from === undefined) unknown.push({ resource: "PullRequest", field: "head", code: "invalid" });
  if (from === undefined || onto === undefined) return invalid(...unknown);
  const others = (await allPulls(front, refs)).filter((pull) => pull.state === "open");
  if (others.some((pull) => pull.head.ref === head && pull.base.ref === base)) {
    return refused(`A pull request already exists for ${front.owner}:${head}.`);
  }
  const { ahead } = await front.git.compare(onto, from);
  if (ahead === 0) return refused(`No commits between ${base} and ${head}`);
  return passed(front, request);
}

async function edit(front: Front, request: FrontRequest): Promise<Answer> {
  const long = tooLong("PullRequest", request.body);
  if (long !== null) return long;
  const answer = await passed(front, request);
  const number = Number(param(request, "number"));
  if (answer.status < 300 && request.body.state === "open") front.records.closedPulls.delete(number);
  if (answer.status < 300 && request.body.state === "closed") {
    front.records.closedPulls.set(number, { head: (answer.body as RestPull).head.sha, merge: null });
  }
  return answer;
}

/** The emulator's own merge knows only old heads: it marks the pull request, the real merge replaces its commit. */
async function merge(front: Front, request: FrontRequest): Promise<Answer> {
  const refs = await front.git.refs();
  const pull = (await allPulls(front, refs)).find((one) => one.number === Number(param(request, "number")));
  if (pull === undefined) return notFound();
  if (pull.state !== "open") return problem(405, "Pull Request is not mergeable");
  if (pull.draft) return problem(405, "Pull Request is still a draft");
  const onto = refs.get(pull.base.ref) ?? "";
  const title = `Merge pull request #${pull.number} from ${front.owner}/${pull.head.ref}`;
  const merged = await mergeBranches(front, request.authorization, onto, pull.head.sha, title);
  if (merged === "conflict") return problem(405, "Pull Request is not mergeable");
  const answer = await front.upstream.pass(request);
  if (answer.status >= 300) return answer;
  const sha = merged === "nothing" ? onto : merged;
  const ref = `${front.base}/git/refs/heads/${pull.base.ref}`;
  await front.upstream.write("PATCH", ref, front.upstream.owner(), { sha, force: true });
  front.records.closedPulls.set(pull.number, { head: pull.head.sha, merge: sha });
  return { status: 200, body: { sha, merged: true, message: "Pull Request successfully merged" } };
}

function refused(message: string): Answer {
  return invalid({ resource: "PullRequest", code: "custom", message });
}

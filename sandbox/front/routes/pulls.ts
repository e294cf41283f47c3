// Pull requests as strict as GitHub's: existing branches, commits between them, one open pull request for a head
// and base; heads that follow their branch; merges that hold both sides' changes.

import { allPulls, type RestPull, upToDate } from "../../branches/pull.ts";
import type { Refs } from "../../host/git.ts";
import type { Front } from "../../host/host.ts";
import {
  type Answer,
  type FieldError,
  type FrontRequest,
  invalid,
  notFound,
  param,
  type Route,
  route,
  text,
} from "../../host/http.ts";
import { loginOf } from "../../host/principals.ts";
import { tooLong } from "./texts.ts";

type Body = Readonly<Record<string, unknown>>;

export function pullRoutes(front: Front): readonly Route[] {
  const pulls = `${front.base}/pulls`;
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: GitHub lets one of two that come at once win. */
  const inTurn = (request: FrontRequest) => {
    const opened = last.then(() => open(front, request));
    last = opened.catch(() => undefined);
    return opened;
  };
  return [
    route("GET", pulls, (request) => passed(front, request)),
    route("GET", `${pulls}/:number`, (request) => passed(front, request)),
    route("POST", pulls, inTurn),
    route("PATCH", `${pulls}/:number`, (request) => edit(front, request)),
  ];
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

/** What GitHub does for a person's change of a pull request; an app cannot make a draft ready over REST. */
async function edit(front: Front, request: FrontRequest): Promise<Answer> {
  const long = tooLong("PullRequest", request.body);
  if (long !== null) return long;
  const refs = await front.git.refs();
  const number = Number(param(request, "number"));
  const before = (await allPulls(front, refs)).find((one) => one.number === number);
  if (before === undefined) return notFound();
  const { draft, ...rest } = request.body;
  const person = request.who.kind === "person";
  const body = person ? request.body : rest;
  const unable = (await retargeted(front, refs, before, body)) ?? (await reopened(front, refs, before, body));
  if (unable !== null) return unable;
  const answer = await passed(front, { ...request, body });
  if (answer.status >= 300) return answer;
  if (body.state === "open") front.records.closedPulls.delete(number);
  if (body.state === "closed" && before.state === "open") {
    front.records.closedPulls.set(number, { head: before.head.sha, merge: null });
  }
  const after = upToDate(front, refs, answer.body as RestPull);
  await tellChange(front, request, before, after);
  return { ...answer, body: after };
}

/** The refusal of a base that is not there or has nothing to merge, or null. */
async function retargeted(front: Front, refs: Refs, pull: RestPull, body: Body): Promise<Answer | null> {
  const base = text(body, "base");
  if (base === null || base === pull.base.ref) return null;
  const onto = refs.get(base);
  if (onto === undefined)
    return invalid({
      ...{ resource: "PullRequest", field: "base", code: "invalid" },
      message: `Proposed base branch '${base}' was not found`,
    });
  const { ahead } = await front.git.compare(onto, pull.head.sha);
  if (ahead > 0) return null;
  return refused(`There are no new commits between base branch '${base}' and head branch '${pull.head.ref}'`);
}

/** The refusal to open a pull request again whose branch is gone or another one now, or null. */
async function reopened(front: Front, refs: Refs, pull: RestPull, body: Body): Promise<Answer | null> {
  if (body.state !== "open" || pull.state === "open") return null;
  const unchangeable = (why: string) =>
    invalid({
      resource: "PullRequest",
      code: "invalid",
      field: "state",
      message: `state cannot be changed. ${why}`,
    });
  if (pull.merged) return unchangeable("The pull request cannot be reopened.");
  const head = refs.get(pull.head.ref);
  if (head === undefined) return unchangeable(`The ${pull.head.ref} branch has been deleted.`);
  if ((await front.git.compare(head, pull.head.sha)).ahead > 0) {
    return unchangeable(`The ${pull.head.ref} branch was force-pushed or recreated.`);
  }
  const others = (await allPulls(front, refs)).filter((one) => one.state === "open");
  const twin = others.find((one) => one.head.ref === pull.head.ref && one.base.ref === pull.base.ref);
  return twin === undefined ? null : unchangeable(`There is already an open pull request (#${twin.number}).`);
}

/** What the emulator does not announce: another base, and becoming a draft or ready. */
async function tellChange(
  front: Front,
  request: FrontRequest,
  before: RestPull,
  after: RestPull,
): Promise<void> {
  const said = {
    number: after.number,
    pull_request: after,
    repository: await front.upstream.read(front.base),
    sender: { login: loginOf(request.who), type: request.who.kind === "person" ? "User" : "Bot" },
  };
  const tell = (action: string, more: object = {}) =>
    front.webhooks.send("pull_request", { action, ...more, ...said });
  if (before.base.ref !== after.base.ref) {
    const from = { ref: { from: before.base.ref }, sha: { from: before.base.sha } };
    tell("edited", { changes: { base: from } });
  }
  if (before.draft && !after.draft) tell("ready_for_review");
  if (!before.draft && after.draft) tell("converted_to_draft");
}

function refused(message: string): Answer {
  return invalid({ resource: "PullRequest", code: "custom", message });
}

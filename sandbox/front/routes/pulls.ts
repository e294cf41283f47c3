// Pull requests over REST, as strict as GitHub's: existing branches, commits between them, one open pull request for
// a head and base, no opening again of what has no branch any more.

import { allPulls, type RestPull, upToDate } from "../../branches/pull.ts";
import type { Refs } from "../../host/git.ts";
import type { Host } from "../../host/host.ts";
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

export function pullRoutes(host: Host): readonly Route[] {
  const pulls = `${host.base}/pulls`;
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: GitHub lets one of two that come at once win. */
  const inTurn = (request: FrontRequest) => {
    const opened = last.then(() => open(host, request));
    last = opened.catch(() => undefined);
    return opened;
  };
  return [
    route("GET", pulls, (request) => passed(host, request)),
    route("GET", `${pulls}/:number`, (request) => passed(host, request)),
    route("POST", pulls, inTurn),
    route("PATCH", `${pulls}/:number`, (request) => edit(host, request)),
  ];
}

async function passed(host: Host, request: FrontRequest): Promise<Answer> {
  const answer = await host.upstream.pass(request);
  if (answer.status >= 300) return answer;
  const refs = await host.git.refs();
  const put = (pull: RestPull) => upToDate(host, refs, pull);
  return {
    ...answer,
    body: Array.isArray(answer.body) ? answer.body.map(put) : put(answer.body as RestPull),
  };
}

async function open(host: Host, request: FrontRequest): Promise<Answer> {
  const long = tooLong("PullRequest", request.body);
  if (long !== null) return long;
  const head = (text(request.body, "head") ?? "").replace(`${host.owner}:`, "");
  const base = text(request.body, "base") ?? "";
  const refs = await host.git.refs();
  const [from, onto] = [refs.get(head), refs.get(base)];
  const unknown: FieldError[] = [];
  if (onto === undefined) unknown.push({ resource: "PullRequest", field: "base", code: "invalid" });
  if (from === undefined) unknown.push({ resource: "PullRequest", field: "head", code: "invalid" });
  if (from === undefined || onto === undefined) return invalid(...unknown);
  if (request.body.draft === true && !host.refusals.drafts)
    return refused("Draft pull requests are not supported in this repository.");
  const others = (await allPulls(host, refs)).filter((pull) => pull.state === "open");
  if (others.some((pull) => pull.head.ref === head && pull.base.ref === base)) {
    return refused(`A pull request already exists for ${host.owner}:${head}.`);
  }
  const { ahead } = await host.git.compare(onto, from);
  if (ahead === 0) return refused(`No commits between ${base} and ${head}`);
  return passed(host, request);
}

/** What GitHub does for a person's change of a pull request; an app cannot make a draft ready over REST. */
async function edit(host: Host, request: FrontRequest): Promise<Answer> {
  const long = tooLong("PullRequest", request.body);
  if (long !== null) return long;
  const refs = await host.git.refs();
  const number = Number(param(request, "number"));
  const before = (await allPulls(host, refs)).find((one) => one.number === number);
  if (before === undefined) return notFound();
  const { draft, ...rest } = request.body;
  const person = request.who.kind === "person";
  const body = person ? request.body : rest;
  const unable = (await retargeted(host, refs, before, body)) ?? (await reopened(host, refs, before, body));
  if (unable !== null) return unable;
  const answer = await passed(host, { ...request, body });
  if (answer.status >= 300) return answer;
  if (body.state === "open") host.records.closedPulls.delete(number);
  if (body.state === "closed" && before.state === "open") {
    host.records.closedPulls.set(number, { head: before.head.sha, merge: null });
  }
  const after = upToDate(host, refs, answer.body as RestPull);
  await tellChange(host, request, before, after);
  return { ...answer, body: after };
}

/** The refusal of a base that is not there or has nothing to merge, or null. */
async function retargeted(host: Host, refs: Refs, pull: RestPull, body: Body): Promise<Answer | null> {
  const base = text(body, "base");
  if (base === null || base === pull.base.ref) return null;
  const onto = refs.get(base);
  if (onto === undefined)
    return invalid({
      ...{ resource: "PullRequest", field: "base", code: "invalid" },
      message: `Proposed base branch '${base}' was not found`,
    });
  const { ahead } = await host.git.compare(onto, pull.head.sha);
  if (ahead > 0) return null;
  return refused(`There are no new commits between base branch '${base}' and head branch '${pull.head.ref}'`);
}

/** The refusal to open a pull request again whose branch is gone or another one now, or null. */
async function reopened(host: Host, refs: Refs, pull: RestPull, body: Body): Promise<Answer | null> {
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
  if ((await host.git.compare(head, pull.head.sha)).ahead > 0) {
    return unchangeable(`The ${pull.head.ref} branch was force-pushed or recreated.`);
  }
  const others = (await allPulls(host, refs)).filter((one) => one.state === "open");
  const twin = others.find((one) => one.head.ref === pull.head.ref && one.base.ref === pull.base.ref);
  return twin === undefined ? null : unchangeable(`There is already an open pull request (#${twin.number}).`);
}

/** What the emulator does not announce: another base, and becoming a draft or ready. */
async function tellChange(
  host: Host,
  request: FrontRequest,
  before: RestPull,
  after: RestPull,
): Promise<void> {
  const said = {
    number: after.number,
    pull_request: after,
    repository: await host.upstream.read(host.base),
    sender: { login: loginOf(request.who), type: request.who.kind === "person" ? "User" : "Bot" },
  };
  const tell = (action: string, more: object = {}) =>
    host.webhooks.send("pull_request", { action, ...more, ...said });
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

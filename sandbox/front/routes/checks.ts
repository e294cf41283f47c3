// Check runs and suites over REST: only apps may make one, only its maker may change it, and GitHub's limits on
// output and buttons hold.

import { BODY_CHARACTERS } from "../../../src/domain/limits.ts";
import type { CheckSuite } from "../../checks/check-run.ts";
import type { Checks } from "../../checks/checks.ts";
import { suiteState } from "../../checks/suite-state.ts";
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
import { paged } from "../../host/paging.ts";
import { loginOf, mayWrite } from "../../host/principals.ts";
import { refusal } from "../../host/refusal.ts";

const MOST_BUTTONS = 3;
const MOST_ANNOTATIONS = 50;
/** Characters of each part of a button. */
const BUTTON_LIMITS = { label: 20, description: 40, identifier: 20 } as const;

export function checkRoutes(host: Host, checks: Checks): readonly Route[] {
  const { base } = host;
  const reading = (answer: (request: FrontRequest) => Promise<Answer>) => async (request: FrontRequest) =>
    refusal(request, "checks", "read") ?? (await answer(request));
  return [
    route("POST", `${base}/check-runs`, (request) => create(host, checks, request)),
    route("PATCH", `${base}/check-runs/:id`, (request) => update(checks, request)),
    route(
      "GET",
      `${base}/check-runs/:id`,
      reading(async (request) => {
        const run = await checks.get(Number(param(request, "id")));
        return run === null ? notFound() : { status: 200, body: run };
      }),
    ),
    route("POST", `${base}/check-runs/:id/rerequest`, (request) => rerequest(checks, request)),
    route(
      "GET",
      `${base}/check-runs/:id/annotations`,
      reading((request) => annotations(host, checks, request)),
    ),
    route(
      "GET",
      `${base}/commits/*ref/check-runs`,
      reading((request) => ofCommit(host, checks, request)),
    ),
    route(
      "GET",
      `${base}/commits/*ref/check-suites`,
      reading((request) => suites(host, checks, request)),
    ),
    route(
      "GET",
      `${base}/check-suites/:id`,
      reading(async (request) => {
        const suite = checks.suite(Number(param(request, "id")));
        return suite === null ? notFound() : { status: 200, body: await shownSuite(host, checks, suite) };
      }),
    ),
  ];
}

async function create(host: Host, checks: Checks, request: FrontRequest): Promise<Answer> {
  if (request.who.kind !== "installation") return problem(403, "You must authenticate via a GitHub App.");
  const refused = refusal(request, "checks", "write") ?? tooMuch(request);
  if (refused !== null) return refused;
  const sha = text(request.body, "head_sha") ?? "";
  if ((await host.git.commit(sha)) === null) return problem(422, `No commit found for SHA: ${sha}`);
  return checks.create(request.who.slug, request);
}

async function update(checks: Checks, request: FrontRequest): Promise<Answer> {
  if (request.who.kind !== "installation") return problem(403, "You must authenticate via a GitHub App.");
  const refused = refusal(request, "checks", "write") ?? tooMuch(request);
  if (refused !== null) return refused;
  const run = await checks.get(Number(param(request, "id")));
  if (run === null) return notFound();
  if (run.app.slug !== request.who.slug) {
    return problem(403, "check run can only be modified by the GitHub App that created it.");
  }
  return checks.update(run.id, request);
}

async function rerequest(checks: Checks, request: FrontRequest): Promise<Answer> {
  if (!mayWrite(request.who)) return notFound();
  const isThere = await checks.rerequest(Number(param(request, "id")), loginOf(request.who));
  return isThere ? { status: 201, body: {} } : notFound();
}

/** The refusal of output or buttons above GitHub's limits, or null. */
function tooMuch({ body }: FrontRequest): Answer | null {
  const wrong = (field: string, message: string) =>
    invalid({ resource: "CheckRun", field, code: "custom", message });
  const output = (body.output ?? {}) as Readonly<Record<string, unknown>>;
  for (const field of ["summary", "text"]) {
    // GitHub's limit is one less than that of a comment.
    if ((text(output, field) ?? "").length >= BODY_CHARACTERS) return wrong(field, `${field} is too long`);
  }
  if (Array.isArray(output.annotations) && output.annotations.length > MOST_ANNOTATIONS) {
    return wrong("annotations", `Annotations exceeds a maximum quantity of ${MOST_ANNOTATIONS}`);
  }
  const buttons = Array.isArray(body.actions) ? body.actions : [];
  if (buttons.length > MOST_BUTTONS)
    return wrong("actions", `Actions exceeds a maximum quantity of ${MOST_BUTTONS}`);
  for (const button of buttons) {
    for (const [part, limit] of Object.entries(BUTTON_LIMITS)) {
      const words = text(button, part);
      if (words === null || words.length > limit) {
        return wrong("actions", `${part} must be there and not longer than ${limit} characters`);
      }
    }
  }
  return null;
}

async function annotations(host: Host, checks: Checks, request: FrontRequest): Promise<Answer> {
  const run = await checks.get(Number(param(request, "id")));
  if (run === null) return notFound();
  const { items, link } = paged(host.url, request, checks.annotations(run.id));
  const nothing = { start_column: null, end_column: null, title: null, raw_details: null };
  const page = `${host.url}/${host.owner}/${host.name}/blob/${run.head_sha}`;
  return {
    status: 200,
    link,
    body: items.map((one) => ({ ...nothing, ...one, blob_href: `${page}/${one.path}` })),
  };
}

async function ofCommit(host: Host, checks: Checks, request: FrontRequest): Promise<Answer> {
  const sha = await host.git.shaOf(param(request, "ref"));
  if (sha === null) return problem(422, `No commit found for SHA: ${param(request, "ref")}`);
  const query = new URLSearchParams(request.search);
  const wanted = (field: string, value: string) => !query.has(field) || query.get(field) === value;
  const runs = (await checks.of(sha, query.get("filter") === "all" ? "all" : "latest"))
    .filter((run) => wanted("check_name", run.name) && wanted("status", run.status))
    .filter((run) => wanted("app_id", String(run.app.id)));
  const { items, link } = paged(host.url, request, runs);
  return { status: 200, link, body: { total_count: runs.length, check_runs: items } };
}

async function suites(host: Host, checks: Checks, request: FrontRequest): Promise<Answer> {
  const sha = await host.git.shaOf(param(request, "ref"));
  if (sha === null) return problem(422, `No commit found for SHA: ${param(request, "ref")}`);
  const found = await Promise.all(checks.suites(sha).map((suite) => shownSuite(host, checks, suite)));
  const { items, link } = paged(host.url, request, found);
  return { status: 200, link, body: { total_count: found.length, check_suites: items } };
}

async function shownSuite(
  host: Host,
  checks: Checks,
  { id, slug, head_sha, created_at, isRerequested }: CheckSuite,
) {
  const runs = (await checks.of(head_sha)).filter(({ check_suite }) => check_suite.id === id);
  const app = { id: host.apps.get(slug)?.appId ?? 0, slug, name: slug };
  return {
    id,
    head_sha,
    created_at,
    ...suiteState(runs, isRerequested),
    app,
    latest_check_runs_count: runs.length,
  };
}

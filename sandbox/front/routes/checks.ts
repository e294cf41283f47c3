// Check runs under the name of the app that made them. Only apps may make one.

import type { Front } from "../front.ts";
import { type Answer, type FrontRequest, problem, type Route, route } from "../http.ts";

interface RestCheckRun {
  readonly id: number;
}

export function checkRoutes(front: Front): readonly Route[] {
  const runs = `${front.base}/check-runs`;
  return [
    route("POST", runs, (request) => write(front, request)),
    route("PATCH", `${runs}/:id`, (request) => write(front, request)),
    route("GET", `${runs}/:id`, async (request) => named(front, await front.upstream.pass(request))),
    route("GET", `${front.base}/commits/*ref/check-runs`, (request) => list(front, request)),
  ];
}

async function write(front: Front, request: FrontRequest): Promise<Answer> {
  if (request.who.kind !== "installation") return problem(403, "You must authenticate via a GitHub App.");
  const answer = await front.upstream.pass(request);
  if (answer.status === 201) front.records.checkApps.set((answer.body as RestCheckRun).id, request.who.slug);
  return named(front, answer);
}

async function list(front: Front, request: FrontRequest): Promise<Answer> {
  const answer = await front.upstream.pass(request);
  if (answer.status !== 200) return answer;
  const body = answer.body as { readonly check_runs: readonly RestCheckRun[] };
  return { ...answer, body: { ...body, check_runs: body.check_runs.map((run) => withApp(front, run)) } };
}

function named(front: Front, answer: Answer): Answer {
  return answer.status < 300 ? { ...answer, body: withApp(front, answer.body as RestCheckRun) } : answer;
}

function withApp(front: Front, run: RestCheckRun) {
  const slug = front.records.checkApps.get(run.id);
  return { ...run, app: slug === undefined ? null : { slug, name: slug } };
}

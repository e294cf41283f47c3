// GitHub Actions over REST: workflows, runs and their attempts, jobs with their logs, artifacts, secrets.

import type { Checks } from "../../checks/checks.ts";
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
import { loginOf } from "../../host/principals.ts";
import { refusal } from "../../host/refusal.ts";
import type { Actions } from "../actions.ts";
import { lastAttempt, newAttempt, type WorkflowRun } from "../run/run.ts";
import type { WorkflowRuns } from "../run/runs.ts";
import { shownArtifact, shownJob, shownRun, shownWorkflow } from "../run/shown.ts";
import type { WorkflowIdentity } from "../workflow/workflows.ts";
import { dispatch } from "./dispatch.ts";
import { jobsOf, listed, runsWanted } from "./lists.ts";

export function actionRoutes(host: Host, checks: Checks, actions: Actions): readonly Route[] {
  const path = `${host.base}/actions`;
  const [workflow, run] = [`${path}/workflows/:workflow`, `${path}/runs/:run`];
  const reading = (at: string, answer: (request: FrontRequest) => Promise<Answer>) =>
    route("GET", at, async (request) => refusal(request, "actions", "read") ?? (await answer(request)));
  const writing = (method: string, at: string, answer: (request: FrontRequest) => Promise<Answer>) =>
    route(method, at, async (request) => refusal(request, "actions", "write") ?? (await answer(request)));
  return [
    route("POST", `${workflow}/dispatches`, (request) => dispatch(host, actions, request)),
    writing("PUT", `${workflow}/:state`, (request) => setState(actions, request)),
    reading(`${path}/workflows`, async (request) => {
      const all = (await actions.workflows.all()).map((one) => shown(host, actions, one));
      return listed(host, request, "workflows", all);
    }),
    reading(workflow, async (request) => {
      const found = await actions.workflows.get(param(request, "workflow"));
      return found === null ? notFound() : { status: 200, body: shown(host, actions, found) };
    }),
    reading(`${workflow}/runs`, async (request) => {
      const found = await actions.workflows.get(param(request, "workflow"));
      if (found === null) return notFound();
      const own = actions.runs.all().filter((one) => one.workflow.path === found.path);
      return runs(host, checks, request, own);
    }),
    reading(`${path}/runs`, (request) => runs(host, checks, request, actions.runs.all())),
    reading(
      run,
      ofRun(actions.runs, async (one) => ({ status: 200, body: await shownNow(host, checks, one) })),
    ),
    reading(
      `${run}/attempts/:attempt`,
      ofRun(actions.runs, async (one, request) => {
        const attempt = one.attempts[Number(param(request, "attempt")) - 1];
        return attempt === undefined
          ? notFound()
          : { status: 200, body: await shownRun(host, checks, one, attempt) };
      }),
    ),
    reading(
      `${run}/jobs`,
      ofRun(actions.runs, async (one, request) => jobsOf(host, request, one)),
    ),
    reading(
      `${run}/attempts/:attempt/jobs`,
      ofRun(actions.runs, async (one, request) => jobsOf(host, request, one)),
    ),
    reading(
      `${run}/artifacts`,
      ofRun(actions.runs, async (one, request) => artifacts(host, request, one)),
    ),
    writing(
      "POST",
      `${run}/cancel`,
      ofRun(actions.runs, async (one) => cancel(one)),
    ),
    writing(
      "POST",
      `${run}/rerun`,
      ofRun(actions.runs, async (one, request) => rerun(actions, request, one)),
    ),
    reading(`${path}/jobs/:job`, async (request) => {
      const found = actions.runs.job(Number(param(request, "job")));
      if (found === null) return notFound();
      return { status: 200, body: shownJob(host, found.run, found.attempt, found.job) };
    }),
    reading(`${path}/jobs/:job/logs`, async (request) => {
      const found = actions.runs.job(Number(param(request, "job")));
      if (found === null || found.job.status !== "completed") return notFound();
      const log = Buffer.from(found.job.log.text());
      return { status: 302, location: host.downloads.offer(log, "text/plain; charset=utf-8") };
    }),
    reading(`${path}/artifacts/:artifact`, async (request) => {
      const found = artifact(actions.runs, request);
      return found === null
        ? notFound()
        : { status: 200, body: shownArtifact(host, found.run, found.artifact) };
    }),
    reading(`${path}/artifacts/:artifact/zip`, async (request) => {
      const found = artifact(actions.runs, request)?.artifact;
      if (found === undefined) return notFound();
      if (found.expired) return problem(410, "Artifact has expired");
      return { status: 302, location: host.downloads.offer(found.zip, "application/zip") };
    }),
  ];
}

function ofRun(runs: WorkflowRuns, answer: (run: WorkflowRun, request: FrontRequest) => Promise<Answer>) {
  return async (request: FrontRequest): Promise<Answer> => {
    const run = runs.get(Number(param(request, "run")));
    return run === null ? notFound() : answer(run, request);
  };
}

function shown(host: Host, actions: Actions, workflow: WorkflowIdentity) {
  const state = actions.workflows.isDisabled(workflow) ? "disabled_manually" : "active";
  return shownWorkflow(host, workflow, state, host.started);
}

const shownNow = (host: Host, checks: Checks, run: WorkflowRun) =>
  shownRun(host, checks, run, lastAttempt(run));

async function setState(actions: Actions, request: FrontRequest): Promise<Answer> {
  const workflow = await actions.workflows.get(param(request, "workflow"));
  const state = param(request, "state");
  if (workflow === null || (state !== "enable" && state !== "disable")) return notFound();
  actions.workflows.setDisabled(workflow, state === "disable");
  return { status: 204 };
}

async function runs(
  host: Host,
  checks: Checks,
  request: FrontRequest,
  among: readonly WorkflowRun[],
): Promise<Answer> {
  const wanted = runsWanted(request, among);
  const all = await Promise.all(wanted.map((run) => shownNow(host, checks, run)));
  return listed(host, request, "workflow_runs", all);
}

function artifacts(host: Host, request: FrontRequest, run: WorkflowRun): Answer {
  const name = new URLSearchParams(request.search).get("name");
  const all = run.artifacts
    .filter((one) => name === null || one.name === name)
    .toReversed()
    .map((one) => shownArtifact(host, run, one));
  return listed(host, request, "artifacts", all);
}

function artifact(runs: WorkflowRuns, request: FrontRequest) {
  const id = Number(param(request, "artifact"));
  for (const run of runs.all()) {
    const found = run.artifacts.find((one) => one.id === id);
    if (found !== undefined) return { run, artifact: found };
  }
  return null;
}

function cancel(run: WorkflowRun): Answer {
  const { status, stop } = lastAttempt(run);
  if (status === "completed") return problem(409, "Cannot cancel a workflow run that is completed.");
  stop.abort();
  return { status: 202, body: {} };
}

function rerun(actions: Actions, request: FrontRequest, run: WorkflowRun): Answer {
  if (lastAttempt(run).status !== "completed") return problem(403, "This workflow is already running");
  // Only what was dispatched really runs here.
  if (run.event !== "workflow_dispatch") return problem(403, "The workflow run cannot be retried");
  run.attempts.push(newAttempt(run.attempts.length + 1, loginOf(request.who)));
  actions.start(run);
  return { status: 201, body: {} };
}

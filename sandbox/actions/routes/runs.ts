// GitHub Actions over REST: workflows, runs and their attempts, jobs with their logs, artifacts, secrets.

import type { Front } from "../../host/host.ts";
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
import { lastAttempt, newAttempt, type WorkflowIdentity, type WorkflowRun } from "../run/run.ts";
import { shownArtifact, shownJob, shownRun, shownWorkflow } from "../run/shown.ts";
import { dispatch } from "./dispatch.ts";
import { jobsOf, listed, runsWanted } from "./lists.ts";

export function actionRoutes(front: Front): readonly Route[] {
  const actions = `${front.base}/actions`;
  const [workflow, run] = [`${actions}/workflows/:workflow`, `${actions}/runs/:run`];
  const reading = (path: string, answer: (request: FrontRequest) => Promise<Answer>) =>
    route("GET", path, async (request) => refusal(request, "actions", "read") ?? (await answer(request)));
  const writing = (method: string, path: string, answer: (request: FrontRequest) => Promise<Answer>) =>
    route(method, path, async (request) => refusal(request, "actions", "write") ?? (await answer(request)));
  return [
    route("POST", `${workflow}/dispatches`, (request) => dispatch(front, request)),
    writing("PUT", `${workflow}/:state`, (request) => setState(front, request)),
    reading(`${actions}/workflows`, async (request) => {
      const all = (await front.actions.workflows()).map((one) => shown(front, one));
      return listed(front, request, "workflows", all);
    }),
    reading(workflow, async (request) => {
      const found = await front.actions.workflow(param(request, "workflow"));
      return found === null ? notFound() : { status: 200, body: shown(front, found) };
    }),
    reading(`${workflow}/runs`, async (request) => {
      const found = await front.actions.workflow(param(request, "workflow"));
      return found === null ? notFound() : runs(front, request, found);
    }),
    reading(`${actions}/runs`, (request) => runs(front, request, null)),
    reading(
      run,
      ofRun(front, async (one) => ({ status: 200, body: await shownNow(front, one) })),
    ),
    reading(
      `${run}/attempts/:attempt`,
      ofRun(front, async (one, request) => {
        const attempt = one.attempts[Number(param(request, "attempt")) - 1];
        return attempt === undefined
          ? notFound()
          : { status: 200, body: await shownRun(front, one, attempt) };
      }),
    ),
    reading(
      `${run}/jobs`,
      ofRun(front, async (one, request) => jobsOf(front, request, one)),
    ),
    reading(
      `${run}/attempts/:attempt/jobs`,
      ofRun(front, async (one, request) => jobsOf(front, request, one)),
    ),
    reading(
      `${run}/artifacts`,
      ofRun(front, async (one, request) => artifacts(front, request, one)),
    ),
    writing(
      "POST",
      `${run}/cancel`,
      ofRun(front, async (one) => cancel(one)),
    ),
    writing(
      "POST",
      `${run}/rerun`,
      ofRun(front, async (one, request) => rerun(front, request, one)),
    ),
    reading(`${actions}/jobs/:job`, async (request) => {
      const found = front.actions.job(Number(param(request, "job")));
      if (found === null) return notFound();
      return { status: 200, body: shownJob(front, found.run, found.attempt, found.job) };
    }),
    reading(`${actions}/jobs/:job/logs`, async (request) => {
      const found = front.actions.job(Number(param(request, "job")));
      if (found === null || found.job.status !== "completed") return notFound();
      const log = Buffer.from(found.job.log.text());
      return { status: 302, location: front.downloads.offer(log, "text/plain; charset=utf-8") };
    }),
    reading(`${actions}/artifacts/:artifact`, async (request) => {
      const found = artifact(front, request);
      return found === null
        ? notFound()
        : { status: 200, body: shownArtifact(front, found.run, found.artifact) };
    }),
    reading(`${actions}/artifacts/:artifact/zip`, async (request) => {
      const found = artifact(front, request)?.artifact;
      if (found === undefined) return notFound();
      if (found.expired) return problem(410, "Artifact has expired");
      return { status: 302, location: front.downloads.offer(found.zip, "application/zip") };
    }),
  ];
}

function ofRun(front: Front, answer: (run: WorkflowRun, request: FrontRequest) => Promise<Answer>) {
  return async (request: FrontRequest): Promise<Answer> => {
    const run = front.actions.run(Number(param(request, "run")));
    return run === null ? notFound() : answer(run, request);
  };
}

function shown(front: Front, workflow: WorkflowIdentity) {
  const state = front.actions.isDisabled(workflow) ? "disabled_manually" : "active";
  return shownWorkflow(front, workflow, state, front.started);
}

const shownNow = (front: Front, run: WorkflowRun) => shownRun(front, run, lastAttempt(run));

async function setState(front: Front, request: FrontRequest): Promise<Answer> {
  const workflow = await front.actions.workflow(param(request, "workflow"));
  const state = param(request, "state");
  if (workflow === null || (state !== "enable" && state !== "disable")) return notFound();
  front.actions.setDisabled(workflow, state === "disable");
  return { status: 204 };
}

async function runs(front: Front, request: FrontRequest, workflow: WorkflowIdentity | null): Promise<Answer> {
  const wanted = runsWanted(request, front.actions.runs()).filter(
    (run) => workflow === null || run.workflow.path === workflow.path,
  );
  const all = await Promise.all(wanted.map((run) => shownNow(front, run)));
  return listed(front, request, "workflow_runs", all);
}

function artifacts(front: Front, request: FrontRequest, run: WorkflowRun): Answer {
  const name = new URLSearchParams(request.search).get("name");
  const all = run.artifacts
    .filter((one) => name === null || one.name === name)
    .toReversed()
    .map((one) => shownArtifact(front, run, one));
  return listed(front, request, "artifacts", all);
}

function artifact(front: Front, request: FrontRequest) {
  const id = Number(param(request, "artifact"));
  for (const run of front.actions.runs()) {
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

function rerun(front: Front, request: FrontRequest, run: WorkflowRun): Answer {
  if (lastAttempt(run).status !== "completed") return problem(403, "This workflow is already running");
  // Only what was dispatched really runs here.
  if (run.event !== "workflow_dispatch") return problem(403, "The workflow run cannot be retried");
  run.attempts.push(newAttempt(run.attempts.length + 1, loginOf(request.who)));
  front.actions.start(run);
  return { status: 201, body: {} };
}

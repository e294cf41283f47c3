// Runs, jobs, artifacts and workflows in the shape of GitHub's REST API and webhooks.

import { createHash } from "node:crypto";
import type { Checks } from "../../checks/checks.ts";
import type { Host } from "../../host/host.ts";
import type { WorkflowIdentity } from "../workflow/workflows.ts";
import type { Artifact, Attempt, Job, WorkflowRun } from "./run.ts";

/** GitHub keeps artifacts this long unless it is told otherwise, milliseconds. */
const RETENTION_MS = 90 * 24 * 3_600_000;

export function shownWorkflow(host: Host, workflow: WorkflowIdentity, state: string, since: string) {
  const file = workflow.path.split("/").at(-1);
  return {
    id: workflow.id,
    name: workflow.name,
    path: workflow.path,
    state,
    ...{ created_at: since, updated_at: since },
    url: `${host.url}${host.base}/actions/workflows/${workflow.id}`,
    html_url: `${pageOf(host)}/blob/main/${workflow.path}`,
    badge_url: `${pageOf(host)}/actions/workflows/${file}/badge.svg`,
  };
}

export async function shownRun(host: Host, checks: Checks, run: WorkflowRun, attempt: Attempt) {
  const { upstream, base } = host;
  const url = `${host.url}${base}/actions/runs/${run.id}`;
  const repository = await upstream.read<object>(base);
  const commit = await host.git.commit(run.sha);
  const before = attempt.number - 1;
  return {
    id: run.id,
    name: run.workflow.name,
    display_title: run.title,
    path: run.workflow.path,
    run_number: run.number,
    run_attempt: attempt.number,
    event: run.event,
    status: attempt.status,
    conclusion: attempt.conclusion,
    head_branch: run.branch,
    head_sha: run.sha,
    workflow_id: run.workflow.id,
    check_suite_id: checks.suites(run.sha).find(({ workflowRun }) => workflowRun === run.id)?.id ?? null,
    created_at: run.createdAt,
    updated_at: attempt.updatedAt,
    run_started_at: attempt.startedAt,
    actor: userOf(run.actor),
    triggering_actor: userOf(attempt.actor),
    pull_requests: [],
    ...{ url, html_url: `${pageOf(host)}/actions/runs/${run.id}` },
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: before === 0 ? null : `${url}/attempts/${before}`,
    workflow_url: `${host.url}${base}/actions/workflows/${run.workflow.id}`,
    head_commit: commit && {
      ...{ id: commit.sha, tree_id: commit.tree, message: commit.message, timestamp: commit.date },
    },
    repository,
    head_repository: repository,
  };
}

export function shownJob(host: Host, run: WorkflowRun, attempt: Attempt, job: Job) {
  const runner = job.startedAt === null ? null : 1;
  return {
    id: job.id,
    run_id: run.id,
    run_attempt: attempt.number,
    name: job.name,
    workflow_name: run.workflow.name,
    head_branch: run.branch,
    head_sha: run.sha,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.createdAt,
    started_at: job.startedAt ?? job.createdAt,
    completed_at: job.completedAt,
    steps: job.steps.map(({ name, number, status, conclusion, startedAt, completedAt }) => ({
      ...{ name, number, status, conclusion, started_at: startedAt, completed_at: completedAt },
    })),
    url: `${host.url}${host.base}/actions/jobs/${job.id}`,
    run_url: `${host.url}${host.base}/actions/runs/${run.id}`,
    html_url: jobPage(host, run, job.id),
    check_run_url: `${host.url}${host.base}/check-runs/${job.id}`,
    labels: ["ubuntu-latest"],
    ...{ runner_id: runner, runner_name: runner && "sandbox" },
    ...{ runner_group_id: runner, runner_group_name: runner && "GitHub Actions" },
  };
}

export function shownArtifact(host: Host, run: WorkflowRun, artifact: Artifact) {
  const url = `${host.url}${host.base}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    name: artifact.name,
    size_in_bytes: artifact.zip.length,
    digest: `sha256:${createHash("sha256").update(artifact.zip).digest("hex")}`,
    expired: artifact.expired,
    ...{ url, archive_download_url: `${url}/zip` },
    ...{ created_at: artifact.createdAt, updated_at: artifact.createdAt },
    expires_at: new Date(Date.parse(artifact.createdAt) + RETENTION_MS).toISOString(),
    workflow_run: { id: run.id, head_branch: run.branch, head_sha: run.sha },
  };
}

/** The page of a job, which is also the page of its check run. */
export function jobPage(host: Host, run: WorkflowRun, job: number): string {
  return `${pageOf(host)}/actions/runs/${run.id}/job/${job}`;
}

export function userOf(login: string) {
  return { login, type: login.endsWith("[bot]") ? "Bot" : "User" };
}

const pageOf = ({ url, owner, name }: Host): string => `${url}/${owner}/${name}`;

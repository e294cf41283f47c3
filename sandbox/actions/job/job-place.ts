// Where a job works: fresh folders laid out like those of GitHub's runner, the variables that every step gets, and
// the values that expressions can ask for. Taken away when the job is over.

import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { Attempt, WorkflowRun } from "../run/run.ts";
import { TRACKING } from "./shell-step.ts";

export interface JobPlace {
  readonly workspace: string;
  readonly temp: string;
  /** Variables of every step. */
  readonly env: Readonly<Record<string, string>>;
  /** The contexts `github` and `runner`. */
  readonly github: Readonly<Record<string, string>>;
  readonly runner: Readonly<Record<string, string>>;
  /** In the environment of every process of the job. */
  readonly mark: string;
  remove(): Promise<void>;
}

export async function jobPlace(
  host: Host,
  run: WorkflowRun,
  attempt: Attempt,
  job: { readonly id: string; readonly token: string },
): Promise<JobPlace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "sandbox-job-")));
  const workspace = join(root, "work", host.name, host.name);
  const temp = join(root, "work", "_temp");
  const home = join(root, "home");
  for (const folder of [workspace, temp, home]) await mkdir(folder, { recursive: true });
  const github = githubContext(host, run, attempt, job, workspace);
  const runner = { temp, os: "Linux", arch: "X64", name: "sandbox", environment: "github-hosted" };
  // As the real one: runs of two sandboxes on one machine may have the same number.
  const mark = `github_${randomUUID()}`;
  const upper = (prefix: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, value]) => [`${prefix}_${name.toUpperCase()}`, value]);
  const { token: _, ...shared } = github;
  return {
    ...{ workspace, temp, github, runner, mark },
    env: {
      ...Object.fromEntries([...upper("GITHUB", shared), ...upper("RUNNER", runner)]),
      ...{ CI: "true", GITHUB_ACTIONS: "true", HOME: home, LANG: "C.UTF-8", [TRACKING]: mark },
    },
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** The context `github`. Its token opens nothing; it is never in the environment by itself. */
export function githubContext(
  host: Host,
  run: WorkflowRun,
  attempt: Attempt,
  job: { readonly id: string; readonly token: string },
  workspace: string,
): Readonly<Record<string, string>> {
  return {
    ...{ workspace, job: job.id, token: job.token, sha: run.sha, actor: run.actor },
    triggering_actor: attempt.actor,
    repository: `${host.owner}/${host.name}`,
    repository_owner: host.owner,
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: String(attempt.number),
    ref: `refs/heads/${run.branch}`,
    ref_name: run.branch,
    ref_type: "branch",
    event_name: run.event,
    workflow: run.workflow.name,
    api_url: host.url,
    server_url: host.url,
    graphql_url: `${host.url}/graphql`,
  };
}

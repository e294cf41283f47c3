// Runs on GitHub Actions in end-to-end tests: a repository that has the workflow, the runs as the API lists them, and
// an app that looks again some minutes later.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { RUNNER_FOLDER, WORKFLOW } from "../../../src/domain/program/names.ts";
import { sha256 } from "../../../src/text/format/hash.ts";
import { renderWorkflow } from "../../../src/text/workflow/workflow.ts";
import type { Stage } from "./stage.ts";
import { until } from "./until.ts";

export interface ListedRun {
  readonly id: number;
  readonly display_title: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly run_attempt: number;
  readonly head_sha: string;
}

const RUNNER = fileURLToPath(new URL("../../../dist/runner.mjs", import.meta.url));

/** For the stage: runs happen on GitHub Actions. */
export const ON_ACTIONS = { AUTOLOOP_EXECUTOR: "actions" };

/** From now on GitHub's clock shows four minutes more: the app no longer waits for what GitHub may list late. */
export function minutesLater({ sandbox }: Stage): void {
  sandbox.showTime(240_000);
}

/**
 * The workflow and its runner as a person installs them.
 * @param tool a line of Bash that they put where tools for the agent and for the evaluation go; `$JOB` names the job
 */
export function workflowFile(tool = "node --version"): Readonly<Record<string, string>> {
  const step = (job: string) => `$&\n      - name: Tools\n        env: { JOB: ${job} }\n        run: ${tool}`;
  const runner = readFileSync(RUNNER, "utf8");
  const text = renderWorkflow("command", { "runner.mjs": sha256(runner) })
    .replace(/^ *# Tools that the agent is to have go here\.$/m, step("propose"))
    .replace(/^ *# Tools that the evaluation needs go here\.$/m, step("evaluate"));
  return { [WORKFLOW.path]: text, [`${RUNNER_FOLDER}/runner.mjs`]: runner };
}

/** All runs of the workflow, oldest first. */
export async function workflowRuns(stage: Stage): Promise<readonly ListedRun[]> {
  const path = `${stage.base}/actions/workflows/${WORKFLOW.file}/runs?per_page=100`;
  const { body } = await stage.reader<{ workflow_runs: readonly ListedRun[] }>("GET", path);
  return body.workflow_runs.toReversed();
}

/** Waits until there are so many runs and the newest one has ended. */
export function untilRun(stage: Stage, count: number): Promise<ListedRun> {
  return until(
    () => `run ${count} has ended\n${stage.output().slice(-6_000)}`,
    async () => {
      const runs = await workflowRuns(stage);
      const newest = runs.at(-1);
      return runs.length === count && newest?.status === "completed" && newest;
    },
  );
}

/** What the jobs of all runs printed. */
export async function jobLogs(stage: Stage): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${stage.sandbox.tokens.maintainer}` };
  const jobs = (await workflowRuns(stage)).map(async ({ id }) => {
    const path = `${stage.base}/actions/runs/${id}/jobs`;
    const { body } = await stage.reader<{ jobs: readonly { id: number }[] }>("GET", path);
    return body.jobs.map((job) => `${stage.sandbox.url}${stage.base}/actions/jobs/${job.id}/logs`);
  });
  return Promise.all(
    (await Promise.all(jobs)).flat().map(async (url) => (await fetch(url, { headers })).text()),
  );
}

/** Every check run of a commit. @param ref branch or commit */
export async function checksOf(stage: Stage, ref: string) {
  interface Check {
    readonly name: string;
    readonly conclusion: string | null;
    readonly app: { readonly slug: string };
  }
  const path = `${stage.base}/commits/${encodeURIComponent(ref)}`;
  const commit = await stage.reader<{ sha: string }>("GET", path);
  const runs = await stage.reader<{ check_runs: readonly Check[] }>("GET", `${path}/check-runs?filter=all`);
  return { head: commit.body.sha, checks: runs.body.check_runs };
}

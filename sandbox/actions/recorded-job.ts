// A job of GitHub Actions that did not run here: what is on record of the sandbox's CI, whose check runs are jobs of a
// workflow `ci` and so have steps and a log.

import { setUp } from "./job/job-steps.ts";
import { now } from "./run/clock.ts";
import { JobLog } from "./run/job-log.ts";
import { begin, complete, type Job, lastAttempt, type RunConclusion } from "./run/run.ts";
import type { WorkflowRuns } from "./run/runs.ts";

export interface RecordedJob {
  end(conclusion: RunConclusion, log: string): void;
}

/** @param of `id` is that of its check run */
export function recordJob(
  runs: WorkflowRuns,
  of: { readonly id: number; readonly name: string; readonly branch: string; readonly sha: string },
): RecordedJob {
  const run = runs.add({
    workflow: { id: 1, name: "ci", path: ".github/workflows/ci.yml" },
    ...{ title: "ci", event: "push", branch: of.branch, sha: of.sha },
    ...{ source: "", inputs: {}, actor: "maintainer" },
  });
  const job: Job = {
    ...{ id: of.id, name: of.name, createdAt: now(), steps: [], log: new JobLog() },
    ...{ status: "queued", conclusion: null, startedAt: null, completedAt: null },
  };
  const attempt = lastAttempt(run);
  attempt.jobs.push(job);
  return {
    end: (conclusion, log) => {
      begin(attempt);
      begin(job);
      setUp(job);
      const at = now();
      const step = { name: "Run tests", number: 2, startedAt: at, completedAt: at };
      job.steps.push({ ...step, status: "completed", conclusion });
      job.log.write(log);
      job.log.flush();
      if (conclusion === "failure") job.log.failure("Process completed with exit code 1.");
      complete(job, conclusion);
      complete(attempt, conclusion);
    },
  };
}

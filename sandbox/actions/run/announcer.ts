// Tells the world about runs and jobs: webhooks, and one check run for each job under the name of GitHub Actions, on
// the commit that the workflow ran at. A job has the number of its check run.

import type { Checks } from "../../checks/checks.ts";
import type { Host } from "../../host/host.ts";
import type { Principal } from "../../host/principals.ts";
import { now } from "./clock.ts";
import { JobLog } from "./job-log.ts";
import type { Attempt, Job, WorkflowRun } from "./run.ts";
import { shownJob, shownRun, shownWorkflow, userOf } from "./shown.ts";

export class Announcer {
  readonly #host: Host;
  readonly #checks: Checks;
  /** Token of the app that GitHub Actions is here, and who that is. */
  #actions: { readonly authorization: string; readonly who: Principal; readonly slug: string } | null = null;

  constructor(host: Host, checks: Checks) {
    this.#host = host;
    this.#checks = checks;
  }

  /** @param token of the installation whose check runs the jobs are */
  begin(token: string): void {
    const authorization = `Bearer ${token}`;
    const who = this.#host.principals.identify(authorization);
    if (who?.kind !== "installation") throw new Error("GitHub Actions needs the token of an installation");
    this.#actions = { authorization, who, slug: who.slug };
  }

  async run(action: "requested" | "in_progress" | "completed", run: WorkflowRun, attempt: Attempt) {
    const host = this.#host;
    attempt.updatedAt = now();
    const workflow_run = await shownRun(host, this.#checks, run, attempt);
    const workflow = shownWorkflow(host, run.workflow, "active", run.createdAt);
    const { repository } = workflow_run;
    const sender = userOf(attempt.actor);
    host.webhooks.send("workflow_run", { action, workflow_run, workflow, repository, sender });
  }

  /** A new job with its check run, queued. */
  async job(run: WorkflowRun, attempt: Attempt, name: string): Promise<Job> {
    const body = { name, head_sha: run.sha, status: "queued" };
    const id = await this.#check(null, body, run);
    const job: Job = {
      ...{ id, name, createdAt: now(), steps: [], log: new JobLog() },
      ...{ status: "queued", conclusion: null, startedAt: null, completedAt: null },
    };
    attempt.jobs.push(job);
    await this.#tell("queued", run, attempt, job);
    return job;
  }

  /** Where a job is now. */
  async progress(run: WorkflowRun, attempt: Attempt, job: Job): Promise<void> {
    const { annotations } = job.log;
    const count = annotations.length;
    const output = { title: job.name, summary: `${count} annotations`, annotations };
    const ended = job.status === "completed" && {
      conclusion: job.conclusion,
      ...(count > 0 && { output }),
    };
    await this.#check(job.id, { status: job.status, ...ended }, run);
    await this.#tell(job.status === "completed" ? "completed" : "in_progress", run, attempt, job);
  }

  async #check(
    id: number | null,
    body: Readonly<Record<string, unknown>>,
    run: WorkflowRun,
  ): Promise<number> {
    if (this.#actions === null) throw new Error("GitHub Actions has not begun");
    const { slug, ...as } = this.#actions;
    const checks = this.#checks;
    const write = { ...as, body };
    const answer = id === null ? await checks.create(slug, write, run) : await checks.update(id, write);
    if (answer.status >= 300) throw new Error(`the check run of a job was refused: ${answer.status}`);
    return (answer.body as { readonly id: number }).id;
  }

  async #tell(action: string, run: WorkflowRun, attempt: Attempt, job: Job): Promise<void> {
    const host = this.#host;
    host.webhooks.send("workflow_job", {
      action,
      workflow_job: shownJob(host, run, attempt, job),
      repository: await host.upstream.read(host.base),
      sender: userOf(attempt.actor),
    });
  }
}

// Carries out one attempt of a run: its place in its concurrency group, its jobs as their needs allow, each in a place
// of its own that is gone afterwards, and what they come to together.

import { randomBytes } from "node:crypto";
import type { Host } from "../host/host.ts";
import { githubContext, jobPlace } from "./job/job-place.ts";
import { JobSteps, setUp } from "./job/job-steps.ts";
import { killTracked } from "./job/shell-step.ts";
import type { Announcer } from "./run/announcer.ts";
import type { ArtifactStore } from "./run/artifact-store.ts";
import { type Attempt, begin, complete, type Job, type RunConclusion, type WorkflowRun } from "./run/run.ts";
import type { Concurrency } from "./workflow/concurrency.ts";
import { fulfilled, substitute } from "./workflow/expression.ts";
import { type JobPlan, parseWorkflow, type Workflow } from "./workflow/workflow-file.ts";

export interface Stage {
  readonly host: Host;
  readonly announcer: Announcer;
  readonly artifacts: ArtifactStore;
  readonly concurrency: Concurrency;
  readonly toolPaths: () => readonly string[];
  readonly secrets: ReadonlyMap<string, string>;
  readonly variables: Readonly<Record<string, string>>;
  /** Resolves when runs may begin. */
  readonly admitted: (signal: AbortSignal) => Promise<void>;
  /** Whether the test wants the job of this id to fail. */
  readonly failing: (job: string) => boolean;
}

export async function performRun(stage: Stage, run: WorkflowRun, attempt: Attempt): Promise<void> {
  const { announcer } = stage;
  await announcer.run("requested", run, attempt);
  await stage.admitted(attempt.stop.signal);
  const file = parseWorkflow(run.source);
  if (file.kind !== "workflow") await fail(stage, run, attempt, file.problem);
  else await new Performance(stage, run, attempt, file.workflow).perform();
  await announcer.run("completed", run, attempt);
}

/** A workflow that cannot be carried out fails as one job that says why. */
async function fail({ announcer }: Stage, run: WorkflowRun, attempt: Attempt, problem: string) {
  const job = await announcer.job(run, attempt, run.workflow.name);
  setUp(job);
  job.log.failure(`The sandbox cannot carry out ${run.workflow.path}: ${problem}`);
  complete(job, "failure");
  await announcer.progress(run, attempt, job);
  complete(attempt, "failure");
}

class Performance {
  readonly #stage: Stage;
  readonly #run: WorkflowRun;
  readonly #attempt: Attempt;
  readonly #workflow: Workflow;
  readonly #results = new Map<string, Promise<RunConclusion>>();

  constructor(stage: Stage, run: WorkflowRun, attempt: Attempt, workflow: Workflow) {
    this.#stage = stage;
    this.#run = run;
    this.#attempt = attempt;
    this.#workflow = workflow;
  }

  async perform(): Promise<void> {
    const { concurrency } = this.#workflow;
    const { stop } = this.#attempt;
    const group = concurrency === null ? null : substitute(concurrency.group, this.#contexts());
    if (group !== null) {
      this.#attempt.status = "pending";
      await this.#stage.concurrency.enter(group, stop, concurrency?.cancelInProgress === true);
    }
    try {
      if (stop.signal.aborted) complete(this.#attempt, "cancelled");
      else await this.#jobs();
    } finally {
      if (group !== null) this.#stage.concurrency.leave(group, stop);
    }
  }

  async #jobs(): Promise<void> {
    const { announcer } = this.#stage;
    this.#attempt.status = "in_progress";
    await announcer.run("in_progress", this.#run, this.#attempt);
    const results = await Promise.all(this.#workflow.jobs.map((plan) => this.#result(plan)));
    const worst = (["failure", "cancelled", "success"] as const).find((one) => results.includes(one));
    complete(this.#attempt, worst ?? "skipped");
  }

  /** Once for each job, whoever asks first. */
  #result(plan: JobPlan): Promise<RunConclusion> {
    const known = this.#results.get(plan.id);
    if (known !== undefined) return known;
    const result = this.#afterNeeds(plan);
    this.#results.set(plan.id, result);
    return result;
  }

  async #afterNeeds(plan: JobPlan): Promise<RunConclusion> {
    const { announcer } = this.#stage;
    const needs = this.#workflow.jobs.filter(({ id }) => plan.needs.includes(id));
    const results = await Promise.all(
      needs.map(async (need) => [need.id, { result: await this.#result(need) }] as const),
    );
    const before = Object.fromEntries(results);
    const ended = results.map(([, { result }]) => result);
    const cancelled = this.#attempt.stop.signal.aborted;
    const status = {
      ...{ always: true, cancelled, failure: ended.includes("failure") },
      success: !cancelled && ended.every((result) => result === "success"),
    };
    const job = await announcer.job(this.#run, this.#attempt, plan.name);
    try {
      if (fulfilled(plan.condition, { ...this.#contexts(), needs: before }, status)) {
        await this.#perform(plan, job, before);
      } else complete(job, cancelled ? "cancelled" : "skipped");
    } catch (error) {
      job.log.failure(error instanceof Error ? error.message : String(error));
      complete(job, "failure");
    }
    await announcer.progress(this.#run, this.#attempt, job);
    return job.conclusion ?? "failure";
  }

  async #perform(
    plan: JobPlan,
    job: Job,
    needs: Readonly<Record<string, { readonly result: string }>>,
  ): Promise<void> {
    const { announcer, artifacts, secrets, variables, toolPaths } = this.#stage;
    const [host, run, attempt] = [this.#stage.host, this.#run, this.#attempt];
    begin(job);
    setUp(job);
    await announcer.progress(run, attempt, job);
    const token = `ghs_${randomBytes(18).toString("hex")}`;
    for (const secret of [token, ...secrets.values()]) job.log.mask(secret);
    const place = await jobPlace(host, run, attempt, { id: plan.id, token });
    const limit = AbortSignal.timeout(plan.timeoutMinutes * 60_000);
    try {
      const steps = new JobSteps({
        ...{ host, run, attempt, job, place, needs, artifacts, token, log: job.log },
        ...{ workspace: place.workspace, toolPaths: toolPaths(), inputs: run.inputs },
        secrets: { ...Object.fromEntries(secrets), GITHUB_TOKEN: token },
        variables,
        env: [this.#workflow.env, plan.env],
        signal: AbortSignal.any([attempt.stop.signal, limit]),
      });
      const failing = this.#stage.failing(plan.id);
      const conclusion = await steps.perform(failing ? [sabotage, ...plan.steps] : plan.steps);
      if (limit.aborted && !attempt.stop.signal.aborted) {
        job.log.failure(
          `The job running on runner sandbox has exceeded the maximum execution time of ${plan.timeoutMinutes} minutes.`,
        );
      }
      complete(job, conclusion);
    } finally {
      await killTracked(place.mark);
      await place.remove();
    }
  }

  #contexts() {
    const job = { id: "", token: "" };
    return {
      github: githubContext(this.#stage.host, this.#run, this.#attempt, job, ""),
      inputs: this.#run.inputs,
      vars: this.#stage.variables,
    };
  }
}

/** The step by which a test makes a job fail. */
const sabotage = {
  ...{ id: null, name: "Fail", condition: null, env: {}, timeoutMinutes: null, continueOnError: false },
  does: { kind: "run", script: "exit 1", folder: null, bash: true },
} as const;

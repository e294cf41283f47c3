// Carries out the steps of one job in order: conditions, expressions, variables that earlier steps left, time limits.
// Every failure of a step is an outcome with its words in the log; only a defect of the sandbox throws.

import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { now } from "../run/clock.ts";
import { begin, complete, type Job, type RunConclusion, type Step } from "../run/run.ts";
import { type Contexts, fulfilled, type StatusFunctions, substitute } from "../workflow/expression.ts";
import type { StepPlan, Variables } from "../workflow/workflow-file.ts";
import type { JobPlace } from "./job-place.ts";
import { runScript } from "./shell-step.ts";
import { layStepFiles, readStepFiles } from "./step-files.ts";
import { type ActionScene, useAction } from "./used-action.ts";

export interface StepScene extends ActionScene {
  readonly job: Job;
  readonly place: JobPlace;
  /** Folders at the head of PATH. */
  readonly toolPaths: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  /** `result` by job, of those that this one needed. */
  readonly needs: Readonly<Record<string, { readonly result: string }>>;
  /** Of the workflow and the job. */
  readonly env: readonly Variables[];
  /** Aborted when the job is cancelled or out of time. */
  readonly signal: AbortSignal;
}

export class JobSteps {
  readonly #scene: StepScene;
  readonly #outputs = new Map<string, { readonly outputs: Readonly<Record<string, string>> }>();
  #left: Readonly<Record<string, string>> = {};
  #paths: readonly string[] = [];
  #result: "failure" | "success" = "success";

  constructor(scene: StepScene) {
    this.#scene = scene;
  }

  /** @returns the job's conclusion, `cancelled` where it was stopped */
  async perform(plans: readonly StepPlan[]): Promise<RunConclusion> {
    const { job, signal } = this.#scene;
    for (const [at, plan] of plans.entries()) {
      const step: Step = {
        ...{ name: plan.name, number: at + 2, status: "queued", conclusion: null },
        ...{ startedAt: null, completedAt: null },
      };
      job.steps.push(step);
      begin(step);
      const conclusion = await this.#step(plan, step.number);
      complete(step, conclusion);
      if (conclusion === "failure" && !plan.continueOnError) this.#result = "failure";
    }
    if (signal.aborted) return "cancelled";
    return this.#result;
  }

  async #step(plan: StepPlan, number: number): Promise<RunConclusion> {
    const { log, signal } = this.#scene;
    const cancelled = signal.aborted;
    const status: StatusFunctions = {
      ...{ always: true, cancelled },
      failure: this.#result === "failure" && !cancelled,
      success: this.#result === "success" && !cancelled,
    };
    try {
      const env = this.#envOf(plan.env);
      if (!fulfilled(plan.condition, this.#contexts(env), status)) return "skipped";
      // A step that runs although the job is being cancelled is not cancelled with it.
      const stop = cancelled ? new AbortController().signal : signal;
      const limit = plan.timeoutMinutes === null ? null : AbortSignal.timeout(plan.timeoutMinutes * 60_000);
      log.line(`##[group]${plan.name}`);
      const code = await this.#does(
        plan,
        number,
        env,
        limit === null ? stop : AbortSignal.any([stop, limit]),
      );
      log.flush();
      if (stop.aborted) {
        log.failure("The operation was canceled.");
        return "cancelled";
      }
      if (limit?.aborted === true) {
        throw new Error(`The action '${plan.name}' has timed out after ${plan.timeoutMinutes} minutes.`);
      }
      if (code === 0) return "success";
      throw new Error(`Process completed with exit code ${code ?? 137}.`);
    } catch (error) {
      log.flush();
      log.failure(error instanceof Error ? error.message : String(error));
      return "failure";
    }
  }

  async #does(
    { id, does }: StepPlan,
    number: number,
    env: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<number | null> {
    const { place, log, toolPaths } = this.#scene;
    const contexts = this.#contexts(env);
    if (does.kind === "use") {
      const outputs = await useAction(this.#scene, does.action, resolved(does.with, contexts));
      if (id !== null) this.#outputs.set(id, { outputs });
      return 0;
    }
    const script = join(place.temp, `step-${number}.sh`);
    await writeFile(script, `${substitute(does.script, contexts)}\n`);
    const cwd = resolve(place.workspace, substitute(does.folder ?? ".", contexts));
    const files = await layStepFiles(place.temp, number);
    const code = await runScript({
      ...{ script, cwd, signal, bash: does.bash },
      env: { ...env, ...files, PATH: [...this.#paths, ...toolPaths, env.PATH].join(":") },
      print: (chunk) => log.write(chunk),
    });
    const said = await readStepFiles(files);
    this.#left = { ...this.#left, ...said.env };
    this.#paths = [...said.paths.toReversed(), ...this.#paths];
    if (id !== null) this.#outputs.set(id, { outputs: said.outputs });
    return code;
  }

  /** Job over workflow, what steps left over both, the step's own over all. */
  #envOf(own: Variables): Readonly<Record<string, string>> {
    const { env, place } = this.#scene;
    let so: Readonly<Record<string, string>> = { PATH: String(process.env.PATH) };
    for (const layer of env) so = { ...so, ...resolved(layer, this.#contexts(so)) };
    so = { ...so, ...this.#left };
    return { ...so, ...resolved(own, this.#contexts(so)), ...place.env };
  }

  #contexts(env: Readonly<Record<string, string>>): Contexts {
    const { place, secrets, variables, inputs, needs } = this.#scene;
    return {
      ...{ env, secrets, inputs, needs, vars: variables, github: place.github, runner: place.runner },
      steps: Object.fromEntries(this.#outputs),
      job: { status: this.#result },
    };
  }
}

function resolved(variables: Variables, contexts: Contexts): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, substitute(value, contexts)]),
  );
}

/** The first step of every job, which is the runner's own. */
export function setUp(job: Job): void {
  const at = now();
  const times = { startedAt: at, completedAt: at };
  job.steps.push({ name: "Set up job", number: 1, status: "completed", conclusion: "success", ...times });
}

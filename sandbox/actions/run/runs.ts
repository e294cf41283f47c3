// Every run of a workflow that is on record, whether it was carried out here or not.

import type { Host } from "../../host/host.ts";
import { now } from "./clock.ts";
import { type Attempt, type Job, newAttempt, type WorkflowRun } from "./run.ts";
import { jobPage } from "./shown.ts";

export type NewRun = Pick<
  WorkflowRun,
  "actor" | "branch" | "event" | "inputs" | "sha" | "source" | "title" | "workflow"
>;

export class WorkflowRuns {
  readonly #host: Host;
  readonly #runs = new Map<number, WorkflowRun>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** A run on record; nothing is carried out yet. */
  add(wanted: NewRun): WorkflowRun {
    const earlier = this.all().filter(({ workflow }) => workflow.path === wanted.workflow.path);
    // Beyond what a 32-bit number holds, as on GitHub.
    const id = 20_000_000_000 + this.#host.records.nextId();
    const attempts = [newAttempt(1, wanted.actor)];
    const run = { ...wanted, id, number: earlier.length + 1, createdAt: now(), attempts, artifacts: [] };
    this.#runs.set(id, run);
    return run;
  }

  /** Newest first. */
  all(): readonly WorkflowRun[] {
    return [...this.#runs.values()].toReversed();
  }

  get(id: number): WorkflowRun | null {
    return this.#runs.get(id) ?? null;
  }

  job(id: number): { readonly run: WorkflowRun; readonly attempt: Attempt; readonly job: Job } | null {
    for (const run of this.#runs.values()) {
      for (const attempt of run.attempts) {
        const job = attempt.jobs.find((one) => one.id === id);
        if (job !== undefined) return { run, attempt, job };
      }
    }
    return null;
  }

  /** Address of the page of the job with this number; null: a check run that is no job. */
  jobPage(id: number): string | null {
    const found = this.job(id);
    return found && jobPage(this.#host, found.run, id);
  }
}

// A run of a workflow with its attempts, jobs, steps and artifacts, as they are now. Holds no behaviour.

import type { WorkflowIdentity } from "../workflow/workflows.ts";
import { now } from "./clock.ts";
import type { JobLog } from "./job-log.ts";

export type RunStatus = "queued" | "pending" | "in_progress" | "completed";
export type RunConclusion =
  | "success"
  | "failure"
  | "neutral"
  | "cancelled"
  | "skipped"
  | "timed_out"
  | "action_required";

interface Progress {
  status: RunStatus;
  conclusion: RunConclusion | null;
  /** ISO times. */
  startedAt: string | null;
  completedAt: string | null;
}

export interface Step extends Progress {
  readonly name: string;
  /** From 1. */
  readonly number: number;
}

export interface Job extends Progress {
  /** Of its check run too. */
  readonly id: number;
  readonly name: string;
  readonly createdAt: string;
  readonly steps: Step[];
  readonly log: JobLog;
}

export interface Attempt extends Progress {
  /** From 1. */
  readonly number: number;
  /** Login of who made it run. */
  readonly actor: string;
  /** Those that could begin so far, and those that were left out. */
  readonly jobs: Job[];
  readonly stop: AbortController;
  updatedAt: string;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly attempt: number;
  readonly zip: Uint8Array;
  readonly createdAt: string;
  expired: boolean;
}

export interface WorkflowRun {
  readonly id: number;
  readonly workflow: WorkflowIdentity;
  /** From 1, over all runs of the workflow. */
  readonly number: number;
  readonly title: string;
  readonly event: "push" | "workflow_dispatch";
  readonly branch: string;
  readonly sha: string;
  /** The workflow file as it was at `sha`. */
  readonly source: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly actor: string;
  readonly createdAt: string;
  /** Oldest first; never empty. */
  readonly attempts: Attempt[];
  readonly artifacts: Artifact[];
}

export function newAttempt(number: number, actor: string): Attempt {
  const at = now();
  return {
    ...{ number, actor, jobs: [], stop: new AbortController(), updatedAt: at },
    ...{ status: "queued", conclusion: null, startedAt: at, completedAt: null },
  };
}

/** The one that counts now. */
export function lastAttempt(run: WorkflowRun): Attempt {
  const last = run.attempts.at(-1);
  if (last === undefined) throw new Error(`run ${run.id} has no attempt`);
  return last;
}

export function begin(progress: Progress): void {
  progress.status = "in_progress";
  progress.startedAt = now();
}

export function complete(progress: Progress, conclusion: RunConclusion): void {
  progress.status = "completed";
  progress.conclusion = conclusion;
  progress.completedAt = now();
}

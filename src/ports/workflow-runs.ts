// Runs of Autoloop's workflow in a user's repository, in domain words. Nothing here may name an HTTP status, a URL
// or a page.
//
// Every method throws `Retryable` when the host did not answer or asked us to slow down, and `Terminal` when the
// app may not do it. None of them ever turns a failed read into "nothing there".

import type { Repository } from "../domain/repository/view.ts";

/** A run as the host shows it. */
export interface WorkflowRun {
  readonly id: number;
  /** 1, and one more each time that somebody runs it again. */
  readonly attempt: number;
  /**
   * `queued`: no job has begun. `unstartable`: the host could make no jobs of the workflow file. `other`: it ended,
   * and neither well nor badly; skipped, say.
   */
  readonly state:
    | "queued"
    | "running"
    | "succeeded"
    | "failed"
    | "cancelled"
    | "timed-out"
    | "unstartable"
    | "other";
  /** ISO time of its newest change: of a run that ended, when it did. */
  readonly changedAt: string;
}

/** The order to start a workflow (docs: REST API, create a workflow dispatch event). */
export interface WorkflowOrder {
  /** Branch whose workflow file counts. */
  readonly branch: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * `run`: its id, null where the host does not tell. `missing`: there is no such workflow. `disabled`: somebody
 * switched it off. `unfit`: it takes no such order. `said`: what the host says to people; outside text.
 */
export type Dispatched =
  | { readonly run: number | null }
  | { readonly refused: Refusal; readonly said: string | null };
export type Refusal = "missing" | "disabled" | "unfit";

export interface Artifact {
  readonly id: number;
  /** Size of the archive, as the host tells it. */
  readonly bytes: number;
  readonly expired: boolean;
}

/** A job that did not end well, and its first step of that kind; names are the workflow author's words. */
export interface BrokenJob {
  readonly job: string;
  readonly step: string | null;
}

export interface WorkflowRuns {
  /** Sent once. @throws Retryable also when nobody can tell whether it was heard */
  dispatch(repository: Repository, order: WorkflowOrder): Promise<Dispatched>;
  /**
   * The oldest run that the app started itself and whose title names the nonce, out of all since then; null: a complete
   * list holds none.
   * @param since ISO time, on the host's clock
   */
  find(repository: Repository, nonce: string, since: string): Promise<WorkflowRun | null>;
  /** The run of this id; null: there is no such run. */
  run(repository: Repository, id: number): Promise<WorkflowRun | null>;
  /** Asks for the end of a run; one that has ended, or is gone, is fine. */
  cancel(repository: Repository, id: number): Promise<void>;
  /** Jobs of the first attempt that did not end well, in their order. */
  brokenJobs(repository: Repository, id: number): Promise<readonly BrokenJob[]>;
  /** The run's artifacts of exactly this name. */
  artifacts(repository: Repository, id: number, name: string): Promise<readonly Artifact[]>;
  /** The artifact's archive, a zip. `gone`: the host keeps it no longer. `too-big`: more than `limit` bytes. */
  download(repository: Repository, artifact: number, limit: number): Promise<Uint8Array | "gone" | "too-big">;
}

// Runs on GitHub Actions, as workflow runs of the user's own repository. Must never order a run twice for one nonce,
// and takes a report from nowhere but the first attempt of exactly that run.
//
// What happens in order, and what a crash of the app right after it leaves:
//   1. the request is on the memory branch -> no run has the nonce: `absent`, ordered anew
//   2. the workflow is dispatched          -> a run has the nonce in its title: found by that
//   3. the run ends                        -> its end can be read from GitHub for as long as it keeps it
// GitHub may list a run only some time after it took the order. So no run is `absent` before the grace period is
// over: since the iteration's start, since the last order of this process, and since this process began, because the
// one before it may have died with an order on its way.

import { Terminal } from "../domain/errors.ts";
import type { RunState } from "../domain/journal/iteration.ts";
import type { RunLoss } from "../domain/journal/run-loss.ts";
import { reportArtifact } from "../domain/program/names.ts";
import type { ProgramKey } from "../domain/repository/view.ts";
import type { Clock } from "../ports/clock.ts";
import type { Executor, RunRef, RunRequest } from "../ports/executor.ts";
import type { Log } from "../ports/log.ts";
import type { BrokenJob, WorkflowRun, WorkflowRuns } from "../ports/workflow-runs.ts";
import { ARCHIVE_BYTES, lost, reportIn } from "./actions-artifact.ts";

/** How long GitHub's lists may not show what was just made; three minutes were seen. */
const GRACE_MS = 3 * 60_000;
/** By how much the clock of who began an iteration may have been ahead of GitHub's: versions until 0.1 believed their own. */
const CLOCKS_MS = 10 * 60_000;
/** Runs remembered; forgetting one costs requests. */
const REMEMBERED = 256;

const TOO_BIG: RunLoss = { code: "archive", fault: "too-big" };

interface ActionsExecutorOptions {
  readonly runs: WorkflowRuns;
  readonly clock: Clock;
  readonly log: Log;
}

/** Runs as workflow runs of the repository's own GitHub Actions. One for all accounts; what it remembers can be lost. */
export function actionsExecutor(options: ActionsExecutorOptions): Executor {
  return new ActionsExecutor(options);
}

/** What this process knows of a run; all of it can be found out again. */
interface Known {
  readonly run?: number;
  /** Milliseconds since the epoch. */
  readonly orderedAt?: number;
  /** How it ended, for good. */
  readonly end?: RunState;
}

class ActionsExecutor implements Executor {
  readonly name = "actions";
  readonly workerId = this.name;
  readonly #runs: WorkflowRuns;
  readonly #clock: Clock;
  readonly #log: Log;
  /** When GitHub first said what runs there are, in its time; null: not yet. */
  #firstAnswer: number | null = null;
  readonly #known = new Map<string, Known>();
  readonly #listeners: ((key: ProgramKey) => void)[] = [];

  constructor({ runs, clock, log }: ActionsExecutorOptions) {
    this.#runs = runs;
    this.#clock = clock;
    this.#log = log;
  }

  /** Only of orders that GitHub refuses. The end of a run is told by a webhook, or found by a sweep. */
  onFinished(listener: (key: ProgramKey) => void): void {
    this.#listeners.push(listener);
  }

  async start(request: RunRequest): Promise<void> {
    const { key, nonce, defaultBranch: branch } = request;
    try {
      if ((await this.#byNonce(request)) !== null) return;
      // Before it is sent: an order without an answer may have been heard.
      this.#learn(nonce, { orderedAt: this.#clock.now() });
      const answer = await this.#runs.dispatch(key, { branch, inputs: inputsOf(request) });
      if ("refused" in answer)
        this.#refused(request, { code: `workflow-${answer.refused}`, said: answer.said });
      else if (answer.run !== null) this.#learn(nonce, { run: answer.run });
    } catch (error) {
      if (!(error instanceof Terminal)) throw error;
      this.#log.warn("no run could be ordered", { nonce, reason: error.message });
      this.#refused(request, { code: "not-allowed", said: error.said });
    }
  }

  async look(ref: RunRef): Promise<RunState> {
    if (ref.workerId !== this.workerId) {
      const doubt = { code: "other-worker", holds: ref.workerId, asked: this.workerId } as const;
      return { state: "unknown", doubt };
    }
    const end = this.#known.get(ref.nonce)?.end;
    if (end !== undefined) return end;
    try {
      const state = this.#withRun(ref, await this.#stateOf(ref));
      if (state.state === "finished" || state.state === "lost") this.#learn(ref.nonce, { end: state });
      return state;
    } catch (error) {
      if (!(error instanceof Terminal)) throw error;
      this.#log.warn("a run cannot be looked at", { nonce: ref.nonce, reason: error.message });
      return { state: "unknown", doubt: { code: "refused", why: error.message } };
    }
  }

  async held(): Promise<readonly []> {
    return [];
  }

  /** A run that GitHub does not list yet goes on to its end, which nobody will ask for. */
  async dispose(ref: RunRef): Promise<void> {
    if (ref.workerId !== this.workerId) return;
    const known = this.#known.get(ref.nonce);
    this.#known.delete(ref.nonce);
    if (known?.end !== undefined) return;
    try {
      const id = known?.run ?? (await this.#unended(ref));
      if (id !== null) await this.#runs.cancel(ref.key, id);
    } catch (error) {
      // The iteration has ended all the same, and nobody will look at the run again.
      if (!(error instanceof Terminal)) throw error;
      this.#log.warn("a run could not be cancelled", { nonce: ref.nonce, reason: error.message });
    }
  }

  /** People follow the number to the run's log. */
  #withRun({ nonce }: RunRef, state: RunState): RunState {
    const workflowRun = this.#known.get(nonce)?.run;
    if (workflowRun === undefined || (state.state !== "finished" && state.state !== "lost")) return state;
    return { ...state, workflowRun };
  }

  async #stateOf(ref: RunRef): Promise<RunState> {
    const id = this.#known.get(ref.nonce)?.run;
    const run = id === undefined ? await this.#byNonce(ref) : await this.#runs.run(ref.key, id);
    if (run !== null) return this.#read(ref, run);
    const since = Math.max(
      ...[Date.parse(ref.startedAt), this.#known.get(ref.nonce)?.orderedAt ?? 0, this.#firstAnswer ?? 0],
    );
    if (this.#isFresh(since)) return { state: "running", queued: true };
    return id === undefined ? { state: "absent" } : lost({ code: "run-deleted" });
  }

  async #read({ key, nonce }: RunRef, run: WorkflowRun): Promise<RunState> {
    if (run.attempt !== 1) return lost({ code: "run-again" });
    switch (run.state) {
      case "queued":
        return { state: "running", queued: true };
      case "running":
        return { state: "running" };
      case "succeeded":
        return this.#report(key, nonce, run);
      case "failed":
        return lost(failure((await this.#runs.brokenJobs(key, run.id))[0]));
      default:
        return lost({ code: `run-${run.state}` });
    }
  }

  async #report(key: ProgramKey, nonce: string, run: WorkflowRun): Promise<RunState> {
    const [artifact, second] = await this.#runs.artifacts(key, run.id, reportArtifact(nonce));
    if (artifact === undefined) {
      return this.#isFresh(Date.parse(run.changedAt)) ? { state: "running" } : lost({ code: "no-artifact" });
    }
    if (second !== undefined) return lost({ code: "two-artifacts" });
    if (artifact.expired) return lost({ code: "artifact-expired" });
    if (artifact.bytes > ARCHIVE_BYTES) return lost(TOO_BIG);
    const archive = await this.#runs.download(key, artifact.id, ARCHIVE_BYTES);
    if (archive === "gone") return lost({ code: "artifact-expired" });
    return archive === "too-big" ? lost(TOO_BIG) : reportIn(archive, nonce);
  }

  async #byNonce({ key, nonce, startedAt }: Omit<RunRef, "workerId">): Promise<WorkflowRun | null> {
    const since = new Date(Date.parse(startedAt) - CLOCKS_MS).toISOString();
    const run = await this.#runs.find(key, nonce, since);
    this.#firstAnswer ??= this.#clock.now();
    if (run !== null) this.#learn(nonce, { run: run.id });
    return run;
  }

  async #unended(ref: RunRef): Promise<number | null> {
    const run = await this.#byNonce(ref);
    this.#known.delete(ref.nonce);
    return run?.state === "queued" || run?.state === "running" ? run.id : null;
  }

  #refused({ key, nonce }: RunRequest, loss: RunLoss): void {
    this.#learn(nonce, { end: lost(loss) });
    for (const listener of this.#listeners) listener(key);
  }

  #learn(nonce: string, fact: Known): void {
    const known = this.#known.get(nonce);
    this.#known.delete(nonce);
    this.#known.set(nonce, { ...known, ...fact });
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
  }

  #isFresh(since: number): boolean {
    return this.#clock.now() < since + GRACE_MS;
  }
}

/** @param broken the first job that did not end well; undefined: GitHub names none */
function failure(broken: BrokenJob | undefined): RunLoss {
  return { code: "run-failed", job: broken?.job ?? null, step: broken?.step ?? null };
}

/** What the workflow is told: names, numbers and hashes. Everything else it reads from the memory branch. */
function inputsOf(request: RunRequest): Readonly<Record<string, string>> {
  const { program, iteration, kind, attempt, base, definitionHash, requestHash, nonce } = request;
  return {
    ...{ program, kind, base, nonce },
    iteration: String(iteration),
    attempt: String(attempt),
    definition: definitionHash,
    request: requestHash,
  };
}

// Where agent runs happen. An executor starts a run once per nonce, can always say where it stands, and hands
// back a report that the app checks; it decides nothing.

import type { ExecutorName } from "../domain/executors.ts";
import type { HeldRun, IterationKind, RunState } from "../domain/journal/iteration.ts";
import type { PairRule } from "../domain/noise/pairs.ts";
import type { Definition } from "../domain/program/program.ts";
import type { ProgramKey } from "../domain/repository/view.ts";

/**
 * All that an agent run needs to know. Everything in `prompt` and `context` is data for the agent, never a command for
 * the runner.
 */
export interface RunRequest {
  readonly key: ProgramKey;
  /** Name of the program. */
  readonly program: string;
  /** Names this run among all runs; of the iteration's `iteration.start` in the journal. */
  readonly nonce: string;
  readonly iteration: number;
  readonly kind: IterationKind;
  /** 1 for the first run of the iteration. */
  readonly attempt: number;
  /** Commit to check out: full SHA, hex. */
  readonly base: string;
  readonly definition: Definition;
  /** SHA-256 of the approved text that the definition was read from, hex. */
  readonly definitionHash: string;
  /** Counts of the baseline's soft gates, by name of the gate; absent where there are none. */
  readonly gateCounts?: Readonly<Record<string, number>>;
  /**
   * What is better than `best` is confirmed in at most so many pairs; `best` null: all pairs are measured. Absent: nothing is
   * confirmed.
   */
  readonly confirm?: PairRule & { readonly best: number | null };
  /** Paths and globs that no proposal may touch, whatever Target says. */
  readonly protectedPaths: readonly string[];
  /** Paths and globs that the repository takes off the list of files that are protected everywhere; absent: none. */
  readonly unprotected?: readonly string[];
  /** Named agent backend, such as `claude` or `tuner`: a row of `text/agents`. */
  readonly agent: string;
  /** Markdown for the agent, rendered by `text/run/prompt.ts`. */
  readonly prompt: string;
  /** The same facts as JSON, for agents that are programs. */
  readonly context: unknown;
  /** Wall time of the whole run, seconds. */
  readonly timeoutSeconds: number;
  /** ISO time of the journal's `iteration.start`. */
  readonly startedAt: string;
  /** Name of the repository's default branch. */
  readonly defaultBranch: string;
  /** SHA-256 (hex) of the request file on the memory branch, where this executor is one that has it written. */
  readonly requestHash: string;
}

/** A run that was ordered, as far as the journal knows it. */
export interface RunRef {
  readonly key: ProgramKey;
  readonly nonce: string;
  readonly workerId: string;
  /** ISO time of the journal's `iteration.start`: the run began no earlier. */
  readonly startedAt: string;
}

/**
 * Every method throws `Retryable` when the place where runs happen did not answer. A place that refuses to order or to
 * show a run is a value: a lost or an unknown `RunState`.
 */
export interface Executor {
  readonly name: ExecutorName;
  /** Which machine or service holds the runs that this executor starts, for the journal. */
  readonly workerId: string;
  /**
   * Starts the run, or finds that this nonce was started before and does nothing. Resolves when it has begun.
   * @throws Retryable also when nobody can tell whether it has begun; then it may be called again
   * @throws Terminal when the files of the base commit cannot be had
   */
  start(request: RunRequest): Promise<void>;
  /** Where the run stands. `finished` and `lost` stay until the run is disposed of. */
  look(run: RunRef): Promise<RunState>;
  /**
   * Runs of this program that are here and that `dispose` was not asked for, going on or ended. None where they are on
   * no machine of ours: then the end of an iteration ends its run.
   */
  held(key: ProgramKey): Promise<readonly HeldRun[]>;
  /** Ends the run if it goes on and forgets what it left behind. Doing it twice changes nothing. */
  dispose(run: RunRef): Promise<void>;
  /** Called with the nonce's program whenever one of the runs started here ends. */
  onFinished(listener: (key: ProgramKey) => void): void;
}

// The words for one iteration: what it is for, what came back, how it ended.

import type { Pair } from "../noise/pairs.ts";
import type { RunDoubt, RunLoss } from "./run-loss.ts";

export const ITERATION_KINDS = ["baseline", "improve", "fix", "measure"] as const;

/**
 * `baseline` measures the untouched branch, `improve` tries one change. Of the same number as the change that CI
 * refused: `fix` lets the agent repair it, `measure` measures what somebody else repaired.
 */
export type IterationKind = (typeof ITERATION_KINDS)[number];

/** The run has an agent change files; the others only measure. */
export function asksAgent(kind: IterationKind): boolean {
  return kind === "improve" || kind === "fix";
}

export const VERDICTS = ["accepted", "rejected", "error"] as const;

/** How an iteration ended. */
export type Verdict = (typeof VERDICTS)[number];

/** A file as the proposal leaves it. Contents are base64 of at most 1 MiB; null means deleted. */
export interface ProposedFile {
  /** Relative to the repository, normalised (`domain/paths/paths.ts`). */
  readonly path: string;
  readonly mode: "100644" | "100755";
  readonly contents: string | null;
}

/** A gate's outcome. `detail` is the last lines of its output, already bounded. */
export interface GateResult {
  readonly name: string;
  readonly passed: boolean;
  /** Wall time. */
  readonly seconds: number;
  readonly detail: string;
  /** What a soft gate counted; absent for others, and where it printed none. */
  readonly count?: number;
}

/** What the agent says about its own proposal. Never believed, only quoted. */
export interface Answer {
  /** What it changed, in one sentence. */
  readonly change: string;
  /** Why that should help; empty where it wrote none. */
  readonly hypothesis: string;
  /** What later iterations should know: learnt, tried in vain, worth a try. */
  readonly lessons: readonly string[];
  readonly foreclosed: readonly string[];
  readonly future: readonly string[];
  /** Ids of the steering comments the agent says it followed. */
  readonly steered_by: readonly number[];
  /** The item of the plan that it took, in its own words; absent where it took none. */
  readonly plan_item?: string;
}

/** Money and tokens, as far as the agent reports them; null is "unknown", never zero. */
export interface Cost {
  /** United States dollars. */
  readonly usd: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
}

export const FAILURE_CAUSES = ["timeout", "killed", "missing", "exit"] as const;

/** How the evaluation ended. */
export type Measurement =
  /**
   * A finite number, the median over `repeat` runs. `secondary`: the other numeric keys. `key`: which key was taken,
   * where the program names none.
   */
  | {
      readonly outcome: "measured";
      readonly metric: number;
      readonly key?: string;
      readonly secondary: Readonly<Record<string, number>>;
    }
  /** The evaluation itself said no: `null` with `rejected_reason`. */
  | { readonly outcome: "rejected"; readonly reason: string }
  /** No usable number; `reason` says what was there instead. `cause`: absent where the output itself is what was wrong. */
  | { readonly outcome: "failed"; readonly reason: string; readonly cause?: FailureCause };

/**
 * Why an evaluation broke. `timeout`: it did not end in time. `killed`: a signal ended it, as the system does where memory
 * is short. `missing`: a command that it needs is not there. `exit`: it ended with an error.
 */
export type FailureCause = (typeof FAILURE_CAUSES)[number];

/** What one agent run brings back. The runner writes it, the app checks it against a schema and takes nothing else. */
export interface Report {
  readonly v: 1;
  /** The nonce of the dispatch that this answers. */
  readonly nonce: string;
  /** Commit on which the proposal stands. */
  readonly base: string;
  /**
   * `measured`: files changed and evaluated. `empty`: the agent changed nothing. `refused`: the proposal
   * touched what it may not (`problem` names the paths). `failed`: agent, gate set-up or evaluation broke.
   */
  readonly outcome: "measured" | "empty" | "refused" | "failed";
  /** In words; for `measured` what ended the agent before it was done, empty where nothing did. */
  readonly problem: string;
  readonly files: readonly ProposedFile[];
  /** Paths that tools of the agent left behind outside Target, and that are no part of the proposal. */
  readonly left?: readonly string[];
  /** Patterns of Target that match no file of the base; told with a baseline. */
  readonly unmatched?: readonly string[];
  /**
   * Bytes of the changed files before and after: how "less code" is told. `lines`: the same in lines, where the program is
   * strict about simplicity.
   */
  readonly size: {
    readonly before: number;
    readonly after: number;
    readonly lines?: { readonly before: number; readonly after: number };
  };
  readonly gates: readonly GateResult[];
  /**
   * What the gate, the evaluation or the agent that failed had printed last: at most `OUTPUT_CHARACTERS`, outside text
   * without secrets. Absent: nothing failed, or it printed nothing.
   */
  readonly output?: string;
  /** Null: the run ended before it measured. */
  readonly measurement: Measurement | null;
  /**
   * Candidate and base in turns, where this run confirms and got that far; of a baseline the untouched branch with itself.
   */
  readonly pairs?: readonly Pair[];
  /** Null: no agent was asked, or it left nothing that can be read. */
  readonly answer: Answer | null;
  readonly cost: Cost;
  /** Wall time of the whole run, of the agent and of the evaluation; 0 for what did not happen. */
  readonly seconds: { readonly total: number; readonly agent: number; readonly evaluation: number };
}

/** What the journal keeps of a report: the fields of `iteration.report`. */
export interface ReportFacts {
  /** Null: the run ended before it measured, or was ended and nobody judged what it brought. */
  readonly measurement: Measurement | null;
  readonly gates: readonly Omit<GateResult, "detail">[];
  /** Of the proposal's files, in its order. */
  readonly paths: readonly string[];
  /** Null: no agent was asked, or it left nothing that can be read. */
  readonly answer: Answer | null;
  readonly cost: Cost;
  /** Wall time of the whole run, as the runner took it. */
  readonly seconds: number;
  /** Of the other numbers that were measured, those that are remembered with the iteration; absent for none. */
  readonly secondary?: Readonly<Record<string, number>>;
  /** Measured in turns with its base; absent where nothing was. */
  readonly pairs?: readonly Pair[];
  /** What failed had printed last; outside text. */
  readonly output?: string;
  /** The host's number of the workflow run that this was. */
  readonly workflow_run?: number;
}

/** A run that is on this machine and was not cleaned up. */
export interface HeldRun {
  readonly nonce: string;
  readonly iteration: number;
}

/** What a run had used when its runner counted last; it is no less. */
export interface Spent {
  readonly cost: Cost;
  /** Wall time of the run until then. */
  readonly seconds: number;
}

/**
 * Where a run stands. `queued`: ordered, but nothing of it has begun. `unknown`: this executor cannot tell (another
 * machine holds it); wait for the deadline. `spent` absent: nobody here knows. `workflowRun`: the host's number of it, where it
 * was a workflow run.
 */
export type RunState =
  | { readonly state: "absent" }
  | { readonly state: "running"; readonly queued?: true; readonly spent?: Spent }
  | { readonly state: "finished"; readonly report: Report; readonly workflowRun?: number }
  | { readonly state: "lost"; readonly loss: RunLoss; readonly spent?: Spent; readonly workflowRun?: number }
  | { readonly state: "unknown"; readonly doubt: RunDoubt };

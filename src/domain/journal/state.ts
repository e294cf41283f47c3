// What a journal adds up to: the state of one program, as data. How it adds up is `fold.ts`.

import type { Confidence } from "../noise/pairs.ts";
import type { Definition } from "../program/program.ts";
import type { Spending } from "../settings/spending.ts";
import type { Shell } from "../shell.ts";
import type { Answer, Attempt, Cost, IterationKind, ReportFacts, Verdict } from "./iteration.ts";
import type { EpochChange, Imported, PlanStep } from "./past.ts";
import type { IterationRange } from "./ranges.ts";
import type { CrashCause, Crashes, Outage, Repair } from "./repair.ts";
import type { Steering } from "./steering.ts";
import type { Actor, CiResult, CommentRef, HeardCommand, PauseKind, Trigger } from "./terms.ts";

export const LOOP_STATUSES = ["waiting", "active", "paused", "stopped", "completed"] as const;

/** Where the loop stands. `waiting`: adopted, but no approved definition runs yet. */
export type LoopStatus = (typeof LOOP_STATUSES)[number];

/**
 * The iteration between its start and its end. At most one per program. Fields of the same names are explained with the
 * events that they come from (`event.ts`); here and below, times are ISO 8601 in UTC, and hashes and commits are hex.
 */
export interface InFlight {
  readonly number: number;
  readonly kind: IterationKind;
  readonly attempt: number;
  readonly base: string;
  readonly definition: string;
  readonly executor: string;
  readonly place: string;
  readonly nonce: string;
  readonly started_at: string;
  readonly deadline: string;
  readonly steering: readonly CommentRef[];
  readonly keeps?: number;
  readonly confirm?: number;
  /** Null until it was journalled: when CI speaks of the commit, or when the iteration ends. */
  readonly report: ReportFacts | null;
  /** The commit of this attempt on the program's branch; null before there is one. */
  readonly commit: string | null;
  /** When `commit` was journalled. */
  readonly committed_at: string | null;
  /** What CI said last of this iteration; null: nothing yet. */
  readonly ci: CiResult | null;
  /** CI refused commits of this iteration. */
  readonly repair?: Repair;
  /** Names of the checks that were believed. */
  readonly checks?: readonly string[];
  /** Proposals of this iteration broke before anything was measured. */
  readonly crashes?: Crashes;
  /** Runs of this iteration met an outage. */
  readonly outage?: Outage;
  readonly budgeted?: true;
}

/** An iteration that ended. */
export interface IterationRecord {
  readonly number: number;
  readonly kind: IterationKind;
  readonly verdict: Verdict;
  readonly ended_at: string;
  /** Why the verdict, in words. */
  readonly reason: string;
  /** What was measured, in the program's own units; null where nothing was. */
  readonly metric: number | null;
  /** Best before this iteration; null for a baseline. */
  readonly best_before: number | null;
  /** The commit that was kept; null unless accepted, and for a baseline. */
  readonly commit: string | null;
  readonly run_id: string;
  /** Steering that its agent was given as directives. */
  readonly steered_by: readonly CommentRef[];
  readonly answer: Answer | null;
  readonly paths: readonly string[];
  readonly cost: Cost;
  readonly seconds: number;
  /** What the pairs said in which it was measured; absent for none. */
  readonly confidence?: Confidence;
  /** Other numbers that were measured, by name, at most `SECONDARY_TOLD`; absent for none. */
  readonly secondary?: Readonly<Record<string, number>>;
  /** What failed had printed last; of the newest iteration alone. */
  readonly output?: string;
  readonly workflow_run?: number;
  /** By how many deviations more than iterations usually do it changed the metric; absent where it is no surprise. */
  readonly surprise?: number;
  /** Commits of this iteration that CI refused; absent for none. */
  readonly refused?: number;
  /** Why proposals of this iteration broke that its agent was given back, oldest first; absent for none. */
  readonly broke?: readonly CrashCause[];
  /** It was kept until this check turned red; its verdict says that it is not. */
  readonly revoked?: { readonly check: string; readonly head: string; readonly at: string };
  /** Names of the checks on which it was kept; absent for none, and where they were not kept. */
  readonly checks?: readonly string[];
}

/** Ended iterations of all editions, without accepted baselines. */
export function iterationCount({ counts, imported }: ProgramState): number {
  return counts.accepted + counts.rejected + counts.errors + (imported?.iterations ?? 0);
}

/** The fold of a program's journal. Plain JSON, so that a snapshot can hold it. */
export interface ProgramState {
  readonly name: string;
  readonly issue: number;
  readonly source: { readonly kind: "issue" } | { readonly kind: "file"; readonly path: string };
  readonly branch: string;
  readonly adopted_at: string;
  /** As of its adoption; absent: `PLATEAU_REJECTIONS_BEFORE`. */
  readonly plateau?: number;
  /** As of its adoption; absent: `OLD_SHELL`. */
  readonly shell?: Shell;
  readonly status: LoopStatus;
  /** The approved text; null before the first. */
  readonly definition: {
    readonly hash: string;
    readonly parsed: Definition;
    readonly approved_by: Actor;
    /** Which reader made `parsed` of the text; absent: the first. */
    readonly reader?: number;
  } | null;
  /** Number of the epoch: metrics of different epochs are never compared. 0 before the first definition. */
  readonly epoch: number;
  /** Why the epoch began; null in the first one. */
  readonly epoch_change: EpochChange | null;
  /** The activation that goes on, or the last one; null before the first. */
  readonly run: { readonly id: string; readonly started_at: string; readonly trigger: Trigger } | null;
  /** Null unless the loop stands still; a stop keeps the pause of kind `tampered`. */
  readonly pause: {
    readonly kind: PauseKind;
    readonly reason: string;
    readonly by: Actor | null;
    readonly at: string;
  } | null;
  /** How a loop that is stopped or completed ended; null for every other. */
  readonly ended: { readonly reason: string; readonly at: string } | null;
  /** Null between iterations. */
  readonly in_flight: InFlight | null;
  /** First accepted baseline ever: what cumulative improvement is counted from. Reset with the epoch. */
  readonly baseline: number | null;
  /** Secondary metrics of the baseline: what tolerances are measured from. */
  readonly baseline_secondary: Readonly<Record<string, number>>;
  /** The key that was taken for the metric where the program names none: later outputs must have it. Reset with the epoch. */
  readonly metric_key?: string;
  /** Seconds that each of the last evaluations took that ended well, newest last. Reset with the epoch. */
  readonly evaluations?: readonly number[];
  /** Counts of the baseline's soft gates, by name; absent where there are none. */
  readonly gate_counts?: Readonly<Record<string, number>>;
  /** By how much two measurements of the untouched branch differ, metric units; absent where nobody asked. Reset with the epoch. */
  readonly noise?: number;
  /** What the next proposal must beat; `commit` null: the baseline's untouched branch. Null before the baseline. */
  readonly best: {
    readonly metric: number;
    readonly iteration: number;
    readonly commit: string | null;
  } | null;
  /** Number of the newest iteration that started; null before the first (number 0, the baseline). */
  readonly last_iteration: number | null;
  /** When the newest iteration started; of the older edition where this app ran none yet; null: never. */
  readonly last_run_at: string | null;
  /** What was spent under a budget; absent: nothing was yet. */
  readonly spent?: Spending;
  /** When runs were started, oldest first: those of the 24 hours before the newest. */
  readonly starts: readonly string[];
  /** Ended iterations by verdict, accepted baselines left out. */
  readonly counts: { readonly accepted: number; readonly rejected: number; readonly errors: number };
  /** Since the last verdict of another kind, or since the loop went on. */
  readonly consecutive: { readonly rejected: number; readonly errors: number };
  /** Words for the last 10 ends, newest last: a verdict, `ci-fix-exhausted`, or what an older edition wrote. */
  readonly recent_statuses: readonly string[];
  /** The last 40 iterations, newest last; all before them are in `ranges`. */
  readonly recent: readonly IterationRecord[];
  readonly ranges: readonly IterationRange[];
  /** Proposals of which there is a patch, or would be, oldest first: the newest `ATTEMPTS_KEPT`; absent for none. */
  readonly attempts?: readonly Attempt[];
  /** Items of the plan that iterations took, as their agents named them, that of the newest last; absent for none. */
  readonly plan?: readonly PlanStep[];
  /** The program's pull request; null: none was ever opened. */
  readonly pull: { readonly number: number; readonly state: "open" | "closed" | "merged" } | null;
  /** Steering that was read, oldest first. */
  readonly steering: readonly Steering[];
  /** The highest number that a standing order was given; absent: there was none. */
  readonly last_standing?: number;
  /** Comments whose words were taken back by number, newest last. */
  readonly forgotten?: readonly { readonly comment: number; readonly hash: string }[];
  /** Settings that count instead of the text's (`/autoloop set`), in the words in which they were set. */
  readonly overrides: readonly { readonly key: string; readonly value: string; readonly by: string }[];
  /** Somebody wants an iteration now; the next one takes the instructions along. */
  readonly requested: {
    readonly by: string;
    readonly at: string;
    readonly instructions: readonly CommentRef[];
    /** Number of the iteration whose proposal is to be measured again; absent: an agent is asked. */
    readonly keeps?: number;
  } | null;
  /** Commands that were heard, oldest first; each counts once per comment and text. */
  readonly commands: readonly HeardCommand[];
  /** Commands written up to this moment were heard and forgotten; null while all are remembered. */
  readonly commands_after: string | null;
  /** The newest command that wants an answer. */
  readonly asked: (CommentRef & { readonly verb: string; readonly reason: string | null }) | null;
  /** The text that somebody approved last by a comment elsewhere. */
  readonly approved?: { readonly hash: string; readonly by: Actor };
  /** Head of the canonical branch as the app left it; null before it exists. */
  readonly branch_head: string | null;
  /** Somebody deleted the branch with work on it, and was told what follows. */
  readonly branch_deleted?: true;
  /** Own commits that were not kept and that were left to people, newest last. */
  readonly left_on_branch?: readonly string[];
  readonly imported?: Imported;
  /** The last time that a person's change of the machine table was put back. */
  readonly put_back?: { readonly by: string | null; readonly fields: readonly string[]; readonly at: string };
}

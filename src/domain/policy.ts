// The knobs that decisions depend on: the operator's (environment) and the repository's (.github/autoloop.yml),
// already merged and checked. The planner sees this and nothing else of the configuration.

import type { ExecutorName } from "./executors.ts";
import type { Links } from "./repository/links.ts";
import type { Schedule } from "./schedule/schedule.ts";
import type { Budget } from "./settings/budget.ts";
import type { RepositorySettings } from "./settings/repository-settings.ts";

/** What `.github/autoloop.yml` may say. Absent keys fall back to the operator's defaults. */
export type RepoConfig = RepositorySettings;

/** What happens while nobody with write access stands behind a changed text: nothing new, or the approved text goes on. */
export type UnapprovedEdits = NonNullable<RepoConfig["unapprovedEdits"]>;

/**
 * Whether agents and evaluations are kept apart from the rest of the machine. `none`: somebody decided against it.
 * `failed`: the machine cannot. `elsewhere`: runs happen on machines that nobody uses again.
 */
export type Isolation = "isolated" | "none" | "failed" | "elsewhere";

/** Limits and defaults for one repository. Times in milliseconds. */
export interface Policy {
  readonly executor: ExecutorName;
  readonly isolation: Isolation;
  /** Name of a row of `text/agents`; of programs that name none. */
  readonly agent: string;
  /** Iterations at the same time in this repository, at least 1. */
  readonly concurrency: number;
  /** Iterations at the same time over all repositories of one account. */
  readonly accountConcurrency: number;
  /** Runs of one program in any 24 hours, at most 100; null: as many as its schedule asks for. */
  readonly dispatchesPerDay: number | null;
  /** What all programs of the repository may spend together; null: no bound. */
  readonly budget: Budget | null;
  /** What a run of unknown cost counts for in a budget; null: nobody says, so the program asks. */
  readonly assumedUsd: number | null;
  readonly assumedTokens: number | null;
  readonly unapprovedEdits: UnapprovedEdits;
  /** Iteration comments on an issue before the oldest are folded into a digest. */
  readonly iterationComments: number;
  /** Of programs that name none. */
  readonly defaultSchedule: Schedule;
  /** No program runs more often than this, whatever its schedule says. */
  readonly minIntervalMs: number;
  /** Wall time of a whole run, of programs that name none. */
  readonly defaultTimeoutMs: number;
  /** Globs of the operator and of the repository, on top of those that are built in (`paths/paths.ts`). */
  readonly protectedPaths: readonly string[];
  /** Globs that the repository takes off the list of files that are protected everywhere. */
  readonly unprotected: readonly string[];
  /** `none`: nobody is asked; what is measured better is kept. */
  readonly ci: "required" | "none";
  /** After this many refused commits, at most 5, the loop asks; 1: what CI refuses is taken back at once. */
  readonly ciAttempts: number;
  /** Slugs of the apps whose checks count, `status` for commit statuses; null: every app but this one. */
  readonly ciApps: readonly string[] | null;
  /** How old a commit must be before its checks are believed to be all there are. */
  readonly ciSettleMs: number;
  /** How long a commit may have no checks at all before that counts as "there is no CI". */
  readonly ciGraceMs: number;
  /** How long checks may stay unfinished, and how long a repair may take altogether. */
  readonly ciTimeoutMs: number;
  /** A state that lasts shorter than this is not worth an edit of the status comment. */
  readonly statusQuietMs: number;
  /** To the repository's web pages. */
  readonly links: Links;
}

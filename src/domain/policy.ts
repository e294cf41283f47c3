// The knobs that decisions depend on: the operator's (environment) and the repository's (.github/autoloop.yml),
// already merged and checked. The planner sees this and nothing else of the configuration.

import type { Schedule } from "./schedule.ts";

/** What `.github/autoloop.yml` may say. Absent keys fall back to the operator's defaults. */
export interface RepoConfig {
  readonly executor: string | null;
  readonly agent: string | null;
  /** Iterations of different programs at the same time. */
  readonly concurrency: number | null;
  readonly schedule: Schedule | null;
  /** Added to the built-in protected paths; nothing can be taken away. */
  readonly protectedPaths: readonly string[];
  readonly ci: "required" | "none" | null;
}

/** Limits and defaults for one repository. Times in milliseconds. */
export interface Policy {
  readonly executor: string;
  readonly agent: string;
  readonly concurrency: number;
  readonly defaultSchedule: Schedule;
  /** No program runs more often than this, whatever its schedule says. */
  readonly minIntervalMs: number;
  readonly defaultTimeoutMs: number;
  readonly protectedPaths: readonly string[];
  readonly ci: "required" | "none";
  /** How long a commit may have no checks at all before that counts as "there is no CI". */
  readonly ciGraceMs: number;
  /** How long checks may stay unfinished. */
  readonly ciTimeoutMs: number;
  /** A state that lasts shorter than this is not worth an edit of the status comment. */
  readonly statusQuietMs: number;
  /** Where the web pages of the repository live, such as `https://github.com/owner/name`. */
  readonly webUrl: string;
}

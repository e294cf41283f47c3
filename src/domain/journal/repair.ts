// How an iteration goes on that CI refused, whose proposal broke before anything was measured, or whose run met an outage:
// what is known of it, as data. Which of them it is, and what follows, decides the planner.

import type { CiResult } from "./terms.ts";

export const CRASH_CAUSES = ["syntax", "timeout", "killed"] as const;

/**
 * Why measuring a proposal came to nothing. `syntax`: the evaluation ended with an error, or printed nothing that can be
 * used. `timeout`: it did not end in time. `killed`: a signal ended it, as the system does where memory is short.
 */
export type CrashCause = (typeof CRASH_CAUSES)[number];

/** CI spoke about a commit of an iteration. */
export interface CiResultEvent {
  readonly type: "ci.result";
  readonly iteration: number;
  /** Commit whose checks spoke: full SHA, hex. */
  readonly head: string;
  readonly result: CiResult;
  /** Names of at most 20 checks; outside text. */
  readonly failing: readonly string[];
  /** By which the same failure is known again; null where none was made out. */
  readonly signature: string | null;
  /** What the failing checks said, condensed; outside text. */
  readonly summary?: string;
  /** Names of the checks that counted, where all was well. */
  readonly checks?: readonly string[];
}

/** How it goes with an iteration that CI refused. */
export interface Repair {
  /** Commit before the first attempt: what the branch goes back to if nothing is kept. */
  readonly origin: string;
  /** When CI refused first, ISO. */
  readonly since: string;
  /** Commits of this iteration that CI refused; at least 1. */
  readonly failures: number;
  /** Of the newest failure. */
  readonly signature: string;
  /** The newest failure is the one before it again. */
  readonly repeated: boolean;
  /** What the checks of the newest failure said, condensed; outside text, empty where they said nothing. */
  readonly summary: string;
  /** A person went on without a repair. */
  readonly given_up: boolean;
}

/** A run that broke, as the start of the next one tells it. */
export interface Crash {
  readonly cause: CrashCause;
  /** What its runner said, with the last lines of the output; outside text. */
  readonly said: string;
}

/** The proposals of an iteration that broke, and where the newest of them lies. */
export interface Crashes {
  /** Of each, oldest first. */
  readonly causes: readonly CrashCause[];
  /** Of the newest. */
  readonly said: string;
  /** The run that holds the newest. */
  readonly former: { readonly nonce: string; readonly place: string; readonly started_at: string };
}

/** What a run needs and no program can mend does not answer: the network, or the service of the agent. */
export interface Outage {
  /** When it was met first, ISO. */
  readonly since: string;
  /** Runs that met it. */
  readonly tries: number;
  /** By the newest of them; outside text. */
  readonly said: string;
  /** ISO time of the next try; null while one is under way. */
  readonly until: string | null;
}

/** A run met an outage: the same is tried again later, and the iteration counts once. */
export interface WaitEvent {
  readonly type: "iteration.wait";
  readonly iteration: number;
  /** What the run said; outside text. */
  readonly said: string;
  /** ISO time of the next try. */
  readonly until: string;
}

/** The run of this proposal broke, too; without a crash what is known of earlier ones goes on. */
export function crashesOf(
  { crashes, nonce, place, started_at }: Crashes["former"] & { readonly crashes?: Crashes },
  crash: Crash | undefined,
): { readonly crashes?: Crashes } {
  if (crash === undefined) return crashes === undefined ? {} : { crashes };
  const causes = [...(crashes?.causes ?? []), crash.cause];
  return { crashes: { causes, said: crash.said, former: { nonce, place, started_at } } };
}

/** No run of this iteration is under way, and none begins before its outage may be over. */
export function isWaiting({ outage }: { readonly outage?: Outage }): boolean {
  return outage !== undefined && outage.until !== null;
}

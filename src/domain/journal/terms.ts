// The terms that events and the state that they add up to have in common: people, comments, and why a loop stands
// still. Closed sets are lists, of which the journal's schema is made. A word that is there once never goes away.

import type { Permission } from "../authority.ts";

/** A person as the journal remembers one. `permission` is the role that was seen when the act was used. */
export interface Actor {
  readonly login: string;
  /** By which the host knows an account that is called otherwise later; null where it named none. */
  readonly id: number | null;
  readonly permission: Permission;
}

/**
 * A comment in the form in which its words were taken: its id, the SHA-256 (hex) of what was read of it, the login that
 * counts as its author. `issue`: where it stands, unless on the program's own.
 */
export interface CommentRef {
  readonly comment: number;
  readonly hash: string;
  readonly by: string;
  readonly issue?: number;
}

export const TRIGGERS = ["label", "command", "schedule", "cli", "chain", "branch"] as const;

/** Why a run (one activation of the loop) began. */
export type Trigger = (typeof TRIGGERS)[number];

export const PAUSE_KINDS = [
  "command",
  "plateau",
  "errors",
  "baseline",
  "ci-missing",
  "ci-timeout",
  "ci-fix-exhausted",
  "ci-red-on-base",
  "conflict",
  "tampered",
  "state-edited",
  "pull-closed",
  "branch-deleted",
  "refused",
  "violation",
  "clock",
  "definition",
  "environment",
  "budget",
] as const;

/** Why the loop stands still. `plateau`, `errors`, … are the app's own reasons; `command` is a person's. */
export type PauseKind = (typeof PAUSE_KINDS)[number];

export const COMMAND_OUTCOMES = ["done", "queued", "refused", "unusable"] as const;

/** `queued`: it takes effect later. `refused`: its author may not. `unusable`: it cannot be done, or makes no sense. */
export type CommandOutcome = (typeof COMMAND_OUTCOMES)[number];

/** A command as it is remembered, so that it counts once. */
export interface HeardCommand {
  readonly comment: number;
  readonly hash: string;
  readonly written_at: string;
  readonly verb: string;
  readonly outcome: CommandOutcome;
}

export const CI_RESULTS = ["success", "failure", "missing", "skipped"] as const;

/** `skipped`: the repository says `ci: none`. `missing` is read but not written: without checks the loop pauses. */
export type CiResult = (typeof CI_RESULTS)[number];

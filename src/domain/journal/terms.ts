// The terms that events and the state that they add up to have in common: people, comments, and why a loop stands
// still. Types alone.

import type { Permission } from "../authority.ts";

/** A person as the journal remembers one. `permission` is the role that was seen when the act was used. */
export interface Actor {
  readonly login: string;
  readonly id: number | null;
  readonly permission: Permission;
}

/** A comment in the form in which its words were taken. `issue`: where it stands, unless on the program's own. */
export interface CommentRef {
  readonly comment: number;
  readonly hash: string;
  readonly by: string;
  readonly issue?: number;
}

/** Why a run (one activation of the loop) began. */
export type Trigger = "label" | "command" | "schedule" | "cli" | "chain" | "branch";

/** Why the loop stands still. `plateau`, `errors`, … are the app's own reasons; `command` is a person's. */
export type PauseKind =
  | "command"
  | "plateau"
  | "errors"
  | "ci-missing"
  | "ci-timeout"
  | "ci-fix-exhausted"
  | "ci-red-on-base"
  | "conflict"
  | "tampered"
  | "state-edited"
  | "pull-closed"
  | "branch-deleted"
  | "refused"
  | "violation"
  | "clock";

/** `queued`: it takes effect later. `refused`: its author may not. `unusable`: it cannot be done, or makes no sense. */
export type CommandOutcome = "done" | "queued" | "refused" | "unusable";

// What a state holds of the past in sum: items of the plan, the epoch before, an older edition. Types
// only, in the state's own terms.

import type { MeasuredPart } from "../program/program.ts";
import type { Actor } from "./terms.ts";

/** By how many deviations more than the iterations before it one changed the metric; absent where it is no surprise. */
export interface MaySurprise {
  readonly surprise?: number;
}

/** `tried`: iterations that took the item; `kept`: those of them that were; `last`: number of the newest. */
export interface PlanStep {
  readonly item: string;
  readonly tried: number;
  readonly kept: number;
  readonly last: number;
}

/** A change of what is measured, and what was known before it. */
export interface EpochChange {
  readonly parts: readonly MeasuredPart[];
  readonly by: Actor;
  /** Number of the newest iteration before the change; null: none. */
  readonly after: number | null;
  readonly baseline: number | null;
  readonly best: number | null;
}

/** What an older edition's state file said when its program was adopted. Nothing in here was measured by this app. */
export interface Imported {
  /** Iterations that the older edition ran: numbers go on behind them. */
  readonly iterations: number;
  /** Shown until this app has measured the branch itself. */
  readonly best: number | null;
  /** What cumulative improvement is counted from. */
  readonly baseline: number | null;
  readonly last_run: string | null;
  readonly recent_statuses: readonly string[];
  /** The older edition's bot opened it, so its text is the app's to keep up to date; null: there is none. */
  readonly pull_request: number | null;
}

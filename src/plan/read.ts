// What the planner may ask to be read before it decides: a closed set of questions as data, beside the first look.
// Whoever answers one (`reconcile/read.ts`) decides nothing; what is not asked costs nothing.

import type { Definition } from "../domain/program/program.ts";
import type { FileRef } from "../domain/repository/view.ts";
import type { World } from "./world.ts";

/** One question. Fields hold everything that is needed to answer it. */
export type Read =
  /** What an older edition left besides its state file. `issues`: those that its state file names. */
  | { readonly type: "legacy"; readonly issues: readonly number[] }
  /** Who wrote a file of the memory branch last. */
  | { readonly type: "lastEditor"; readonly path: string }
  /** Lines that left the results table. */
  | { readonly type: "olderResults"; readonly files: readonly FileRef[] }
  /** The comments of other issues and pull requests. */
  | { readonly type: "conversations"; readonly issues: readonly number[] }
  /** Names of the checks that a branch's protection asks for. */
  | { readonly type: "requiredChecks"; readonly branch: string }
  /** Checks of commits that are not the head of the program's branch. */
  | { readonly type: "checks"; readonly commits: readonly string[] }
  /** What failing checks of a commit say about themselves. */
  | { readonly type: "failures"; readonly head: string; readonly checks: readonly string[] }
  /** Whether programs can run in the repository. `definition`: what the program says for itself. */
  | { readonly type: "readiness"; readonly definition: Definition | null }
  /** Every file of a commit. */
  | { readonly type: "baseFiles"; readonly commit: string }
  /** Where another run of the iteration in flight stands: the one whose proposal the newest begins with. */
  | {
      readonly type: "formerRun";
      readonly nonce: string;
      readonly place: string;
      readonly startedAt: string;
    }
  /** The roles of people. */
  | { readonly type: "people"; readonly logins: readonly string[] };

/** Finds one need of the planner; null: no decision hangs on it now, or it was read. */
export type Need = (world: Omit<World, "now">) => Read | null;

/** One that hangs on the moment, too. */
export type NeedNow = (world: World) => Read | null;

// Everything one decision is made from, as one immutable value. `reconcile/observe.ts` fills it; a read that
// failed ends the run before there is an observation, so nothing in here ever stands for a failure.

import type { Standing } from "../domain/authority.ts";
import type { HeldRun, RunState } from "../domain/journal/iteration.ts";
import type { ProgramState } from "../domain/journal/state.ts";
import type { Policy } from "../domain/policy.ts";
import type { Legacy } from "../domain/program/legacy.ts";
import type { Problem } from "../domain/program/program.ts";
import type { FailedCheck } from "../domain/repository/checks.ts";
import type { ReadinessCheck } from "../domain/repository/readiness.ts";
import type { FileModes, ProgramKey, ProgramView, Thread } from "../domain/repository/view.ts";
import type { CheckRunAction } from "../text/command/check-run-action.ts";
import type { Journal } from "../text/journal/journal.ts";
import type { Registry, RegistryRow } from "../text/journal/registry.ts";

/** What an action found out that the next look will not show. */
export interface Found {
  /** A merge, or the taking back of a commit, that needs a person, and in which files as far as the host tells; null: none. */
  readonly conflict: { readonly in: "merge" | "revert"; readonly paths: readonly string[] } | null;
  /** What the host refused for good, in words that complete "would …"; null: nothing. */
  readonly refused: string | null;
}

export const NOTHING_FOUND: Found = { conflict: null, refused: null };

/** The world as it was at one moment, for one program. */
export interface Observation {
  readonly key: ProgramKey;
  /** The name this program has, or would get at adoption. */
  readonly name: string;
  readonly view: ProgramView;
  /** Other issues and pull requests on which there may be commands for this program. */
  readonly conversations: readonly Thread[];
  /** Buttons that were pressed and not heard yet. */
  readonly checkRunActions: readonly CheckRunAction[];
  /** `broken`: the journal is there and cannot be read; the text says why. */
  readonly journal: Journal | "absent" | { readonly broken: string };
  readonly stateFile: string | "absent";
  /** Who wrote the state file last, where it is not as the journal's state renders it; null: it is. */
  readonly editor: { readonly login: string | null } | null;
  /** What an older edition left besides its state file; null: the program is adopted, or there was none. */
  readonly legacy: Legacy | null;
  readonly results: string | "absent";
  readonly registry: Registry | "absent";
  /**
   * Programs with an iteration in flight in other repositories of this account, as far as this process has
   * seen them lately. Nothing is missed for ever: whoever looks at a repository learns of its programs.
   */
  readonly elsewhere: readonly RegistryRow[];
  /** Where the program is kept, and its text as it stands there now. `absent`: its file, or its issue, is gone. */
  readonly program: { readonly source: ProgramState["source"]; readonly text: string } | "absent";
  /** What is wrong with the repository's own configuration. */
  readonly config: { readonly problems: readonly Problem[] };
  /** What must be ready in the repository. `refused`: the app may not look; null: nobody asked, so it was not read. */
  readonly readiness: readonly ReadinessCheck[] | "refused" | null;
  /** Where the agent run of the iteration in flight stands; `absent` when none is in flight. */
  readonly run: RunState;
  /** All runs of the program that are on this machine, which may be some that nobody waits for any more. */
  readonly held: readonly HeldRun[];
  /** More about the checks of the branch's head, as far as it matters now. */
  readonly ci: {
    /** Names of checks that the default branch's protection asks for; empty where none, or where it cannot be read. */
    readonly required: readonly string[];
    /** What the failing ones say about themselves. */
    readonly failures: readonly FailedCheck[];
  };
  /** Every file of the commit that the run stands on; null where it brought back no files. */
  readonly base: FileModes | "unlisted" | null;
  /** The people whose acts matter now, as they stand at this moment. Nobody who is not listed has a say. */
  readonly people: ReadonlyMap<string, Standing>;
  /** What an earlier action of this very reconcile found out and GitHub does not show. */
  readonly found: Found;
  /** Fresh random ids, handed in because the planner has no randomness. */
  readonly ids: { readonly nonce: string; readonly run: string };
  /** Name of the executor's place, for the journal. */
  readonly workerId: string;
}

/** What every rule is given besides the draft. */
export interface World {
  readonly seen: Observation;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly policy: Policy;
}

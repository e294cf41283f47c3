// Everything one decision is made from, as one immutable value. `reconcile/snapshot.ts` begins it, the answers to what
// the planner asks fill it; a read that failed ends the run, so nothing in here ever stands for a failure.

import type { Standing } from "../domain/authority.ts";
import type { StartTrouble } from "../domain/errors.ts";
import type { HeldRun, RunState } from "../domain/journal/iteration.ts";
import type { ProgramState } from "../domain/journal/state.ts";
import type { Policy } from "../domain/policy.ts";
import type { Legacy } from "../domain/program/legacy.ts";
import type { Problem } from "../domain/program/program.ts";
import type { FailedCheck, RequiredNames } from "../domain/repository/checks.ts";
import type { ReadinessCheck } from "../domain/repository/readiness.ts";
import type { CheckView, FileModes, ProgramKey, ProgramView, Thread } from "../domain/repository/view.ts";
import type { CheckRunAction } from "../text/command/check-run-action.ts";
import type { Journal } from "../text/journal/journal.ts";
import type { Registry, RegistryRow } from "../text/journal/registry.ts";

/** What an action found out that the next look will not show. */
export interface Found {
  /** A merge, or the taking back of a commit, that needs a person, and in which files as far as the host tells; null: none. */
  readonly conflict: { readonly in: "merge" | "revert"; readonly paths: readonly string[] } | null;
  /** A change that the host refuses until a person does something; null: nothing. */
  readonly refused: Refusal | null;
  /** Why the run that was ordered could not begin; null: it could, or none was ordered. */
  readonly unstarted: StartTrouble | null;
  /** Login of somebody whose role must be known and could not be read for several looks; null: nobody. */
  readonly unreadRole: string | null;
}

export interface Refusal {
  /** `memory`: nothing at all can be journalled. `program`: of its branch or its pull request. */
  readonly where: "memory" | "program";
  /** In words that complete "would …". */
  readonly what: string;
  /** The host's own sentence, bounded; outside text. Null: it gave none. */
  readonly said: string | null;
}

export const NOTHING_FOUND: Found = { conflict: null, refused: null, unstarted: null, unreadRole: null };

/** What is read only when a decision hangs on it. `unread`: none did so far. Absent and unknown are values of it. */
type Fact<T> = "unread" | { readonly value: T };

/** A comment elsewhere than on the program's own issue, whose first line is a command. */
export interface Mention {
  readonly comment: number;
  /** Issue or pull request that it stands on. */
  readonly issue: number;
  /** The program that it names. */
  readonly name: string | null;
  readonly updatedAt: string;
}

/** The world as it was at one moment, for one program. */
export interface Observation {
  readonly key: ProgramKey;
  /** The name this program has, or would get at adoption. */
  readonly name: string;
  readonly view: ProgramView;
  /** Commands on other issues and pull requests of the repository, as a sweep found them, for whichever program. */
  readonly mentions: readonly Mention[];
  /** Those of these issues and pull requests that are there and on which something may be said to this program. */
  readonly conversations: Fact<readonly Thread[]>;
  /** Buttons that were pressed and not heard yet. */
  readonly checkRunActions: readonly CheckRunAction[];
  /** `broken`: the journal is there and cannot be read; the text says why. */
  readonly journal: Journal | "absent" | { readonly broken: string };
  readonly stateFile: string | "absent";
  /** Who wrote the state file last, where it is not as the journal's state renders it; null: nobody can tell. */
  readonly editor: Fact<string | null>;
  /** What an older edition left besides its state file, for a program that is not adopted yet. */
  readonly legacy: Fact<Legacy>;
  readonly results: string | "absent";
  /** Older lines of the results table, where a digest tells of their iterations: the texts of their files. */
  readonly olderResults: Fact<readonly string[]>;
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
  /** What must be ready in the repository, where somebody asked. `refused`: the app may not look. */
  readonly readiness: Fact<readonly ReadinessCheck[] | "refused">;
  /** Where the agent run of the iteration in flight stands; `absent` when none is in flight. */
  readonly run: RunState;
  /** Where the run stands whose proposal the one in flight begins with. */
  readonly former: Fact<RunState>;
  /** All runs of the program that are on this machine, which may be some that nobody waits for any more. */
  readonly held: readonly HeldRun[];
  /** Names of checks that the default branch's protection asks for; empty where none. */
  readonly requiredChecks: Fact<RequiredNames>;
  /** Checks of other commits than the branch's head, by commit. */
  readonly checksAt: Fact<ReadonlyMap<string, readonly CheckView[]>>;
  /** What the failing checks of the branch's head say about themselves. */
  readonly failures: Fact<readonly FailedCheck[]>;
  /** Every file of the commit that the run stands on, where it brought files back. */
  readonly base: Fact<FileModes | "unlisted">;
  /** People who had no say less than a minute ago: they are not asked about again so soon. */
  readonly strangers: ReadonlySet<string>;
  /** The people whose acts matter now, as they stand at this moment. Nobody who is not listed has a say. */
  readonly people: Fact<ReadonlyMap<string, Standing>>;
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

const NO_SAY: Standing = { permission: "none", id: null };

const NOBODY: ReadonlyMap<string, Standing> = new Map();

/** The roles that were seen. Whose role is not among them was not asked about: nobody knows what they may do. */
export function peopleIn({
  people,
  strangers,
}: Pick<Observation, "people" | "strangers">): ReadonlyMap<string, Standing> {
  const asked = valueOr(people, NOBODY);
  return strangers.size === 0
    ? asked
    : new Map([...[...strangers].map((login) => [login, NO_SAY] as const), ...asked]);
}

/** What was said elsewhere, as far as it was read. */
export function conversationsIn({ conversations }: Pick<Observation, "conversations">): readonly Thread[] {
  return valueOr(conversations, []);
}

/** @param unread what stands for a fact that nothing hung on */
export function valueOr<T, U>(fact: Fact<T>, unread: U): T | U {
  return fact === "unread" ? unread : fact.value;
}

/** What the journal adds up to; null: the program is not adopted, or its journal cannot be read. */
export function stateIn({ journal }: Pick<Observation, "journal">): ProgramState | null {
  return journal === "absent" || "broken" in journal ? null : journal.state;
}

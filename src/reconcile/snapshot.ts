// The first look at one program: one look at GitHub with the files of the memory branch, the repository's configuration,
// the run in flight and what this process remembers. Whatever else a decision hangs on is `unread` until the planner
// asks for it. A read that fails throws and ends the run: it never becomes "nothing there". What is read twice is read
// by content id, so it costs a request only when it is new.

import type { RunState } from "../domain/journal/iteration.ts";
import { isWaiting } from "../domain/journal/repair.ts";
import type { ProgramState } from "../domain/journal/state.ts";
import type { Policy, RepoConfig } from "../domain/policy.ts";
import { memoryPath } from "../domain/program/names.ts";
import type { Problem } from "../domain/program/program.ts";
import type { ProgramKey, Repository } from "../domain/repository/view.ts";
import { type Observation, stateIn } from "../plan/world.ts";
import type { Executor } from "../ports/executor.ts";
import type { ProgramReads } from "../ports/forge/program-reads.ts";
import type { RepositoryReads } from "../ports/forge/repository-reads.ts";
import type { MemoryStore } from "../ports/memory-store.ts";
import { parseRepoConfig } from "../text/settings/repo-config.ts";
import type { CheckRunActions } from "./read/check-run-actions.ts";
import type { JournalReader } from "./read/journal-reader.ts";
import type { Mentions } from "./read/mentions.ts";
import type { ProgramIndex } from "./read/program-index.ts";
import { lookAtItsBranch, type Sight } from "./read/program-look.ts";
import { programIn } from "./read/program-source.ts";

/** What the first look needs. */
export interface SnapshotDeps {
  readonly forge: ProgramReads & RepositoryReads;
  readonly memory: MemoryStore;
  readonly executor: Pick<Executor, "name" | "workerId" | "look" | "held">;
  readonly index: ProgramIndex;
  readonly mentions: Mentions;
  readonly checkRunActions: CheckRunActions;
  readonly journals: JournalReader;
  /** Merges the operator's and the repository's configuration. */
  readonly policyFor: (
    config: RepoConfig | null,
    repository: Repository,
  ) => { readonly policy: Policy; readonly problems: readonly Problem[] };
  /** Fresh random text of letters and digits. */
  readonly newId: () => string;
}

/** The world and the policy that goes with it. */
interface Snapshot {
  readonly sight: Sight;
  readonly observation: Observation;
  readonly policy: Policy;
}

/** What nobody has asked for yet, and nobody who was remembered. */
const UNREAD = {
  strangers: new Set<string>(),
  conversations: "unread",
  editor: "unread",
  legacy: "unread",
  olderResults: "unread",
  readiness: "unread",
  requiredChecks: "unread",
  checksAt: "unread",
  failures: "unread",
  base: "unread",
  people: "unread",
  former: "unread",
} as const;

/**
 * @param found what an earlier action of this very reconcile found out
 * @param sight what the answer to a write brought, which is no older than a look would be; null: nothing
 */
export async function snapshot(
  deps: SnapshotDeps,
  key: ProgramKey,
  found: Observation["found"],
  sight: Sight | null = null,
): Promise<Snapshot> {
  const { name, view, texts, registry, look } = await lookAtItsBranch(deps, key, sight);
  const journal = deps.journals.read(name, view.memory.files, texts);
  const state = stateIn({ journal });
  if (state !== null) deps.index.learn(key, name, state.branch);

  const parsed =
    view.config === "absent" ? null : parseRepoConfig(await deps.forge.readText(key, view.config.id));
  const run = await lookAtRun(deps.executor, key, state);
  const { policy, problems } = deps.policyFor(parsed?.config ?? null, key);
  return {
    policy,
    sight: { look, view },
    observation: {
      ...UNREAD,
      ...{ key, name, view, journal, registry, run, found },
      mentions: deps.mentions.open(key, view.self),
      checkRunActions: deps.checkRunActions.open(key, state),
      stateFile: texts.get(memoryPath.state(name)) ?? "absent",
      results: texts.get(memoryPath.results(name)) ?? "absent",
      elsewhere: deps.index.inFlightElsewhere(key),
      program: await programIn(deps.forge, { key, name, view }, state),
      config: { problems: [...(parsed?.problems ?? []), ...problems] },
      held: await deps.executor.held(key),
      ids: { nonce: deps.newId(), run: deps.newId() },
      workerId: deps.executor.workerId,
    },
  };
}

async function lookAtRun(
  executor: SnapshotDeps["executor"],
  key: ProgramKey,
  state: ProgramState | null,
): Promise<RunState> {
  const flight = state?.in_flight;
  if (flight === null || flight === undefined || isWaiting(flight)) return { state: "absent" };
  if (flight.executor !== executor.name) {
    return { state: "unknown", doubt: { code: "other-executor", executor: flight.executor } };
  }
  return executor.look({ key, nonce: flight.nonce, workerId: flight.place, startedAt: flight.started_at });
}

// Reads everything one decision needs into one Observation. A read that fails throws and ends the run: it never
// becomes "nothing there". What is read twice is read by content id, so it costs a request only when it is new.

import type { Standing } from "../domain/authority.ts";
import { Terminal } from "../domain/errors.ts";
import type { RunState } from "../domain/journal/iteration.ts";
import type { ProgramState } from "../domain/journal/state.ts";
import type { Policy } from "../domain/policy.ts";
import { memoryPath } from "../domain/program/names.ts";
import type { ProgramKey, Repository } from "../domain/repository/view.ts";
import { asksForRequired, type CiSeen, failuresToAsk } from "../plan/iteration/ci.ts";
import { askedForTakeOver } from "../plan/life/take-over.ts";
import { asksForDoctor } from "../plan/people/answer.ts";
import { peopleToAsk } from "../plan/people/people.ts";
import { askedForStateEdits } from "../plan/people/state-edits.ts";
import type { Observation } from "../plan/world.ts";
import type { Executor } from "../ports/executor.ts";
import type { ForgeReads } from "../ports/forge/forge.ts";
import type { ProgramReads } from "../ports/forge/program-reads.ts";
import type { RepositoryReads } from "../ports/forge/repository-reads.ts";
import type { MemoryStore } from "../ports/memory-store.ts";
import { definitionOf } from "../text/settings/overrides.ts";
import { parseRepoConfig } from "../text/settings/repo-config.ts";
import type { CheckRunActions } from "./read/check-run-actions.ts";
import { type ExamineParts, examine } from "./read/examine.ts";
import type { JournalReader } from "./read/journal-reader.ts";
import { lastEditor, lookAtLegacy } from "./read/legacy-reader.ts";
import { listen } from "./read/listen.ts";
import type { Mention, Mentions } from "./read/mentions.ts";
import type { ProgramIndex } from "./read/program-index.ts";
import { lookAtItsBranch } from "./read/program-look.ts";
import { programIn } from "./read/program-source.ts";

/** What observing needs. */
export interface ObserveDeps extends ExamineParts {
  readonly forge: ForgeReads;
  readonly memory: MemoryStore;
  readonly executor: Executor;
  readonly index: ProgramIndex;
  readonly mentions: Mentions;
  readonly checkRunActions: CheckRunActions;
  readonly journals: JournalReader;
  /** Fresh random text of letters and digits. */
  readonly newId: () => string;
}

/** The world and the policy that goes with it. */
export interface Observed {
  readonly observation: Observation;
  readonly policy: Policy;
  /** Commands elsewhere that were looked at. */
  readonly mentions: readonly Mention[];
}

/** @param found what an earlier action of this very reconcile found out */
export async function observe(
  deps: ObserveDeps,
  key: ProgramKey,
  found: Observation["found"],
): Promise<Observed> {
  const { name, view, texts, registry } = await lookAtItsBranch(deps, key);
  const journal = deps.journals.read(name, view.memory.files, texts);
  const state = journal === "absent" || "broken" in journal ? null : journal.state;
  if (state !== null) deps.index.learn(key, name, state.branch);
  const stateFile = texts.get(memoryPath.state(name)) ?? "absent";
  const legacy = journal === "absent" ? await lookAtLegacy(deps.forge, key, view, stateFile) : null;
  const editor = await lastEditor(deps.forge, key, stateFile, state);

  const { mentions, conversations } = await listen(deps, key, registry, state);
  const checkRunActions = deps.checkRunActions.open(key, state);

  const parsed =
    view.config === "absent" ? null : parseRepoConfig(await deps.forge.readText(key, view.config.id));
  const run = await lookAtRun(deps.executor, key, state);
  const { policy, problems } = deps.policyFor(parsed?.config ?? null, key);
  return {
    policy,
    mentions,
    observation: {
      key,
      name,
      view,
      conversations,
      checkRunActions,
      journal,
      stateFile,
      editor,
      legacy,
      results: texts.get(memoryPath.results(name)) ?? "absent",
      registry,
      elsewhere: deps.index.inFlightElsewhere(key),
      program: await programIn(deps.forge, { key, name, view }, state),
      config: { problems: [...(parsed?.problems ?? []), ...problems] },
      ci: await askCi(deps.forge, { key, name, view }, state, policy),
      readiness: await lookAsDoctor(deps, key, { view, conversations }, state),
      run,
      held: await deps.executor.held(key),
      base: await lookAtBase(deps.forge, key, state, run),
      people: await askPeople(deps.forge, key, [
        ...new Set([
          ...askedForStateEdits(editor),
          ...askedForTakeOver({ legacy, name, view }),
          ...peopleToAsk({ view, conversations, checkRunActions, registry }, state),
        ]),
      ]),
      found,
      ids: { nonce: deps.newId(), run: deps.newId() },
      workerId: deps.executor.workerId,
    },
  };
}

/** Nothing is read unless somebody waits for it. A question must never keep a program from going on. */
async function lookAsDoctor(
  deps: ObserveDeps,
  key: ProgramKey,
  seen: Pick<Observation, "view" | "conversations">,
  state: ProgramState | null,
): Promise<Observation["readiness"]> {
  if (state === null || !asksForDoctor(seen, state)) return null;
  try {
    return (await examine(deps, key, definitionOf(state))).checks;
  } catch (error) {
    if (error instanceof Terminal) return "refused";
    throw error;
  }
}

async function lookAtRun(executor: Executor, key: ProgramKey, state: ProgramState | null): Promise<RunState> {
  const flight = state?.in_flight;
  if (flight === null || flight === undefined) return { state: "absent" };
  if (flight.executor !== executor.name) {
    return { state: "unknown", reason: `The run belongs to the executor ${flight.executor}.` };
  }
  return executor.look({ key, nonce: flight.nonce, workerId: flight.place, startedAt: flight.started_at });
}

/** What the look does not show of CI, where a decision hangs on it. */
async function askCi(
  forge: ProgramReads,
  seen: CiSeen & { readonly key: ProgramKey },
  state: ProgramState | null,
  { ciApps: apps }: Policy,
): Promise<Observation["ci"]> {
  const { branch, defaultBranch } = seen.view;
  if (branch === "absent" || defaultBranch === "absent" || !asksForRequired(seen, state))
    return { required: [], failures: [] };
  const required = await forge.requiredChecks(seen.key, defaultBranch.name);
  const failing = failuresToAsk(seen, state, { required, apps });
  if (failing.length === 0) return { required, failures: [] };
  return { required, failures: await forge.failures(seen.key, branch.head, failing) };
}

/** What the report names as its base is not believed; the journal knows what was dispatched. */
async function lookAtBase(
  forge: ProgramReads,
  repository: Repository,
  state: ProgramState | null,
  run: RunState,
): Promise<Observation["base"]> {
  const flight = state?.in_flight;
  const files = run.state === "finished" ? run.report.files : [];
  if (flight === null || flight === undefined || files.length === 0) return null;
  return await forge.filesAt(repository, flight.base);
}

async function askPeople(
  forge: RepositoryReads,
  repository: Repository,
  logins: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const answers = await Promise.all(
    logins.map(async (login) => [login, await forge.standing(repository, login)] as const),
  );
  return new Map(answers);
}

// One run of the loop for one program: observe and plan (`decide.ts`), apply, and again while an action found out
// something that matters at once. It takes no event: what happened is read from the world. It never throws; how a run ended is
// an Outcome for the queue.

import { RoleUnread } from "../domain/errors.ts";
import { traits } from "../domain/executors.ts";
import { memoryPath } from "../domain/program/names.ts";
import { programKeyText } from "../domain/repository/program-key.ts";
import type { ProgramKey } from "../domain/repository/view.ts";
import type { Plan } from "../plan/plan.ts";
import { type Found, NOTHING_FOUND, stateIn } from "../plan/world.ts";
import type { Clock } from "../ports/clock.ts";
import type { Executor } from "../ports/executor.ts";
import type { Forge } from "../ports/forge/forge.ts";
import type { Log } from "../ports/log.ts";
import type { Meter } from "../ports/meter.ts";
import type { Outcome } from "../ports/work-queue.ts";
import type { Applied } from "./apply/applied.ts";
import { apply } from "./apply/apply.ts";
import { type Decided, decide, type ObserveDeps } from "./decide.ts";
import { type End, endOf, TERMINAL_RETRY_MS } from "./end.ts";
import { type IdleCache, versionOf } from "./idle-cache.ts";
import { createIgnored, type Ignored } from "./ignored.ts";
import type { Sight } from "./read/program-look.ts";
import { rememberRequired } from "./read/required-names.ts";
import { createStrangers } from "./read/strangers.ts";
import { createUnreadRoles, type UnreadRoles } from "./read/unread-roles.ts";

/** Looks in one run: more would mean that planning and applying do not meet, and the queue should slow it down. */
const ROUNDS = 6;
/** What a reconciler is made of. */
interface ReconcilerParts extends ObserveDeps {
  readonly forge: Forge;
  readonly executor: Executor;
  readonly clock: Clock;
  readonly log: Log;
  readonly idle: IdleCache;
  /** Asks for a run of another program, whose turn may have come. */
  readonly wake: (key: ProgramKey) => void;
  /** Counts what happened; absent: nobody wants to know. */
  readonly meter?: Meter;
  /** Tells the replica of this name to look at a program whose run it holds. */
  readonly wakeAt: (place: string, key: ProgramKey) => void;
}

/** Brings one program to where it should be, as far as that can be done now. */
export interface Reconciler {
  /**
   * Does not reject for what the world did: what has to be tried again is an outcome.
   * @param id by which the lines of this run are found in the log; absent: a new one
   */
  reconcile(key: ProgramKey, id?: string): Promise<Outcome>;
}

export function createReconciler(parts: ReconcilerParts): Reconciler {
  const { forge, clock } = parts;
  const remembering = {
    ...{ strangers: createStrangers(), unreadRoles: createUnreadRoles(), ignored: createIgnored() },
    requiredNames: rememberRequired(forge, clock),
    ...parts,
  };
  return { reconcile: (key, id = parts.newId()) => reconcile(remembering, key, id) };
}

/** What a reconciler is made of, and what it remembers of one look for the next. */
interface Parts extends ReconcilerParts {
  readonly unreadRoles: UnreadRoles;
  readonly ignored: Ignored;
}

async function reconcile(parts: Parts, key: ProgramKey, id: string): Promise<Outcome> {
  const log = parts.log.child({ program: programKeyText(key), reconcile: id });
  const began = parts.clock.now();
  const { outcome, ending } = await looked(parts, key, log).catch((error: unknown) => endOf(error, log));
  parts.meter?.reconciled(ending, parts.clock.now() - began);
  return outcome;
}

/** A look, and where somebody's role cannot be read for a while, another one that only says so. */
async function looked(parts: Parts, key: ProgramKey, log: Log): Promise<End> {
  try {
    const end = await rounds(parts, key, log);
    parts.unreadRoles.forget(key);
    return end;
  } catch (error) {
    if (error instanceof RoleUnread && parts.unreadRoles.isToBeTold(key)) await tell(parts, key, log, error);
    throw error;
  }
}

/** Nothing but the notice: whatever else there is to do may hang on the role. */
async function tell(parts: ReconcilerParts, key: ProgramKey, log: Log, { login }: RoleUnread): Promise<void> {
  const { plan } = await decide(parts, key, { ...NOTHING_FOUND, unreadRole: login });
  const notices = plan.actions.filter(({ rule }) => rule === "notices");
  await apply(parts, key, notices, log, () => undefined);
}

async function rounds(parts: Parts, key: ProgramKey, log: Log): Promise<End> {
  let found = NOTHING_FOUND;
  let failure: Applied["failure"] = null;
  /** What the last write brought back, which is as good as a look. */
  let sight: Sight | null = null;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const decided: Decided = await decide(parts, key, found, { sight });
    sight = null;
    const { actions, again, nudge } = decided.plan;
    const ignored = parts.ignored.fresh(key, decided.observation);
    if (ignored > 0) parts.meter?.ignored(ignored);
    const before = found;
    const onMemory = (from: string, to: string) => {
      parts.idle.wrote(key, from, to);
      for (const event of decided.plan.events) log.debug("journalled", event);
      const { progress } = decided.plan;
      if (progress !== null) log.info("five more iterations", { ...progress });
      for (const { action } of actions) {
        if (action.type === "memory.commit" && action.expectedHead === from)
          parts.meter?.journalled(action.events);
      }
    };
    const applied = await apply(parts, key, actions, log, onMemory, decided.sight);
    if (applied === "rehearsed") return { outcome: { kind: "done" }, ending: "done" };
    found = applied.found;
    failure ??= applied.failure;
    learnRegistry(parts, key, decided.plan);
    for (const issue of nudge) parts.wake({ ...key, issue });
    for (const place of elsewhere(decided)) parts.wakeAt(place, key);
    // What stands in the way is told by the next round, whatever else failed.
    if (isNews(before, found)) continue;
    if (failure !== null) throw failure;
    // Refused although the loop stands still because of it, or cannot even say so: only a person can go on.
    if (before.refused !== null && (found.refused !== null || before.refused.where === "memory"))
      return { outcome: { kind: "again", ms: TERMINAL_RETRY_MS }, ending: "refused" };
    const { view } = applied;
    // What was found out is known to one round only: what follows from it is not to be undone by the next.
    if (view !== null && !applied.isAged && isNothing(before)) {
      sight = { look: decided.sight.look, view };
      continue;
    }
    if (!again && found.refused === null) {
      const outcome = await rested(parts, key, decided, applied);
      return applied.denied ? { outcome: soon(outcome), ending: "refused" } : { outcome, ending: "done" };
    }
  }
  log.warn("still not at rest", { rounds: ROUNDS });
  return { outcome: { kind: "retry" }, ending: "unsettled" };
}

function isNothing(found: Found): boolean {
  return Object.values(found).every((one) => one === null);
}

/** Where a run was just ordered here, what was seen before is enough to tell whether there is anything else to do. */
async function rested(parts: Parts, key: ProgramKey, decided: Decided, { view, isAged }: Applied) {
  const outcome = settle(parts, key, decided);
  if (view === null || !isAged || !traits(decided.policy.executor).isHere) return outcome;
  const sight = { look: decided.sight.look, view };
  const later = await decide(parts, key, NOTHING_FOUND, { sight });
  const isRunning = later.plan.actions.length === 0 && later.observation.run.state === "running";
  return isRunning ? settle(parts, key, later, true) : outcome;
}

/** Something was found out that the round before did not know, and that people have to be told. */
function isNews(before: Found, { refused, unstarted }: Found): boolean {
  if (refused !== null && refused.where !== before.refused?.where) return true;
  return unstarted !== null && before.unstarted === null;
}

/** What the host will not have is tried again no later than this. */
function soon(outcome: Outcome): Outcome {
  const ms = outcome.kind === "again" ? outcome.ms : TERMINAL_RETRY_MS;
  return { kind: "again", ms: Math.min(ms, TERMINAL_RETRY_MS) };
}

/** What was just written is known before the next look, so that other repositories count it. */
function learnRegistry(parts: ReconcilerParts, key: ProgramKey, { actions }: Plan): void {
  for (const { action } of actions) {
    const files = action.type === "memory.commit" ? action.files : [];
    const text = files.find(({ path }) => path === memoryPath.registry())?.text;
    if (text) parts.index.registryIn(key, text);
  }
}

function settle(parts: ReconcilerParts, key: ProgramKey, decided: Decided, isTold = false): Outcome {
  const now = parts.clock.now();
  const { actions, mentions, wakeAt } = decided.plan;
  const holder = holderOf(decided);
  if (holder !== null) parts.wakeAt(holder, key);
  if (actions.length === 0) parts.mentions.settle(key, mentions);
  if (actions.length === 0 && !awaits(decided, isTold))
    parts.idle.markIdle(key, versionOf(decided.observation.view.issue), now, wakeAt);
  if (wakeAt === null) return { kind: "done" };
  return { kind: "again", ms: Math.max(0, wakeAt - now) };
}

/**
 * The program waits for something that does not show on its issue: a mended configuration, the end of a run, the
 * word of CI. Should the call that tells of it be lost, a sweep has to look.
 * @param isTold this process began the run, and is told its end
 */
function awaits({ observation }: Decided, isTold: boolean): boolean {
  const state = stateIn(observation);
  if (state === null) return observation.config.problems.length > 0;
  const isWaiting = (state.in_flight !== null && !isTold) || state.pause?.kind === "ci-red-on-base";
  return isWaiting || observation.config.problems.length > 0;
}

/** Another machine that has the run in flight, so that only there its report can be read. */
function holderOf({ observation, policy }: Decided): string | null {
  const { run, workerId: place } = observation;
  const flight = stateIn(observation)?.in_flight ?? null;
  if (flight === null || run.state !== "unknown" || flight.executor !== policy.executor) return null;
  return flight.place === place ? null : flight.place;
}

/** Machines whose runs this look wanted ended: only they can do it. */
function elsewhere({ observation: { workerId: place }, plan }: Decided): readonly string[] {
  return plan.actions.flatMap(({ action }) =>
    action.type === "run.dispose" && action.place !== place ? [action.place] : [],
  );
}

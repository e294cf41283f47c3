// One run of the loop for one program: observe, plan, apply, and again while an action found out something that
// matters at once. It takes no event: what happened is read from the world. It never throws; how a run ended is
// an Outcome for the queue.

import { AutoloopError, Retryable } from "../domain/errors.ts";
import { memoryPath } from "../domain/names.ts";
import { programKeyText } from "../domain/program-key.ts";
import type { ProgramKey } from "../domain/view.ts";
import { describe } from "../plan/action.ts";
import { NOTHING_FOUND } from "../plan/observation.ts";
import type { Plan } from "../plan/plan.ts";
import { plan } from "../plan/plan.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Outcome } from "../ports/work-queue.ts";
import { parseRegistry } from "../text/journal/registry.ts";
import { apply } from "./apply.ts";
import { type Eyes, type Observed, observe } from "./observe.ts";
import { type RestBook, versionOf } from "./rest-book.ts";

/** Looks in one run: more would mean that planning and applying do not meet, and the queue should slow it down. */
const ROUNDS = 6;
/** How soon to try again what only a person can mend. */
const TERMINAL_RETRY_MS = 15 * 60_000;
/**
 * Longest wait after a lost race for the memory branch. Whoever lost was not at fault and the winner got on, so among
 * many programs of one repository an unlucky one must not wait longer each time.
 */
const LOST_RACE_MS = 4_000;

/** What a reconciler is made of. */
export interface ReconcilerParts extends Eyes {
  readonly clock: Clock;
  readonly log: Log;
  readonly rests: RestBook;
  /** Writes nothing and says what would be written. */
  readonly dryRun: boolean;
  /** Asks for a run of another program, whose turn may have come. */
  readonly wake: (key: ProgramKey) => void;
}

export interface Reconciler {
  reconcile(key: ProgramKey): Promise<Outcome>;
}

export function createReconciler(parts: ReconcilerParts): Reconciler {
  return { reconcile: (key) => reconcile(parts, key) };
}

async function reconcile(parts: ReconcilerParts, key: ProgramKey): Promise<Outcome> {
  const log = parts.log.child({ program: programKeyText(key), reconcile: parts.newId() });
  try {
    return await rounds(parts, key, log);
  } catch (error) {
    return failed(error, log);
  }
}

async function rounds(parts: ReconcilerParts, key: ProgramKey, log: Log): Promise<Outcome> {
  let found = NOTHING_FOUND;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const observed = await observe(parts, key, found);
    const decided = plan(observed.observation, parts.clock.now(), observed.policy);
    if (parts.dryRun) return rehearsed(decided, log);
    const before = found;
    found = await apply(parts, key, decided.actions, log, (from, to) => parts.rests.wrote(key, from, to));
    learnRegistry(parts, key, decided);
    for (const issue of decided.nudge) parts.wake({ ...key, issue });
    // Refused although the loop stands still because of it: only a person can go on.
    if (before.refused !== null && found.refused !== null) return { kind: "again", ms: TERMINAL_RETRY_MS };
    if (!decided.again && found.refused === null) return rested(parts, key, observed, decided);
  }
  log.warn("still not at rest", { rounds: ROUNDS });
  return { kind: "retry" };
}

/** What was just written is known before the next look, so that other repositories count it. */
function learnRegistry(parts: ReconcilerParts, key: ProgramKey, { actions }: Plan): void {
  for (const action of actions) {
    const files = action.type === "memory.commit" ? action.files : [];
    const text = files.find(({ path }) => path === memoryPath.registry())?.text;
    if (text) parts.index.learnAll(key, parseRegistry(text));
  }
}

function rehearsed(decided: Plan, log: Log): Outcome {
  for (const action of decided.actions) log.info(`would ${describe(action)}`, { action: action.type });
  return { kind: "done" };
}

function rested(parts: ReconcilerParts, key: ProgramKey, observed: Observed, decided: Plan): Outcome {
  const now = parts.clock.now();
  if (decided.actions.length === 0) parts.mentions.settle(key, observed.mentions);
  if (decided.actions.length === 0 && !awaits(observed))
    parts.rests.rest(key, versionOf(observed.observation.view.issue), now);
  if (decided.wakeAt === null) return { kind: "done" };
  return { kind: "again", ms: Math.max(0, decided.wakeAt - now) };
}

/**
 * The program waits for something that does not show on its issue: a mended configuration, the end of a run, the
 * word of CI. Should the call that tells of it be lost, a sweep has to look.
 */
function awaits({ observation: { config, journal } }: Observed): boolean {
  const state = journal === "absent" || "broken" in journal ? null : journal.state;
  return config.problems.length > 0 || (state !== null && state.in_flight !== null);
}

function failed(error: unknown, log: Log): Outcome {
  const what = error instanceof AutoloopError ? error.kind : "defect";
  const message = error instanceof Error ? error.message : String(error);
  if (what === "conflict") {
    log.info("somebody else was faster", { reason: message });
    return { kind: "retry", atMostMs: LOST_RACE_MS };
  }
  if (what === "retryable") {
    log.warn("the host did not do it", { reason: message });
    const afterMs = error instanceof Retryable ? error.afterMs : undefined;
    return afterMs === undefined ? { kind: "retry" } : { kind: "retry", ms: afterMs };
  }
  const stack = what === "defect" && error instanceof Error ? error.stack : undefined;
  log.error("a person has to look at this", { reason: message, kind: what, stack });
  return { kind: "again", ms: TERMINAL_RETRY_MS };
}

// The loop put together over its ports: webhooks in, keys, queue, sweep, reconcile. Knows no adapter, so that a
// simulation runs exactly what a server runs. Holds no rule of the loop.

import { programKeyText } from "../domain/repository/program-key.ts";
import type { ProgramKey, Repository } from "../domain/repository/view.ts";
import type { Claims } from "../ports/claims.ts";
import type { Clock } from "../ports/clock.ts";
import type { Executor } from "../ports/executor.ts";
import type { Forge } from "../ports/forge/forge.ts";
import type { Log } from "../ports/log.ts";
import type { MemoryStore } from "../ports/memory-store.ts";
import type { Meter } from "../ports/meter.ts";
import type { Outcome, Urgency, WorkQueue } from "../ports/work-queue.ts";
import { createIdleCache } from "../reconcile/idle-cache.ts";
import { createCheckRunActions } from "../reconcile/read/check-run-actions.ts";
import type { ExamineParts } from "../reconcile/read/examine.ts";
import { JournalReader } from "../reconcile/read/journal-reader.ts";
import { createMentions } from "../reconcile/read/mentions.ts";
import { createProgramIndex, type ProgramIndex } from "../reconcile/read/program-index.ts";
import { createReconciler } from "../reconcile/reconcile.ts";
import { createDiscovery } from "../reconcile/repository/discovery.ts";
import { createSetup } from "../reconcile/repository/setup-issue.ts";
import { createSweep } from "../reconcile/repository/sweep.ts";
import type { Trace } from "./telemetry/trace.ts";
import type { Delivery } from "./webhook/handlers.ts";
import { keyText } from "./webhook/keys.ts";
import { createWebhookReceiver } from "./webhook/receiver.ts";
import { runKey } from "./webhook/run-key.ts";

interface EngineParts extends Pick<ExamineParts, "policyFor" | "workflowFor" | "agentHere"> {
  readonly forge: Forge;
  readonly memory: MemoryStore;
  readonly executor: Executor;
  /** GitHub's time, which decides. */
  readonly clock: Clock;
  /** The machine's, which nothing sets: from a moment before GitHub was heard it is told how long that is ago. */
  readonly steady: Clock;
  readonly log: Log;
  /** The queue that calls `run` for each key. */
  readonly queueOf: (run: (key: string) => Promise<Outcome>) => WorkQueue;
  /** A name that no other run has. */
  readonly newId: () => string;
  readonly claims: Claims;
  readonly trace: Trace;
  readonly meter?: Meter;
  /** Called after each sweep of everything. */
  readonly onSwept?: () => void;
  readonly sweepMs: number;
  readonly listLagMs: number;
}

export interface Engine {
  /** A webhook came. Asks GitHub nothing and returns at once. */
  readonly receive: (delivery: Delivery) => void;
  /** Begins the first sweep, which repeats itself. */
  readonly start: () => void;
  /** Takes no new work; resolves when what runs has ended. */
  readonly stop: () => Promise<void>;
  /** The app's own login became known, which spares looks at what it wrote itself. */
  readonly isCalled: (login: string) => void;
  /** The first sweep is over: it knows what there is to do. */
  readonly hasSwept: () => boolean;
  readonly load: () => ReturnType<WorkQueue["load"]>;
  /** Programs that this process knows. */
  readonly programs: ProgramIndex["rows"];
}

/** Nothing happens before `start` or a webhook. */
export function createEngine(parts: EngineParts): Engine {
  const { forge, memory, executor, clock, steady, log, trace, claims, policyFor, workflowFor, listLagMs } =
    parts;
  const state = { self: null as string | null, swept: false };
  const index = createProgramIndex();
  const mentions = createMentions();
  const checkRunActions = createCheckRunActions();
  const idle = createIdleCache();
  const queue = parts.queueOf((key) => runKey(runs, key));
  /** From within a run: what it asks for is asked for by the same deliveries, and runs on its own. */
  const ask = (key: string, add: (key: string) => void = (one) => queue.add(one)) => {
    trace.passOn(key);
    trace.outside(() => add(key));
  };
  const wake = (key: ProgramKey) => ask(programKeyText(key));
  /** By this process: it has just learnt something, or holds the run. */
  const wakeHere = (key: ProgramKey, urgency: Urgency) =>
    ask(programKeyText(key), (one) => queue.addHere(one, 0, urgency));
  const discover = (repository: Repository) => ask(keyText({ ...repository, kind: "files" }));
  const examines = {
    ...{ forge, workflowFor, policyFor },
    ...(parts.agentHere === undefined ? {} : { agentHere: parts.agentHere }),
  };
  const setup = createSetup({ ...examines, clock: steady, log, claims, listLagMs });
  const runs = {
    reconciler: createReconciler({
      ...examines,
      ...{ memory, executor, index, mentions, checkRunActions, idle, clock, log, wake },
      wakeAt: (workerId, key) => queue.addAt(workerId, programKeyText(key)),
      ...(parts.meter === undefined ? {} : { meter: parts.meter }),
      newId: parts.newId,
      journals: new JournalReader(),
    }),
    sweep: createSweep({
      ...{ forge, index, mentions, idle, clock, log, wake: wakeHere, discover },
      isWaiting: setup.isOpen,
    }),
    discovery: createDiscovery({ forge, clock: steady, log, wake, setup, claims, listLagMs }),
    sweepMs: parts.sweepMs,
    ...{ log, trace, newId: parts.newId },
    onSwept: () => {
      state.swept = true;
      parts.onSwept?.();
    },
  };
  // Where the run is on GitHub Actions, a webhook tells of its end.
  executor.onFinished((key) => wakeHere(key, "urgent"));

  return {
    receive: createWebhookReceiver({
      queue,
      log,
      self: () => state.self,
      index,
      checkRunActions,
      clock,
      trace,
    }),
    start: () => queue.addHere(keyText({ kind: "everything" })),
    stop: () => queue.drain(),
    isCalled: (login) => {
      state.self = login;
    },
    hasSwept: () => state.swept,
    load: () => queue.load(),
    programs: () => index.rows(),
  };
}

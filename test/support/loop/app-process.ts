// One process of the app over a fake GitHub, as far as the loop goes: reconciler and sweep with what they remember
// together. A test starts another one where the first "died".

import type { Policy, RepoConfig } from "../../../src/domain/policy.ts";
import type { ProgramKey } from "../../../src/domain/repository/view.ts";
import type { Executor } from "../../../src/ports/executor.ts";
import type { Forge } from "../../../src/ports/forge/forge.ts";
import type { Log } from "../../../src/ports/log.ts";
import type { MemoryStore } from "../../../src/ports/memory-store.ts";
import type { Urgency } from "../../../src/ports/work-queue.ts";
import { dryRun } from "../../../src/reconcile/dry-run.ts";
import { createIdleCache } from "../../../src/reconcile/idle-cache.ts";
import { createCheckRunActions } from "../../../src/reconcile/read/check-run-actions.ts";
import { JournalReader } from "../../../src/reconcile/read/journal-reader.ts";
import { createMentions } from "../../../src/reconcile/read/mentions.ts";
import { createProgramIndex } from "../../../src/reconcile/read/program-index.ts";
import { createReconciler } from "../../../src/reconcile/reconcile.ts";
import { createSweep } from "../../../src/reconcile/repository/sweep.ts";
import type { FakeGithub } from "../github/fake-github.ts";
import type { FakeClock } from "./fake-clock.ts";
import { FakeExecutor } from "./fake-executor.ts";
import { POLICY } from "./loop.ts";
import { memoryLog } from "./memory-log.ts";

export interface ProcessOptions {
  readonly executor?: FakeExecutor;
  readonly log?: Log;
  readonly dryRun?: boolean;
  readonly policy?: Partial<Policy>;
  /** Begins its ids: no two processes make the same. */
  readonly name?: string;
  /** Its own way to the world, where a test stands in it. */
  readonly ports?: { readonly forge: Forge; readonly memory: MemoryStore; readonly executor: Executor };
}

/** @param github the world that it works on; several processes may share one */
export function aProcess(github: FakeGithub, clock: FakeClock, options: ProcessOptions = {}) {
  const woken: number[] = [];
  const index = createProgramIndex();
  const mentions = createMentions();
  const rests = createIdleCache();
  const { log = memoryLog().log, executor = new FakeExecutor(), name = "" } = options;
  const all = options.ports ?? { forge: github.forge, memory: github.memory, executor };
  const ports = options.dryRun === true ? dryRun(all) : all;
  const { forge, memory } = ports;
  const urgent = new Set<number>();
  const wake = ({ issue }: ProgramKey, urgency: Urgency = "background") => {
    woken.push(issue);
    if (urgency === "urgent") urgent.add(issue);
  };
  const told: string[] = [];
  const wakeAt = (place: string, { issue }: ProgramKey) => told.push(`${place} ${issue}`);
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `${name}id${ids}`;
  };
  const policyFor = (config: RepoConfig | null) => ({
    policy: {
      ...POLICY,
      protectedPaths: config?.protectedPaths ?? [],
      unprotected: config?.unprotected ?? [],
      ...options.policy,
    },
    problems: [],
  });
  const journals = new JournalReader();
  const workflowFor = () => null;
  const checkRunActions = createCheckRunActions();
  const eyes = {
    ...{ forge, memory, executor: ports.executor, index, mentions, journals, policyFor, workflowFor, newId },
    checkRunActions,
  };
  const reconciler = createReconciler({ ...eyes, idle: rests, clock, log, wake, wakeAt });
  const nothing = { discover: () => undefined, isWaiting: () => false };
  const sweep = createSweep({ forge, index, mentions, idle: rests, clock, log, wake, ...nothing });
  return {
    index,
    rests,
    checkRunActions,
    executor,
    reconciler,
    /** Asks for a sweep and returns which issues it wakes. */
    async swept(): Promise<readonly number[]> {
      woken.length = 0;
      await sweep.everything();
      return [...woken];
    },
    sweep,
    woken,
    /** Those of them that somebody waits for. */
    urgent,
    /** Which other process was told to look at which issue. */
    told,
    /** Reconciles until nothing is written any more; checks are green at once. */
    async settle(issue: number): Promise<void> {
      for (let round = 0, before = -1; before !== github.writes.length; round += 1) {
        if (round > 20) throw new Error("the loop does not come to rest");
        before = github.writes.length;
        await reconciler.reconcile(github.key(issue));
        for (const [branch, head] of Object.entries(github.branches())) {
          if (branch.startsWith("autoloop/")) github.setChecks(head, [{ name: "test", state: "success" }]);
        }
      }
    },
  };
}

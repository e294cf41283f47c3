// The whole loop over a fake GitHub: the real observe, plan and apply; fakes only behind the ports. What people
// and CI do are verbs on `github`; `settle` lets the app run until it has nothing more to do at this moment.

import type { ProgramState } from "../../../src/domain/journal/state.ts";
import type { Policy, RepoConfig } from "../../../src/domain/policy.ts";
import { memoryPath } from "../../../src/domain/program/names.ts";
import type { ProgramKey } from "../../../src/domain/repository/view.ts";
import type { HostClock } from "../../../src/ports/clock.ts";
import type { Log } from "../../../src/ports/log.ts";
import type { Meter } from "../../../src/ports/meter.ts";
import type { Outcome } from "../../../src/ports/work-queue.ts";
import { createIdleCache, type IdleCache } from "../../../src/reconcile/idle-cache.ts";
import {
  type CheckRunActions,
  createCheckRunActions,
} from "../../../src/reconcile/read/check-run-actions.ts";
import { JournalReader } from "../../../src/reconcile/read/journal-reader.ts";
import { createMentions, type Mentions } from "../../../src/reconcile/read/mentions.ts";
import { createProgramIndex, type ProgramIndex } from "../../../src/reconcile/read/program-index.ts";
import { createReconciler, type Reconciler } from "../../../src/reconcile/reconcile.ts";
import { createSweep } from "../../../src/reconcile/repository/sweep.ts";
import { openJournal } from "../../../src/text/journal/journal.ts";
import { FakeGithub } from "../github/fake-github.ts";
import { SOME_WORKFLOW } from "../github/fake-readiness.ts";
import { LINKS } from "../github/links.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeExecutor } from "./fake-executor.ts";
import { witnessed } from "./witnessed-executor.ts";

/** A program that runs: one file, one metric, lower is better. */
export const PROGRAM_TEXT = `---
schedule: every 1h
---

# Carton

## Goal

Use less cardboard.

## Target

Only modify these files:

- \`src/carton.mjs\`

## Evaluation

\`\`\`bash
node evaluate.mjs
\`\`\`

The metric is \`cardboard_cm2\`. Lower is better.
`;

export const POLICY: Policy = {
  executor: "local",
  isolation: "isolated",
  agent: "tuner",
  concurrency: 1,
  accountConcurrency: 8,
  dispatchesPerDay: null,
  ...{ budget: null, assumedUsd: null, assumedTokens: null },
  unapprovedEdits: "wait",
  iterationComments: 400,
  defaultSchedule: { kind: "interval", ms: 3_600_000 },
  minIntervalMs: 60_000,
  defaultTimeoutMs: 600_000,
  protectedPaths: [],
  unprotected: [],
  ci: "required",
  ciAttempts: 1,
  ciApps: null,
  ciSettleMs: 0,
  ciGraceMs: 600_000,
  ciTimeoutMs: 3_600_000,
  statusQuietMs: 60_000,
  links: LINKS,
};

export interface LoopOptions {
  readonly executor?: FakeExecutor;
  readonly policy?: Partial<Policy>;
  /** Green checks appear on every commit of a program's branch as soon as it is pushed. Default: yes. */
  readonly green?: boolean;
  readonly log?: Log;
  readonly meter?: Meter;
  /** GitHub's time as the app knows it, which learns from each of its answers; by default the world's. */
  readonly time?: (world: FakeClock) => HostClock;
}

export class Loop {
  readonly clock = new FakeClock();
  /** What the app takes for GitHub's time; null: it is the world's. */
  time: HostClock | null;
  readonly github: FakeGithub;
  readonly executor: FakeExecutor;
  readonly policy: Policy;
  readonly #green: boolean;
  readonly #log: Log;
  readonly #meter: { readonly meter?: Meter };
  #ids = 0;
  /** What the process of this moment remembers. */
  protected memory = newMemory();
  #reconciler: Reconciler;
  readonly woken: ProgramKey[] = [];

  constructor(options: LoopOptions = {}) {
    this.github = new FakeGithub({
      clock: this.clock,
      files: { "src/carton.mjs": "export const WIDTH_CM = 760;\n", "evaluate.mjs": "" },
    });
    this.executor = options.executor ?? new FakeExecutor();
    this.policy = { ...POLICY, ...options.policy };
    this.#green = options.green ?? true;
    this.#log = options.log ?? SILENT;
    this.#meter = options.meter === undefined ? {} : { meter: options.meter };
    this.time = options.time?.(this.clock) ?? null;
    this.#reconciler = this.#fresh();
  }

  /** A new process: nothing remembered, the world as it is. */
  restart(): void {
    this.memory = newMemory();
    this.#reconciler = this.#fresh();
  }

  /** Buttons that were pressed. */
  get checkRunActions(): CheckRunActions {
    return this.memory.checkRunActions;
  }

  /** Programs that the process of this moment knows. */
  get index(): ProgramIndex {
    return this.memory.index;
  }

  /** One reconcile of one program. */
  async reconcile(issue: number): Promise<Outcome> {
    const { chronicle } = this.github;
    chronicle.record({ what: "reconcile", issue });
    const outcome = await this.#reconciler.reconcile(this.github.key(issue));
    chronicle.record({ what: "reconciled", issue, outcome: outcome.kind });
    if (this.#green) this.paint("success");
    return outcome;
  }

  /** Reconciles until nothing is left to do now. Returns the last outcome. */
  async settle(issue: number): Promise<Outcome> {
    for (let round = 0; round < 20; round += 1) {
      const before = this.github.writes.length + this.executor.started.length;
      const outcome = await this.reconcile(issue);
      const after = this.github.writes.length + this.executor.started.length;
      if (before === after && outcome.kind !== "retry") return outcome;
    }
    throw new Error("the loop does not come to rest");
  }

  /** One sweep over the repository; whoever is woken comes to rest. */
  async sweep(): Promise<void> {
    const woken = new Set<number>();
    const sweep = createSweep({
      ...{ forge: this.github.forge, ...this.memory, clock: this.clock, log: this.#log },
      discover: () => undefined,
      isWaiting: () => false,
      wake: ({ issue }) => woken.add(issue),
    });
    await sweep.repository(this.github.repository);
    for (const issue of woken) await this.settle(issue);
  }

  /** Gives every unchecked head of a program's branch a check. */
  paint(state: "success" | "failure"): void {
    for (const [branch, head] of Object.entries(this.github.branches())) {
      if (!branch.startsWith("autoloop/") || this.github.checks.has(head)) continue;
      this.github.setChecks(head, [{ name: "test", state }]);
    }
  }

  /** Opens a program issue as a maintainer and returns its number. */
  openProgram(text = PROGRAM_TEXT, title = "Carton"): number {
    const issue = this.github.openIssue({ title, body: text });
    this.github.addLabel(issue, "maintainer", "autoloop-program");
    return issue;
  }

  /** Moves time by hours, settling after each. */
  async hours(issue: number, count: number): Promise<void> {
    for (let hour = 0; hour < count; hour += 1) {
      await this.clock.advance(3_600_000);
      await this.settle(issue);
    }
  }

  /** The fold of the journal as it stands on the memory branch. */
  state(name = "carton"): ProgramState {
    let number = 1;
    while (this.github.memoryFile(memoryPath.segment(name, number + 1)) !== undefined) number += 1;
    const text = this.github.memoryFile(memoryPath.segment(name, number));
    const state = text === undefined ? null : openJournal(name, number, text).state;
    if (state === null) throw new Error(`no journal of ${name}`);
    return state;
  }

  /** Where a branch stands. */
  head(branch: string): string {
    const head = this.github.git.branches.get(branch);
    if (head === undefined) throw new Error(`no branch ${branch}`);
    return head;
  }

  /** Bodies of the app's own comments that hold `text`. */
  own(issue: number, text: string): readonly string[] {
    return this.github
      .comments(issue)
      .filter(({ author, body }) => author?.login === this.github.self && body.includes(text))
      .map(({ body }) => body);
  }

  /** The same port; each answer tells GitHub's time. */
  #dated<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return async (...args: readonly unknown[]) => {
          const answered = this.time?.ask();
          const answer: unknown = await Reflect.apply(method, target, args);
          answered?.(new Date(this.clock.now()).toUTCString());
          return answer;
        };
      },
    });
  }

  #fresh(): Reconciler {
    const { forge, memory } = this.github;
    return createReconciler({
      ...{ forge: this.#dated(forge), memory: this.#dated(memory) },
      executor: witnessed(this.executor, this.github),
      ...this.memory,
      journals: new JournalReader(),
      policyFor: (config: RepoConfig | null) => ({
        policy: { ...this.policy, ...(config?.ci == null ? {} : { ci: config.ci }) },
        problems: [],
      }),
      workflowFor: () => SOME_WORKFLOW,
      newId: () => {
        this.#ids += 1;
        return `id${this.#ids}`;
      },
      clock: {
        now: () => (this.time ?? this.clock).now(),
        after: (ms, callback) => this.clock.after(ms, callback),
      },
      log: this.#log,
      ...this.#meter,
      wake: (key) => {
        this.woken.push(key);
      },
      wakeAt: () => undefined,
    });
  }
}

interface Memory {
  readonly index: ProgramIndex;
  readonly mentions: Mentions;
  readonly checkRunActions: CheckRunActions;
  readonly idle: IdleCache;
}

function newMemory(): Memory {
  return {
    index: createProgramIndex(),
    mentions: createMentions(),
    checkRunActions: createCheckRunActions(),
    idle: createIdleCache(),
  };
}

/** A defect must not hide behind an outcome: everything that the app calls a defect fails the test. */
const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (message, fields) => {
    if (fields?.kind === "defect" && !String(fields.reason).match(/^(before|after) /)) {
      throw new Error(`${message}: ${String(fields.reason)}\n${String(fields.stack)}`);
    }
  },
  child: () => SILENT,
};

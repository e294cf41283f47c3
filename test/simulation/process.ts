// One process of the app in the simulated world: the engine that a server runs, over ports that die with it. What it
// asked for before it died may still happen; it never learns of it, and does nothing any more.

import { createEngine, type Engine } from "../../src/app/engine.ts";
import type { Delivery } from "../../src/app/webhook/handlers.ts";
import { keyText, parseKey } from "../../src/app/webhook/keys.ts";
import type { Policy, RepoConfig } from "../../src/domain/policy.ts";
import { createHostClock } from "../../src/github/http/host-clock.ts";
import type { Clock, HostClock } from "../../src/ports/clock.ts";
import type { Executor } from "../../src/ports/executor.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Outcome } from "../../src/ports/work-queue.ts";
import { ownClaims } from "../../src/queue/claims.ts";
import { createQueue } from "../../src/queue/in-process.ts";
import { CrashError, type Mishap, type PortCall } from "../support/github/fake-faults.ts";
import type { FakeGithub } from "../support/github/fake-github.ts";
import { SOME_WORKFLOW } from "../support/github/fake-readiness.ts";
import type { FakeClock } from "../support/loop/fake-clock.ts";
import type { FakeExecutor } from "../support/loop/fake-executor.ts";
import { NO_TRACE } from "../support/loop/no-trace.ts";
import { witnessed } from "../support/loop/witnessed-executor.ts";
import type { Line, Place } from "./line.ts";
import type { Workflows } from "./workflows.ts";

/** What a process lives in. */
export interface Surroundings {
  readonly github: FakeGithub;
  readonly clock: FakeClock;
  readonly executor: FakeExecutor;
  /** Where the runs are workflow runs; null: they are the executor's own. */
  readonly workflows: Workflows | null;
  readonly policy: Policy;
  readonly newId: () => string;
  /** The keys that the processes share; null: each has its own. */
  readonly line: Line | null;
  /** Milliseconds between two sweeps. */
  readonly sweepMs: number;
  /** What the clock of the app's machines shows more than GitHub's, milliseconds; it may change while a process lives. */
  readonly skewMs: () => number;
  /** Milliseconds for which a call hangs before it does anything, made while looking at this issue (null: as below). */
  readonly delay: (issue: number | null) => number;
  /** What becomes of a call made while looking at this issue (null: at the files, or sweeping). */
  readonly decide: (call: PortCall, issue: number | null) => Mishap | null;
  /** Right after it died. */
  readonly onDeath: (process: Process) => void;
  /** Right after it ended a run of a key, well or badly. */
  readonly onRun: (outcome: Outcome) => void;
  /** What a process that is alive logs as an error; `isDefect`: it never happens. */
  readonly onError: (what: string, isDefect: boolean) => void;
}

/** How long after its failure a write may still take effect (fault F3 of the catalogue). */
const LATE_MS = 30_000;

const BACKOFF = { firstMs: 500, maxMs: 5 * 60_000 };

/** What is looked at; `issue` null: program files, or a sweep. */
interface Look {
  readonly id: number;
  readonly issue: number | null;
}

export class Process {
  #frozenUntil = 0;
  readonly #number: number;
  readonly #around: Surroundings;
  readonly #engine: Engine;
  readonly #time: HostClock;
  #place: Place | null = null;
  #isDead: boolean;
  #look: Look | null = null;

  /** @param number no other process of the world has it */
  constructor(around: Surroundings, number: number) {
    this.#around = around;
    this.#number = number;
    this.#isDead = false;
    const { github, policy } = around;
    const { faults, forge, memory } = github.connection(() => this.#look?.id ?? null);
    faults.inject(
      (call) => around.decide(call, this.#look?.issue ?? null),
      (act) => around.clock.after(LATE_MS, act),
    );
    const bornSkewMs = around.skewMs();
    const steady = this.#clock(() => bornSkewMs);
    const clock = createHostClock(this.#clock(around.skewMs));
    this.#time = clock;
    const log = this.#log();
    this.#engine = createEngine({
      forge: this.#mortal(forge, () => this.#asks()),
      memory: this.#mortal(memory, () => this.#asks()),
      executor:
        around.workflows === null
          ? this.#executor(witnessed(around.executor, { faults }))
          : around.workflows.executor(
              this.#mortal(around.workflows.way(faults), () => this.#asks()),
              clock,
              log,
            ),
      ...{ clock, steady, log, trace: NO_TRACE, claims: around.line?.claims ?? ownClaims },
      queueOf: (run) => {
        const watched = (key: string) => this.#watched(key, run);
        const options = { run: watched, clock: steady, concurrency: 1, backoff: BACKOFF, log };
        this.#place = around.line?.join(options) ?? null;
        return this.#place?.queue ?? createQueue(options);
      },
      policyFor: (config: RepoConfig | null) => ({
        policy: { ...policy, ...(config?.ci == null ? {} : { ci: config.ci }) },
        problems: [],
      }),
      workflowFor: () => SOME_WORKFLOW,
      newId: around.newId,
      ...{ sweepMs: around.sweepMs, listLagMs: 5 * 60_000 },
    });
    this.#engine.isCalled(github.self);
    this.#engine.start();
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** A webhook arrives. */
  deliver(delivery: Delivery): void {
    if (!this.#isDead) this.#engine.receive(delivery);
  }

  /** It does nothing for so long. */
  freeze(ms: number): void {
    this.#frozenUntil = this.#around.clock.now() + ms;
    this.#place?.stall();
  }

  /** Power cut. */
  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#place?.leave();
    this.#around.onDeath(this);
  }

  /** As on SIGTERM: what runs is brought to its end. */
  async stop(): Promise<void> {
    await this.#engine.stop();
    this.#isDead = true;
  }

  async #watched(key: string, run: (key: string) => Promise<Outcome>): Promise<Outcome> {
    const { chronicle } = this.#around.github;
    const parsed = parseKey(key);
    const issue = parsed?.kind === "program" ? parsed.issue : null;
    if (parsed?.kind !== "program" && parsed?.kind !== "files") {
      const swept = await run(key);
      chronicle.record({ what: "swept" });
      return swept;
    }
    const id = chronicle.newLook();
    this.#look = { id, issue };
    chronicle.record({ what: "reconcile", issue, process: this.#number }, id);
    const outcome = await run(keyText(parsed));
    chronicle.record({ what: "reconciled", issue, outcome: outcome.kind }, id);
    this.#look = null;
    this.#around.onRun(outcome);
    return outcome;
  }

  /** GitHub is asked something; with its answer it says when that was. */
  #asks(): () => void {
    const answered = this.#time.ask();
    return () => answered(new Date(this.#around.clock.now()).toUTCString());
  }

  #clock(skewMs: () => number): Clock {
    const { clock } = this.#around;
    return {
      now: () => clock.now() + skewMs(),
      after: (ms, callback) => clock.after(ms, () => (this.#isDead ? undefined : callback())),
    };
  }

  #executor(executor: Executor): Executor {
    const { start, look, dispose } = this.#mortal(executor);
    return {
      ...{ name: executor.name, workerId: executor.workerId, start, look, dispose },
      held: (key) => executor.held(key),
      onFinished: (listener) => executor.onFinished((key) => (this.#isDead ? undefined : listener(key))),
    };
  }

  /**
   * The same port, each of whose calls may hang, and none of which comes back to a dead process.
   * @param asks before each call; what it gives back, after one that was answered
   */
  #mortal<Port extends object>(port: Port, asks: () => () => void = () => () => undefined): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== "function") return method;
        return (...args: readonly unknown[]) =>
          this.#through(() => Reflect.apply(method, target, args) as Promise<unknown>, asks());
      },
    });
  }

  async #through<T>(call: () => Promise<T>, onAnswer: () => void): Promise<T> {
    const { clock } = this.#around;
    const look = this.#look;
    const ms = Math.max(this.#around.delay(this.#look?.issue ?? null), this.#frozenUntil - clock.now());
    if (ms > 0) await new Promise<void>((resolve) => clock.after(ms, resolve));
    if (this.#isDead) return await never();
    try {
      const answer = await this.#answer(await this.#within(look, call));
      onAnswer();
      return answer;
    } catch (error) {
      if (error instanceof CrashError) this.die();
      if (this.#isDead) return await never();
      throw error;
    }
  }

  /** A call that hung is that of the look which made it, also where this is over and another goes on. */
  #within<T>(look: Look | null, call: () => Promise<T>): Promise<T> {
    const present = this.#look;
    this.#look = look;
    try {
      return call();
    } finally {
      this.#look = present;
    }
  }

  async #answer<T>(answer: T): Promise<T> {
    return this.#isDead ? await never() : answer;
  }

  #log(): Log {
    const log: Log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      error: (message, fields) => {
        if (this.#isDead) return;
        const what = `${message}: ${String(fields?.reason ?? fields?.error ?? "")}\n${String(fields?.stack ?? "")}`;
        this.#around.onError(what, fields?.kind === "defect" || fields?.error !== undefined);
      },
      child: () => log,
    };
    return log;
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

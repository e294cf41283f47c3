// One repository with the app as a process of its own: the engine that a server runs, over a fake GitHub that tells it
// of everything. A process that dies takes everything that it remembered with it, and the next one starts where it died.
// Decides nothing about what happens or goes wrong; that is a scenario's and the sweep's.

import type { Delivery } from "../../src/app/webhook/handlers.ts";
import type { Policy } from "../../src/domain/policy.ts";
import { Process, type Surroundings } from "../simulation/process.ts";
import { eventOf } from "../simulation/webhooks.ts";
import type { Happening } from "../support/github/chronicle.ts";
import type { Mishap, PortCall } from "../support/github/fake-faults.ts";
import type { Commit } from "../support/github/fake-git.ts";
import type { FakeGithub } from "../support/github/fake-github.ts";
import { Inspector } from "../support/invariants/inspector.ts";
import { Loop } from "../support/loop/loop.ts";
import { type Endings, Host } from "./host.ts";

export const MINUTE = 60_000;

/** So rarely that most of the calls in a sweep are about what happens in the scenario. */
const SWEEP_MS = 30 * MINUTE;
/** How long CI takes. */
const CI_MS = MINUTE;

/** What CI says about a commit of a program's branch. */
type Verdict = "success" | "failure";

export interface Cast {
  readonly policy?: Partial<Policy>;
  /** How agent runs end; default: each ten better than the one before. */
  readonly runs?: Endings;
  /** Runs are workflow runs on GitHub Actions. */
  readonly onActions?: boolean;
  /** Default: everything is green. */
  readonly ci?: (commit: Commit) => Verdict;
}

export class Life {
  /** The world, and what people see in it; the process looks at it in its own way. */
  readonly loop: Loop;
  readonly host: Host;
  readonly inspector: Inspector;
  /** What was wrong so far: invariants that did not hold, and errors that nobody expected. */
  readonly wrong: string[] = [];
  /** Grows when anybody else than the app acts. */
  moment = 0;
  readonly #ci: (commit: Commit) => Verdict;
  readonly #checked = new Set<string>();
  #decide: (call: PortCall) => Mishap | null = () => null;
  #interruption: (() => void) | null = null;
  #calls = 0;
  #ids = 0;
  #deliveries = 0;
  #started = 0;
  #isDying: boolean;
  #process: Process;

  constructor({ policy = {}, runs, onActions = false, ci = () => "success" }: Cast) {
    this.#ci = ci;
    this.#isDying = false;
    this.host = new Host(runs, onActions);
    this.loop = new Loop({
      executor: this.host.executor,
      policy: { ...policy, ...(onActions ? { executor: "actions" as const } : {}) },
    });
    this.host.settleIn(this.loop, (event) => this.deliver(event));
    this.inspector = new Inspector(this.loop);
    this.github.chronicle.onRecord((deed) => this.#hear(deed));
    this.github.faults.inject((call) => this.#fate(call));
    this.#process = this.#start();
  }

  get github(): FakeGithub {
    return this.loop.github;
  }

  /** Lets `decide` choose what becomes of every call from now on; `n` counts them from 1. */
  disturb(decide: (call: PortCall) => Mishap | null): void {
    this.#calls = 0;
    this.#decide = decide;
  }

  /** Right before the app's next commit to the memory branch somebody acts behind its back. */
  justBeforeCommit(act: () => void): void {
    this.#interruption = act;
  }

  /** GitHub tells the app of something. */
  deliver(event: Omit<Delivery, "id">): void {
    this.#deliveries += 1;
    this.#process.deliver({ ...event, id: `delivery-${this.#deliveries}` });
  }

  /** Time goes by, and everybody does what they have to do. */
  async pass(ms: number): Promise<void> {
    this.moment += 1;
    await this.loop.clock.advance(ms);
    this.moment += 1;
    this.wrong.push(...this.inspector.inspect());
  }

  /** Nobody is called any more. */
  async end(): Promise<void> {
    this.wrong.push(...this.inspector.inspect({ thorough: true }));
    await this.#process.stop();
  }

  #start(): Process {
    this.#isDying = false;
    const around: Surroundings = {
      ...{ github: this.github, clock: this.loop.clock, policy: this.loop.policy },
      executor: this.host.executor,
      ...{ workflows: null, line: null },
      newId: () => {
        this.#ids += 1;
        return `id${this.#ids}`;
      },
      ...{ sweepMs: SWEEP_MS, skewMs: () => 0, delay: () => 0 },
      decide: (call) => this.#fate(call),
      onDeath: () => {
        this.host.restart();
        this.#process = this.#start();
      },
      onRun: () => undefined,
      onError: (what) => this.wrong.push(what),
    };
    this.#started += 1;
    return new Process(around, this.#started);
  }

  /** Whoever is about to die reaches nobody any more. */
  #fate(call: PortCall): Mishap | null {
    if (this.#isDying) return "crash-before";
    if (call.method === "memory.commit") {
      const act = this.#interruption;
      this.#interruption = null;
      act?.();
    }
    this.#calls += 1;
    const mishap = this.#decide({ ...call, n: this.#calls });
    this.#isDying = mishap === "crash-before" || mishap === "crash-after";
    return mishap;
  }

  #hear(deed: Happening): void {
    if ("by" in deed ? deed.by !== this.github.self : deed.what === "checks" || deed.what === "ended")
      this.moment += 1;
    this.host.hear(deed);
    if (deed.what === "ref" && deed.to !== null) this.#check(deed.branch, deed.to);
    const event = eventOf(deed, this.github);
    if (event !== null) this.deliver(event);
  }

  /** CI takes notice of what was pushed. */
  #check(branch: string, head: string): void {
    const { github, loop } = this;
    if (!branch.startsWith("autoloop/") || this.#checked.has(head)) return;
    if (github.git.isAncestor(head, loop.head(github.defaultBranch))) return;
    this.#checked.add(head);
    loop.clock.after(CI_MS, () => {
      const state = this.#ci(github.git.get(head));
      github.logs.set(`${head} test`, state === "failure" ? `Error: ${branch} is broken` : "");
      github.setChecks(head, [{ name: "test", state }]);
    });
  }
}

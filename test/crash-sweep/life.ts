// One repository with the app as a process of its own: the real queue, sweep, discovery and loop over a fake GitHub,
// called as the process is called. A process that dies takes everything that it remembered with it, and the next one
// starts where it died. Decides nothing about what happens or goes wrong; that is a scenario's and the sweep's.

import { keyText } from "../../src/app/keys.ts";
import { runKey } from "../../src/app/run-key.ts";
import type { Policy } from "../../src/domain/policy.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Outcome, WorkQueue } from "../../src/ports/work-queue.ts";
import { createQueue } from "../../src/queue/in-process.ts";
import type { Mishap, PortCall } from "../support/fake-faults.ts";
import type { Commit } from "../support/fake-git.ts";
import type { FakeGithub } from "../support/fake-github.ts";
import { Inspector } from "../support/invariants/inspector.ts";
import { NO_TRACE } from "../support/no-trace.ts";
import { RepositoryLoop } from "../support/repository-loop.ts";
import { type Endings, Host } from "./host.ts";

export const MINUTE = 60_000;

/** So rarely that most of the calls in a sweep are about what happens in the scenario. */
const SWEEP_MS = 30 * MINUTE;
const BACKOFF = { firstMs: 500, maxMs: 5 * MINUTE };
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
  readonly loop: RepositoryLoop;
  readonly host: Host;
  readonly inspector: Inspector;
  /** What was wrong so far: invariants that did not hold, and errors that nobody expected. */
  readonly wrong: string[] = [];
  /** Grows when anybody else than the app acts. */
  moment = 0;
  readonly #ci: (commit: Commit) => Verdict;
  readonly #checked = new Set<string>();
  #isDead: boolean;
  #queue: WorkQueue;

  constructor({ policy = {}, runs, onActions = false, ci = () => "success" }: Cast) {
    this.host = new Host(runs, onActions);
    this.#ci = ci;
    this.#isDead = false;
    this.loop = new RepositoryLoop({
      ...{ executor: this.host.executor, green: false, log: this.#log() },
      policy: { ...policy, ...(onActions ? { executor: "actions" as const } : {}) },
    });
    this.host.settleIn(this.loop);
    this.inspector = new Inspector(this.loop);
    this.#queue = this.#start();
  }

  get github(): FakeGithub {
    return this.loop.github;
  }

  /** Lets `decide` choose what becomes of every call from now on. A dead process reaches nobody any more. */
  disturb(decide: (call: PortCall) => Mishap | null): void {
    this.github.faults.inject((call) => {
      if (this.#isDead) return "crash-before";
      const mishap = decide(call);
      this.#isDead = mishap === "crash-before" || mishap === "crash-after";
      return mishap;
    });
  }

  /** GitHub tells the app that something happened there. */
  hook(to: number | "files" | "repository"): void {
    const { github } = this;
    const key =
      typeof to === "number"
        ? ({ kind: "program", ...github.key(to) } as const)
        : ({ kind: to, ...github.repository } as const);
    this.#queue.add(keyText(key));
  }

  /** Somebody comments, and GitHub tells the app. */
  say(issue: number, login: string, body: string): void {
    this.github.comment(issue, login, body);
    this.hook(issue);
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
    await this.#queue.drain();
  }

  #start(): WorkQueue {
    const { loop } = this;
    const log = this.#log();
    const parts = {
      reconciler: { reconcile: ({ issue }: { readonly issue: number }) => loop.reconcile(issue) },
      discovery: { repository: () => loop.discover() },
      sweep: {
        everything: () => this.#sweep(),
        repository: () => this.#sweep(),
        installation: () => this.#sweep(),
      },
      ...{ sweepMs: SWEEP_MS, log, trace: NO_TRACE, newId: () => "", onSwept: () => undefined },
    };
    const run = async (key: string): Promise<Outcome> => {
      try {
        return await runKey(parts, key);
      } finally {
        this.#afterwards();
      }
    };
    const queue = createQueue({ run, clock: loop.clock, concurrency: 1, backoff: BACKOFF, log });
    queue.add(keyText({ kind: "everything" }));
    return queue;
  }

  async #sweep(): Promise<void> {
    const { issues, files } = await this.loop.sweepAll();
    for (const issue of issues) this.hook(issue);
    if (files) this.hook("files");
  }

  /** A run of a key is over: the next process takes over where it died, and others hear of what it did. */
  #afterwards(): void {
    this.host.work(this.loop, (issue) => {
      this.moment += 1;
      this.hook(issue);
    });
    if (this.#isDead) {
      void this.#queue.drain();
      this.#isDead = false;
      this.loop.takeWoken();
      this.loop.woken.length = 0;
      this.loop.restart();
      this.host.restart();
      this.#queue = this.#start();
    }
    for (const issue of this.loop.takeWoken()) this.hook(issue);
    for (const { issue } of this.loop.woken.splice(0)) this.hook(issue);
    this.#check();
  }

  /** CI takes notice of what was pushed. */
  #check(): void {
    for (const [branch, head] of Object.entries(this.github.branches())) {
      if (!branch.startsWith("autoloop/") || this.#checked.has(head)) continue;
      if (this.github.git.isAncestor(head, this.loop.head("main"))) continue;
      this.#checked.add(head);
      this.loop.clock.after(CI_MS, () => {
        this.moment += 1;
        const state = this.#ci(this.github.git.get(head));
        this.github.logs.set(`${head} test`, state === "failure" ? `Error: ${branch} is broken` : "");
        this.github.setChecks(head, [{ name: "test", state }]);
        this.hook(this.loop.index.programOf(this.github.repository, branch)?.issue ?? "repository");
      });
    }
  }

  /** What nobody planned is wrong; a dying process may complain. */
  #log(): Log {
    const log: Log = {
      ...{ debug: () => undefined, info: () => undefined, warn: () => undefined },
      error: (message, fields) => {
        const what = `${message}: ${JSON.stringify(fields)}`;
        if (!/"(?:reason|error)":"(?:CrashError: )?(?:before|after) /.test(what)) this.wrong.push(what);
      },
      child: () => log,
    };
    return log;
  }
}

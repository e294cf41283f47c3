// Several whole processes of the app over one fake GitHub, as replicas run: each with its own memory and its own
// place for agent runs. Chance decides at every call through a port who goes on, so that any two of them meet anywhere.

import { canonicalBranch } from "../../../src/domain/program/names.ts";
import type { RunRequest } from "../../../src/ports/executor.ts";
import { FakeGithub } from "../github/fake-github.ts";
import { aProcess, type ProcessOptions } from "./app-process.ts";
import { Dice } from "./dice.ts";
import { FakeClock } from "./fake-clock.ts";
import { aReport, type Ending, FakeExecutor } from "./fake-executor.ts";
import { memoryLog } from "./memory-log.ts";
import { witnessed } from "./witnessed-executor.ts";

const HOUR_MS = 3_600_000;
/** Steps after which something must be wrong. */
const PATIENCE = 20_000;

export class Replicas {
  readonly clock = new FakeClock();
  readonly github: FakeGithub;
  readonly dice: Dice;
  readonly log = memoryLog();
  readonly all: readonly ReturnType<typeof aProcess>[];
  readonly executors: readonly FakeExecutor[];
  /** Calls that wait for their turn. */
  readonly #waiting: (() => void)[] = [];
  /** `replica/issue` of the looks that go on. */
  readonly #looking = new Set<string>();
  /** What a call waits for before it goes on. */
  #turn: () => Promise<void> = () => Promise.resolve();

  /** @param ending how each run ends; default: each measures one less than the one before */
  constructor(
    seed: number,
    count: number,
    ending: (request: RunRequest) => Ending = (request) => aReport(request, 760 - request.iteration),
  ) {
    this.dice = new Dice(seed);
    this.github = new FakeGithub({
      clock: this.clock,
      files: { "src/carton.mjs": "export const WIDTH_CM = 760;\n", "evaluate.mjs": "" },
    });
    const names = Array.from({ length: count }, (_, index) => `r${index}`);
    this.executors = names.map((name) => new FakeExecutor(ending, "local", name));
    this.all = names.map((name, index) =>
      aProcess(this.github, this.clock, this.#options(name, this.executors[index] ?? new FakeExecutor())),
    );
  }

  /** Runs of all replicas, in the order of the replicas. */
  get ordered(): readonly string[] {
    return this.executors.flatMap(({ started }) => started.map(({ nonce }) => nonce));
  }

  /** `looks` begin at moments of chance, on replicas of chance, also two of one program at once. */
  async storm(issues: readonly number[], looks: number): Promise<void> {
    this.#turn = () => new Promise((resolve) => this.#waiting.push(resolve));
    let begun = 0;
    for (let step = 0; begun < looks || this.#looking.size > 0; step += 1) {
      if (step > PATIENCE) throw new Error("the storm does not end");
      const issue = this.dice.any(issues);
      if (begun < looks && issue !== undefined && (this.#waiting.length === 0 || this.dice.happens(0.1))) {
        if (this.#begin(this.dice.below(this.all.length), issue)) begun += 1;
      }
      const [next] = this.#waiting.splice(this.dice.below(this.#waiting.length), 1);
      next?.();
      await settled();
      this.paint();
    }
    this.#turn = () => Promise.resolve();
  }

  /** One look after the other on every replica, until none of them has anything to do. */
  async rest(issues: readonly number[]): Promise<void> {
    for (let round = 0, before = -1; before !== this.#deeds(); round += 1) {
      if (round > 30) throw new Error("the replicas do not come to rest");
      before = this.#deeds();
      for (const issue of issues) {
        for (const { reconciler } of this.all) {
          await reconciler.reconcile(this.github.key(issue));
          this.paint();
        }
      }
    }
  }

  /** Time passes. */
  hour(): Promise<void> {
    return this.clock.advance(HOUR_MS);
  }

  /** What the app called a defect, which no race may be. */
  defects(): readonly string[] {
    return this.log.lines
      .filter(({ fields }) => fields.kind === "defect")
      .map(({ fields }) => `${String(fields.reason)} ${String(fields.stack)}`);
  }

  /** Checks of programs' branches are green at once. */
  paint(): void {
    for (const [branch, head] of Object.entries(this.github.branches())) {
      if (!branch.startsWith(canonicalBranch("")) || this.github.checks.has(head)) continue;
      this.github.setChecks(head, [{ name: "test", state: "success" }]);
    }
  }

  #deeds(): number {
    return this.github.writes.length + this.ordered.length;
  }

  /** False: this replica looks at the program already; no queue lets one process do that twice at once. */
  #begin(replica: number, issue: number): boolean {
    const name = `${replica}/${issue}`;
    if (this.#looking.has(name)) return false;
    this.#looking.add(name);
    void this.all[replica]?.reconciler.reconcile(this.github.key(issue)).finally(() => {
      this.#looking.delete(name);
    });
    return true;
  }

  #options(name: string, executor: FakeExecutor): ProcessOptions {
    const { forge, memory } = this.github;
    return {
      name,
      log: this.log.log,
      executor,
      ports: {
        forge: this.#inTurn(forge),
        memory: this.#inTurn(memory),
        executor: this.#inTurn(witnessed(executor, this.github)),
      },
    };
  }

  /** The same port, each of whose calls waits until chance lets it go on. */
  #inTurn<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function" || name === "onFinished") return member;
        return async (...given: unknown[]): Promise<unknown> => {
          await this.#turn();
          return Reflect.apply(member, target, given);
        };
      },
    });
  }
}

/** Resolves when every chain of already resolved promises has run to its end. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

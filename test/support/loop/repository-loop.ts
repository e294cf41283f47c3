// The whole loop of a repository whose programs may be files: what looks for them beside what runs them.

import type { Claims } from "../../../src/ports/claims.ts";
import type { Outcome } from "../../../src/ports/work-queue.ts";
import { ownClaims } from "../../../src/queue/claims.ts";
import { createDiscovery, type Discovery } from "../../../src/reconcile/repository/discovery.ts";
import { createSetup } from "../../../src/reconcile/repository/setup-issue.ts";
import { SOME_WORKFLOW } from "../github/fake-readiness.ts";
import { Loop } from "./loop.ts";
import { memoryLog } from "./memory-log.ts";

/** How long a new process watches before it opens an issue. */
export const WATCH_MS = 3 * 60_000;

export class RepositoryLoop extends Loop {
  /** Who may open an issue; those of several processes may be shared. */
  claims: Claims = ownClaims;
  #discovery: Discovery = this.#begin();
  readonly #woken = new Set<number>();

  override restart(): void {
    super.restart();
    this.#discovery = this.#begin();
  }

  /** Commits program files (null deletes) to the default branch. */
  push(files: Readonly<Record<string, string | null>>): void {
    this.github.pushCommit("main", files);
  }

  /** One look at the program files. @throws what the forge throws */
  async discover(): Promise<Outcome> {
    const { chronicle, repository } = this.github;
    chronicle.record({ what: "reconcile", issue: null });
    const ended = (outcome: Outcome["kind"] | "threw") =>
      chronicle.record({ what: "reconciled", issue: null, outcome });
    try {
      const outcome = await this.#discovery.repository(repository);
      ended(outcome.kind);
      return outcome;
    } catch (error) {
      ended("threw");
      throw error;
    }
  }

  /** Lets the app run until nothing is left to do for anybody, waiting where it wants to wait. */
  async rest(): Promise<void> {
    for (let round = 0; round < 10; round += 1) {
      const before = this.github.writes.length + this.executor.started.length;
      const outcome = await this.discover();
      if (outcome.kind === "again") {
        await this.clock.advance(outcome.ms);
        continue;
      }
      for (const issue of [...this.github.issues.keys()]) await this.settle(issue);
      if (before === this.github.writes.length + this.executor.started.length) return;
    }
    throw new Error("the repository does not come to rest");
  }

  /** Issues of this title, oldest first. */
  issuesTitled(title: string): readonly number[] {
    return [...this.github.issues.values()].filter((one) => one.title === title).map(({ number }) => number);
  }

  /** Issues that discovery asked to look at since the last time this was asked. */
  takeWoken(): readonly number[] {
    const woken = [...this.#woken];
    this.#woken.clear();
    return woken;
  }

  /** Discovery of another process beside this one. */
  another(): Discovery {
    return this.#begin();
  }

  #begin(): Discovery {
    const { forge } = this.github;
    const parts = {
      forge,
      clock: this.clock,
      log: memoryLog().log,
      listLagMs: WATCH_MS,
      claims: this.claims,
    };
    const setup = createSetup({
      ...parts,
      policyFor: () => ({ policy: this.policy, problems: [] }),
      workflowFor: () => SOME_WORKFLOW,
    });
    return createDiscovery({
      ...{ ...parts, setup },
      wake: ({ issue }) => this.#woken.add(issue),
    });
  }
}

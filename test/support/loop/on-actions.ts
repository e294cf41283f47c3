// The real executor for GitHub Actions where a loop has its fake one. Decides nothing about the runs themselves.

import type { RunState } from "../../../src/domain/journal/iteration.ts";
import type { Executor, RunRef, RunRequest } from "../../../src/ports/executor.ts";
import { FakeExecutor } from "./fake-executor.ts";

/** Each process has an executor of its own: `restart` makes it. */
export class OnActions extends FakeExecutor {
  override readonly workerId = "actions";
  override readonly isWitnessed: boolean;
  /** What the loop asked for, by nonce. */
  readonly asked = new Map<string, RunRequest>();
  #inner: Executor | null = null;
  #begin: () => Executor = () => {
    throw new Error("no host");
  };

  /** @param isWitnessed the port that it orders workflow runs through writes the chronicle and can go wrong */
  constructor(isWitnessed = false) {
    super(undefined, "actions");
    this.isWitnessed = isWitnessed;
  }

  restart(begin = this.#begin): void {
    this.#begin = begin;
    this.#inner = begin();
  }

  override async start(request: RunRequest): Promise<void> {
    this.asked.set(request.nonce, request);
    await this.#inner?.start(request);
  }

  override async look(ref: RunRef): Promise<RunState> {
    return (await this.#inner?.look(ref)) ?? { state: "absent" };
  }

  override async dispose(ref: RunRef): Promise<void> {
    await this.#inner?.dispose(ref);
  }
}

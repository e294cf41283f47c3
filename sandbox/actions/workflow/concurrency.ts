// GitHub's concurrency groups: one run of a group works, one waits, and a newer one takes the place of the one that
// waits. Knows of a run only how to stop it.

interface Group {
  working: AbortController;
  waiting: AbortController | null;
  /** Lets the one that waits go on. */
  go: () => void;
}

export class Concurrency {
  readonly #groups = new Map<string, Group>();

  /** Resolves when it is this run's turn, or when it was stopped before that. `leave` must follow either way. */
  async enter(name: string, run: AbortController, cancelInProgress: boolean): Promise<void> {
    const group = this.#groups.get(name);
    if (group === undefined) {
      this.#groups.set(name, { working: run, waiting: null, go: () => undefined });
      return;
    }
    if (cancelInProgress) group.working.abort();
    group.waiting?.abort();
    await new Promise<void>((go) => {
      group.waiting = run;
      group.go = go;
      run.signal.addEventListener("abort", () => go(), { once: true });
    });
  }

  leave(name: string, run: AbortController): void {
    const group = this.#groups.get(name);
    if (group === undefined) return;
    if (group.waiting === run) group.waiting = null;
    if (group.working !== run) return;
    if (group.waiting === null) {
      this.#groups.delete(name);
      return;
    }
    group.working = group.waiting;
    group.waiting = null;
    group.go();
  }
}

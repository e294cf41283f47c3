// Which runs are in the folder of this instance, whoever of its processes started them. Remembers only where they
// belong; where a run stands says its folder.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { HeldRun } from "../domain/journal/iteration.ts";
import { programKeyText } from "../domain/repository/program-key.ts";
import type { ProgramKey } from "../domain/repository/view.ts";
import type { RunRequest } from "../ports/executor.ts";
import { decodeRunFile, RUN_FILES } from "../text/run/run-request.ts";
import { readBounded } from "./local-folder.ts";

export const REQUEST_BYTES = 16 * 1024 * 1024;

type Order = Pick<RunRequest, "key" | keyof HeldRun>;

export class HeldRuns {
  readonly #directory: string;
  /** By nonce. */
  readonly #runs = new Map<string, HeldRun & { readonly program: string }>();
  /** What earlier processes left is read once, when somebody first asks. */
  #read: Promise<void> | null = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  add({ key, nonce, iteration }: Order): void {
    this.#runs.set(nonce, { program: programKeyText(key), nonce, iteration });
  }

  delete(nonce: string): void {
    this.#runs.delete(nonce);
  }

  async of(key: ProgramKey): Promise<readonly HeldRun[]> {
    this.#read ??= this.#left();
    await this.#read;
    const program = programKeyText(key);
    return [...this.#runs.values()].filter((run) => run.program === program);
  }

  async #left(): Promise<void> {
    // No run was ever here, or none can be: then there is none to clean up.
    const folders = await readdir(this.#directory).catch(() => []);
    for (const folder of folders) {
      const file = join(this.#directory, folder, RUN_FILES.request);
      // A folder that cannot be read must not hide the others.
      const text = await readBounded(file, REQUEST_BYTES).catch(() => null);
      const order = text === null ? null : orderIn(text);
      if (order !== null && !this.#runs.has(order.nonce)) this.add(order);
    }
  }
}

/** Null for what is no request. */
function orderIn(text: string): Order | null {
  try {
    return decodeRunFile(text);
  } catch {
    return null;
  }
}

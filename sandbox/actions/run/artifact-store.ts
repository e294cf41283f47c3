// The artifacts of runs: taken in and given out by the steps of a job, with what a test wants to happen to them.

import { now } from "./clock.ts";
import type { WorkflowRun } from "./run.ts";

/** What becomes of an uploaded zip: other bytes, or null where it is lost though its step succeeds. */
export type UploadRule = (name: string, zip: Uint8Array) => Uint8Array | null;

export class ArtifactStore {
  readonly #nextId: () => number;
  rule: UploadRule = (_, zip) => zip;

  constructor(nextId: () => number) {
    this.#nextId = nextId;
  }

  /** Throws where the attempt has one of this name: artifacts do not change. */
  put(run: WorkflowRun, attempt: number, name: string, zip: Uint8Array): void {
    if (this.get(run, attempt, name) !== null) {
      throw new Error(
        `Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run`,
      );
    }
    const kept = this.rule(name, zip);
    if (kept === null) return;
    const id = 4_000_000_000 + this.#nextId();
    run.artifacts.push({ id, name, attempt, zip: kept, createdAt: now(), expired: false });
  }

  /** The zip of this name of this attempt, or null. */
  get(run: WorkflowRun, attempt: number, name: string): Uint8Array | null {
    const found = run.artifacts.find((one) => one.name === name && one.attempt === attempt);
    return found === undefined || found.expired ? null : found.zip;
  }
}

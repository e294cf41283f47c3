// GitHub Actions of the local GitHub: which runs are being carried out, and what a test may do to them. Runs of
// `workflow_dispatch` really run; other events are not listened to. What it cannot show is in docs/sandbox.md.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Checks } from "../checks/checks.ts";
import type { Host } from "../host/host.ts";
import { layTools, toolPaths } from "./job/tools.ts";
import { Announcer } from "./run/announcer.ts";
import { ArtifactStore, type UploadRule } from "./run/artifact-store.ts";
import { lastAttempt, type WorkflowRun } from "./run/run.ts";
import type { WorkflowRuns } from "./run/runs.ts";
import { performRun, type Stage } from "./run-performer.ts";
import { Concurrency } from "./workflow/concurrency.ts";
import { Workflows } from "./workflow/workflows.ts";

/** Values by name that workflows may use. */
export interface Settings {
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** What a test may do besides calling the API. */
export interface ActionsControl {
  /** Runs that begin from now on stay queued until `release`. */
  hold(): void;
  release(): void;
  /** Jobs of this id fail from now on; null: none does. */
  failJob(id: string | null): void;
  /** What becomes of uploaded artifacts from now on. */
  onUpload(rule: UploadRule): void;
  /** As after 90 days. */
  expireArtifacts(): void;
  /** Null: the secret is gone. */
  setSecret(name: string, value: string | null): void;
}

export class Actions implements ActionsControl {
  readonly runs: WorkflowRuns;
  readonly workflows: Workflows;
  readonly secrets: Map<string, string>;
  readonly #host: Host;
  readonly #announcer: Announcer;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #working = new Map<number, Promise<void>>();
  readonly #artifacts: ArtifactStore;
  readonly #concurrency = new Concurrency();
  #tools = "";
  #failing: string | null = null;
  /** Null: runs begin at once. */
  #held: { readonly released: Promise<void>; readonly release: () => void } | null = null;

  /**
   * @param checks the jobs' check runs
   * @param settings the repository's secrets and variables
   */
  constructor(host: Host, checks: Checks, runs: WorkflowRuns, settings: Settings) {
    this.#host = host;
    this.runs = runs;
    this.workflows = new Workflows(host);
    this.#variables = settings.variables;
    this.secrets = new Map(Object.entries(settings.secrets));
    this.#announcer = new Announcer(host, checks);
    this.#artifacts = new ArtifactStore(() => host.records.nextId());
  }

  /** @param token of the installation that GitHub Actions is here */
  async begin(token: string): Promise<void> {
    this.#announcer.begin(token);
    this.#tools = await mkdtemp(join(tmpdir(), "sandbox-tools-"));
    await layTools(this.#tools);
  }

  /** Begins to carry out the newest attempt of a run. */
  start(run: WorkflowRun): void {
    const working = performRun(this.#stage(), run, lastAttempt(run))
      .catch((error: unknown) => process.stderr.write(`sandbox: run ${run.id}: ${String(error)}\n`))
      .then(() => void this.#working.delete(run.id));
    this.#working.set(run.id, working);
  }

  /** When no run is being carried out; those that are held do not count. */
  async settled(): Promise<void> {
    const working = [...this.#working].filter(([id]) => {
      const run = this.runs.get(id);
      return this.#held === null || run === null || lastAttempt(run).status !== "queued";
    });
    await Promise.all(working.map(([, done]) => done));
  }

  async close(): Promise<void> {
    for (const id of this.#working.keys()) {
      const run = this.runs.get(id);
      if (run !== null) lastAttempt(run).stop.abort();
    }
    this.release();
    await Promise.all(this.#working.values());
    if (this.#tools !== "") await rm(this.#tools, { recursive: true, force: true });
  }

  hold(): void {
    if (this.#held !== null) return;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#held = { released, release };
  }

  release(): void {
    this.#held?.release();
    this.#held = null;
  }

  failJob(id: string | null): void {
    this.#failing = id;
  }

  onUpload(rule: UploadRule): void {
    this.#artifacts.rule = rule;
  }

  expireArtifacts(): void {
    for (const run of this.runs.all()) for (const artifact of run.artifacts) artifact.expired = true;
  }

  setSecret(name: string, value: string | null): void {
    if (value === null) this.secrets.delete(name);
    else this.secrets.set(name, value);
  }

  #stage(): Stage {
    return {
      ...{ host: this.#host, announcer: this.#announcer, artifacts: this.#artifacts, secrets: this.secrets },
      variables: this.#variables,
      concurrency: this.#concurrency,
      toolPaths: () => toolPaths(this.#tools),
      failing: (job) => job === this.#failing,
      admitted: async (signal) => {
        const stopped = new Promise<void>((resolve) =>
          signal.addEventListener("abort", () => resolve(), { once: true }),
        );
        while (this.#held !== null && !signal.aborted) await Promise.race([this.#held.released, stopped]);
      },
    };
  }
}

// GitHub Actions of the local GitHub: which workflows there are, their runs, and what a test may do to them. Runs of
// `workflow_dispatch` really run; other events are not listened to. What it cannot show is in docs/sandbox.md.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_BRANCH } from "../host/git.ts";
import type { Front } from "../host/host.ts";
import { layTools, toolPaths } from "./job/tools.ts";
import { Announcer } from "./run/announcer.ts";
import { ArtifactStore, type UploadRule } from "./run/artifact-store.ts";
import { now } from "./run/clock.ts";
import type { WorkflowIdentity } from "./run/run.ts";
import { type Attempt, type Job, lastAttempt, newAttempt, type WorkflowRun } from "./run/run.ts";
import { jobPage } from "./run/shown.ts";
import { performRun, type Stage } from "./run-performer.ts";
import { Concurrency } from "./workflow/concurrency.ts";
import { parseWorkflow } from "./workflow/workflow-file.ts";

const FOLDER = ".github/workflows/";

export type NewRun = Pick<
  WorkflowRun,
  "actor" | "branch" | "event" | "inputs" | "sha" | "source" | "title"
> & {
  readonly workflow: WorkflowIdentity;
};

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
  readonly announcer: Announcer;
  readonly secrets: Map<string, string>;
  readonly #front: () => Front;
  readonly #packageRoot: string;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #runs = new Map<number, WorkflowRun>();
  readonly #workflows = new Map<string, WorkflowIdentity>();
  readonly #disabled = new Set<string>();
  readonly #working = new Map<number, Promise<void>>();
  readonly #artifacts: ArtifactStore;
  readonly #concurrency = new Concurrency();
  #tools = "";
  #failing: string | null = null;
  /** Null: runs begin at once. */
  #held: { readonly released: Promise<void>; readonly release: () => void } | null = null;

  /**
   * @param packageRoot of the package whose programs `npx` runs
   * @param settings the repository's secrets and variables
   */
  constructor(front: () => Front, packageRoot: string, settings: Settings) {
    this.#front = front;
    this.#packageRoot = packageRoot;
    this.#variables = settings.variables;
    this.secrets = new Map(Object.entries(settings.secrets));
    this.announcer = new Announcer(front);
    this.#artifacts = new ArtifactStore(() => front().records.nextId());
  }

  /** @param token of the installation that GitHub Actions is here */
  async begin(token: string): Promise<void> {
    this.announcer.begin(token);
    this.#tools = await mkdtemp(join(tmpdir(), "sandbox-tools-"));
    await layTools(this.#packageRoot, this.#tools);
  }

  /** By file name, path or id; null: the default branch has none. */
  async workflow(which: string): Promise<WorkflowIdentity | null> {
    const byId = [...this.#workflows.values()].find(({ id }) => String(id) === which);
    const path = byId?.path ?? (which.startsWith(FOLDER) ? which : `${FOLDER}${which}`);
    const source = await this.sourceOf(path, DEFAULT_BRANCH);
    if (source === null || !/\.ya?ml$/.test(path)) return null;
    const file = parseWorkflow(source);
    const name =
      (file.kind === "workflow" ? file.workflow.name : file.kind === "unsupported" && file.name) || path;
    const id = this.#workflows.get(path)?.id ?? this.#front().records.nextId();
    const workflow = { id, name, path };
    this.#workflows.set(path, workflow);
    return workflow;
  }

  /** All of the default branch. */
  async workflows(): Promise<readonly WorkflowIdentity[]> {
    const { git } = this.#front();
    const commit = await git.commit((await git.refs()).get(DEFAULT_BRANCH) ?? "");
    const paths = commit === null ? [] : [...(await git.files(commit.tree)).keys()];
    const inFolder = paths.filter((path) => path.startsWith(FOLDER));
    return (await Promise.all(inFolder.map((path) => this.workflow(path)))).filter((one) => one !== null);
  }

  /** Text of a workflow file at a branch or commit; null: not there. */
  async sourceOf(path: string, ref: string): Promise<string | null> {
    const { git, upstream, base } = this.#front();
    const found = await git.resolve(`${ref}:${path}`, await git.refs());
    if (found?.type !== "blob") return null;
    const blob = await upstream.read<{ content: string }>(`${base}/git/blobs/${found.sha}`);
    return Buffer.from(blob?.content ?? "", "base64").toString();
  }

  isDisabled({ path }: WorkflowIdentity): boolean {
    return this.#disabled.has(path);
  }

  setDisabled({ path }: WorkflowIdentity, disabled: boolean): void {
    if (disabled) this.#disabled.add(path);
    else this.#disabled.delete(path);
  }

  /** Newest first. */
  runs(): readonly WorkflowRun[] {
    return [...this.#runs.values()].toReversed();
  }

  run(id: number): WorkflowRun | null {
    return this.#runs.get(id) ?? null;
  }

  job(id: number): { readonly run: WorkflowRun; readonly attempt: Attempt; readonly job: Job } | null {
    for (const run of this.#runs.values()) {
      for (const attempt of run.attempts) {
        const job = attempt.jobs.find((one) => one.id === id);
        if (job !== undefined) return { run, attempt, job };
      }
    }
    return null;
  }

  /** Address of the page of the job with this number; null: a check run that is no job. */
  jobPage(id: number): string | null {
    const found = this.job(id);
    return found && jobPage(this.#front(), found.run, id);
  }

  /** A run on record; nothing is carried out yet. */
  add(wanted: NewRun): WorkflowRun {
    const earlier = this.runs().filter(({ workflow }) => workflow.path === wanted.workflow.path);
    // Beyond what a 32-bit number holds, as on GitHub.
    const id = 20_000_000_000 + this.#front().records.nextId();
    const attempts = [newAttempt(1, wanted.actor)];
    const run = { ...wanted, id, number: earlier.length + 1, createdAt: now(), attempts, artifacts: [] };
    this.#runs.set(id, run);
    return run;
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
      const run = this.#runs.get(id);
      return this.#held === null || run === undefined || lastAttempt(run).status !== "queued";
    });
    await Promise.all(working.map(([, done]) => done));
  }

  async close(): Promise<void> {
    for (const id of this.#working.keys()) {
      const run = this.#runs.get(id);
      if (run !== undefined) lastAttempt(run).stop.abort();
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
    for (const run of this.#runs.values()) for (const artifact of run.artifacts) artifact.expired = true;
  }

  setSecret(name: string, value: string | null): void {
    if (value === null) this.secrets.delete(name);
    else this.secrets.set(name, value);
  }

  #stage(): Stage {
    return {
      ...{ front: this.#front, announcer: this.announcer, artifacts: this.#artifacts, secrets: this.secrets },
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

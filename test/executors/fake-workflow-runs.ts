// A host's workflow runs in memory. A test says how the next order is answered, what becomes of a run and what it
// leaves; a new run is listed only some time after it began, as on the real host.

import { Retryable, Terminal } from "../../src/domain/errors.ts";
import type { Repository } from "../../src/domain/repository/view.ts";
import type {
  Artifact,
  BrokenJob,
  Dispatched,
  Refusal,
  WorkflowOrder,
  WorkflowRun,
  WorkflowRuns,
} from "../../src/ports/workflow-runs.ts";
import type { FakeClock } from "../support/loop/fake-clock.ts";

/**
 * How an order is answered. `told`: with the run's id. `untold`: without. `lost`: heard, and the answer lost. `unheard`:
 * lost on the way. `forbidden`: the app may not.
 */
export type Answer = "told" | "untold" | "lost" | "unheard" | "forbidden" | Refusal;

interface RunRecord {
  id: number;
  nonce: string;
  byApp: boolean;
  createdAt: number;
  listedAt: number;
  attempt: number;
  state: WorkflowRun["state"];
  changedAt: number;
  broken: readonly BrokenJob[];
  artifacts: readonly (Artifact & { readonly name: string; readonly archive: Uint8Array | "gone" })[];
}

export class FakeWorkflowRuns implements WorkflowRuns {
  readonly #clock: FakeClock;
  readonly runs: RunRecord[] = [];
  /** Every order that was heard. */
  readonly heard: WorkflowOrder[] = [];
  readonly cancelled: number[] = [];
  /** Artifacts whose archive was asked for. */
  readonly downloads: number[] = [];
  answer: Answer = "told";
  /** Answers to the next orders, before `answer` is the answer again. */
  readonly answers: Answer[] = [];
  /** How long a new run is in no list, and not found by its id. */
  lagMs = 0;
  /** Thrown by every read while it is there. */
  trouble: Error | null = null;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  async dispatch(_: Repository, order: WorkflowOrder): Promise<Dispatched> {
    await Promise.resolve();
    const answer = this.answers.shift() ?? this.answer;
    if (answer === "unheard") throw new Retryable("no answer");
    if (answer === "forbidden") throw new Terminal("403", { said: "Resource not accessible by integration" });
    if (answer === "missing" || answer === "disabled" || answer === "unfit")
      return { refused: answer, said: "Unexpected inputs provided: [@all]" };
    this.heard.push(order);
    const { id } = this.begin(String(order.inputs.nonce));
    if (answer === "lost") throw new Retryable("no answer");
    return { run: answer === "told" ? id : null };
  }

  /** A run of this nonce begins. @param byApp false: somebody else started it, on whatever branch */
  begin(nonce: string, byApp = true): RunRecord {
    const now = this.#clock.now();
    const run: RunRecord = {
      ...{ id: 100 + this.runs.length, nonce, byApp, createdAt: now, listedAt: now + this.lagMs },
      ...{ attempt: 1, state: "queued", changedAt: now, broken: [], artifacts: [] },
    };
    this.runs.push(run);
    return run;
  }

  /** Changes the newest run of all. */
  becomes(state: WorkflowRun["state"], change: Partial<RunRecord> = {}): void {
    const run = this.runs.at(-1);
    if (run === undefined) throw new Error("there is no run");
    Object.assign(run, { state, changedAt: this.#clock.now() }, change);
  }

  async find(_: Repository, nonce: string, since: string): Promise<WorkflowRun | null> {
    await this.#read();
    const found = this.runs.find(
      (run) => run.nonce === nonce && run.byApp && this.#isListed(run) && run.createdAt >= Date.parse(since),
    );
    return found === undefined ? null : view(found);
  }

  async run(_: Repository, id: number): Promise<WorkflowRun | null> {
    await this.#read();
    const found = this.runs.find((run) => run.id === id && this.#isListed(run));
    return found === undefined ? null : view(found);
  }

  async cancel(_: Repository, id: number): Promise<void> {
    await this.#read();
    this.cancelled.push(id);
    const run = this.runs.find((one) => one.id === id);
    if (run?.state === "queued" || run?.state === "running") run.state = "cancelled";
  }

  async brokenJobs(_: Repository, id: number): Promise<readonly BrokenJob[]> {
    await this.#read();
    return this.runs.find((run) => run.id === id)?.broken ?? [];
  }

  async artifacts(_: Repository, id: number, name: string): Promise<readonly Artifact[]> {
    await this.#read();
    return this.runs.find((run) => run.id === id)?.artifacts.filter((one) => one.name === name) ?? [];
  }

  async download(_: Repository, artifact: number, limit: number): Promise<Uint8Array | "gone" | "too-big"> {
    await this.#read();
    this.downloads.push(artifact);
    const found = this.runs.flatMap(({ artifacts }) => artifacts).find(({ id }) => id === artifact);
    const archive = found?.archive ?? "gone";
    return archive !== "gone" && archive.length > limit ? "too-big" : archive;
  }

  #isListed({ listedAt }: RunRecord): boolean {
    return listedAt <= this.#clock.now();
  }

  async #read(): Promise<void> {
    await Promise.resolve();
    if (this.trouble !== null) throw this.trouble;
  }
}

function view({ id, attempt, state, changedAt }: RunRecord): WorkflowRun {
  return { id, attempt, state, changedAt: new Date(changedAt).toISOString() };
}

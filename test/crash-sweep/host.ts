// What agent runs do in the scenarios, on the app's machine or as workflow runs. They outlive a process of the app, and
// tell only the one that ordered them that they ended, as child processes do; GitHub tells whoever is there.

import { zipSync } from "fflate";
import type { Report } from "../../src/domain/iteration.ts";
import { reportArtifact } from "../../src/domain/names.ts";
import { actionsExecutor } from "../../src/executors/actions.ts";
import type { RunRequest } from "../../src/ports/executor.ts";
import type { WorkflowRuns } from "../../src/ports/workflow-runs.ts";
import { sha256 } from "../../src/text/hash.ts";
import { decodeRunFile } from "../../src/text/run/run-request.ts";
import { FakeWorkflowRuns } from "../executors/fake-workflow-runs.ts";
import { aReport, FakeExecutor } from "../support/fake-executor.ts";
import type { FakeGithub } from "../support/fake-github.ts";
import type { Loop } from "../support/loop.ts";
import { memoryLog } from "../support/memory-log.ts";
import { OnActions } from "../support/on-actions.ts";

/** How long a run on the app's machine takes. */
const RUN_MS = 60_000;
/** How long a workflow run takes, and for how long GitHub does not list it. */
const WORKFLOW_MS = 3 * 60_000;
const LAG_MS = 2.5 * 60_000;

/** The parts of an order that decide how it ends. */
type Order = Pick<RunRequest, "nonce" | "base" | "kind" | "program" | "iteration">;
/** How a run ends. */
export type Endings = (order: Order) => Partial<Report>;

const STEPWISE: Endings = (order) => aReport(order, 760 - 10 * order.iteration);

export class Host {
  readonly executor: FakeExecutor;
  readonly #ending: Endings;
  readonly #actions: OnActions | null;
  #workflows: FakeWorkflowRuns | null = null;
  #seen = 0;
  #process = 1;

  constructor(ending: Endings = STEPWISE, onActions = false) {
    this.#ending = ending;
    this.#actions = onActions ? new OnActions(true) : null;
    this.executor = this.#actions ?? new FakeExecutor(() => "running");
  }

  /** Every run that was ordered, as `program iteration kind`, sorted. */
  get ordered(): readonly string[] {
    const orders =
      this.#workflows === null ? this.executor.started : this.#workflows.heard.map(({ inputs }) => inputs);
    return orders
      .map(({ program, iteration, kind }) => `${program} ${iteration} ${kind}`)
      .toSorted((a, b) => (a < b ? -1 : 1));
  }

  /** Begins in the loop's world. */
  settleIn(loop: Loop): void {
    if (this.#actions === null) return;
    const workflows = new FakeWorkflowRuns(loop.clock);
    workflows.lagMs = LAG_MS;
    const runs = witnessedRuns(workflows, this.#actions, loop.github);
    this.#workflows = workflows;
    this.#actions.restart(() => actionsExecutor({ runs, clock: loop.clock, log: memoryLog().log }));
  }

  /** The app's next process. */
  restart(): void {
    this.#process += 1;
    this.#actions?.restart();
  }

  /** What was ordered since the last time begins, and ends some time later. */
  work(loop: Loop, ended: (issue: number) => void): void {
    if (this.#workflows === null) this.#run(loop, ended);
    else this.#follow(loop, this.#workflows, ended);
  }

  #run({ clock, github: { chronicle } }: Loop, ended: (issue: number) => void): void {
    const { started, disposed } = this.executor;
    const process = this.#process;
    for (const request of started.slice(this.#seen)) {
      clock.after(RUN_MS, () => {
        if (disposed.has(request.nonce)) return;
        this.executor.finish(request, this.#ending(request));
        chronicle.record({ what: "ended", nonce: request.nonce });
        if (process === this.#process) ended(request.key.issue);
      });
    }
    this.#seen = started.length;
  }

  #follow(loop: Loop, workflows: FakeWorkflowRuns, ended: (issue: number) => void): void {
    for (const { inputs } of workflows.heard.slice(this.#seen)) {
      const run = workflows.runs.find(({ nonce }) => nonce === inputs.nonce);
      const text = loop.github.memoryFile(`requests/${inputs.program}.json`) ?? "";
      if (run === undefined || sha256(text) !== inputs.request) throw new Error("an order without a request");
      const request = decodeRunFile(text);
      loop.clock.after(WORKFLOW_MS, () => {
        const report = { ...aReport(request, 0), ...this.#ending(request) };
        const archive = zipSync({ "report.json": Buffer.from(JSON.stringify(report)) });
        const artifact = { id: run.id, name: reportArtifact(request.nonce), bytes: archive.length };
        const change = { artifacts: [{ ...artifact, expired: false, archive }] };
        Object.assign(run, { state: "succeeded", changedAt: loop.clock.now() }, change);
        loop.github.chronicle.record({ what: "ended", nonce: request.nonce });
        ended(request.key.issue);
      });
    }
    this.#seen = workflows.heard.length;
  }
}

/** The port as the app sees it: orders that are heard are in the chronicle, and calls go wrong like any other. */
function witnessedRuns(
  runs: FakeWorkflowRuns,
  { asked }: OnActions,
  { chronicle, faults }: FakeGithub,
): WorkflowRuns {
  return {
    dispatch: async (repository, order) => {
      const answers: Awaited<ReturnType<WorkflowRuns["dispatch"]>>[] = [];
      await faults.order("workflow.dispatch", async () => {
        answers.push(await runs.dispatch(repository, order));
        const request = asked.get(order.inputs.nonce ?? "");
        if (request !== undefined) chronicle.record({ what: "run", request });
      });
      return answers[0] ?? { run: null };
    },
    cancel: (repository, id) => faults.order("workflow.cancel", () => runs.cancel(repository, id)),
    find: (...args) => faults.read("workflow.find", () => runs.find(...args)),
    run: (...args) => faults.read("workflow.run", () => runs.run(...args)),
    brokenJobs: (...args) => faults.read("workflow.brokenJobs", () => runs.brokenJobs(...args)),
    artifacts: (...args) => faults.read("workflow.artifacts", () => runs.artifacts(...args)),
    download: (...args) => faults.read("workflow.download", () => runs.download(...args)),
  };
}

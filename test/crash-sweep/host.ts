// What agent runs do in the scenarios, on the app's machine or as workflow runs. They outlive a process of the app, and
// tell only the one that ordered them that they ended, as child processes do; GitHub tells whoever is there.

import { zipSync } from "fflate";
import type { Delivery } from "../../src/app/webhook/handlers.ts";
import type { Report } from "../../src/domain/journal/iteration.ts";
import { reportArtifact } from "../../src/domain/program/names.ts";
import type { ProgramKey } from "../../src/domain/repository/view.ts";
import { actionsExecutor } from "../../src/executors/actions.ts";
import type { RunRequest } from "../../src/ports/executor.ts";
import { sha256 } from "../../src/text/format/hash.ts";
import { decodeRunFile } from "../../src/text/run/run-request.ts";
import { FakeWorkflowRuns } from "../executors/fake-workflow-runs.ts";
import { eventIn } from "../simulation/webhooks.ts";
import type { Deed } from "../support/github/chronicle.ts";
import { aReport, FakeExecutor } from "../support/loop/fake-executor.ts";
import type { Loop } from "../support/loop/loop.ts";
import { memoryLog } from "../support/loop/memory-log.ts";
import { OnActions } from "../support/loop/on-actions.ts";
import { witnessedRuns } from "../support/loop/witnessed-runs.ts";

/** How long a run on the app's machine takes. */
const RUN_MS = 60_000;
/** How long a workflow run takes, and for how long GitHub does not list it. */
const WORKFLOW_MS = 3 * 60_000;
const LAG_MS = 2.5 * 60_000;

/** The parts of an order that decide how it ends; a request of a workflow run does not say which attempt it is. */
type Order = Pick<RunRequest, "nonce" | "base" | "kind" | "program" | "iteration" | "overlay"> &
  Partial<Pick<RunRequest, "attempt">>;
/** How a run ends. */
export type Endings = (order: Order) => Partial<Report>;

const STEPWISE: Endings = (order) => aReport(order, 760 - 10 * order.iteration);

/** Runs on the app's machine: as child processes do, they tell nobody but the process that started them. */
class Children extends FakeExecutor {
  readonly #parents = new Map<string, (key: ProgramKey) => void>();
  #newest: (key: ProgramKey) => void = () => undefined;

  constructor() {
    super(() => "running");
  }

  override onFinished(listener: (key: ProgramKey) => void): void {
    this.#newest = listener;
  }

  override async start(request: RunRequest): Promise<void> {
    this.#parents.set(request.nonce, this.#newest);
    await super.start(request);
  }

  override finish(request: RunRequest, ending: Partial<Report>): void {
    super.finish(request, ending);
    this.#parents.get(request.nonce)?.(request.key);
  }
}

export class Host {
  readonly executor: FakeExecutor;
  readonly #ending: Endings;
  readonly #actions: OnActions | null;
  #workflows: FakeWorkflowRuns | null = null;
  /** Nonces of the runs that have begun. */
  readonly #begun = new Set<string>();
  #begin: (request: RunRequest) => void = () => undefined;

  constructor(ending: Endings = STEPWISE, onActions = false) {
    this.#ending = ending;
    this.#actions = onActions ? new OnActions(true) : null;
    this.executor = this.#actions ?? new Children();
  }

  /** Every run that was ordered, as `program iteration kind`, sorted. */
  get ordered(): readonly string[] {
    const orders =
      this.#workflows === null ? this.executor.started : this.#workflows.heard.map(({ inputs }) => inputs);
    return orders
      .map(({ program, iteration, kind }) => `${program} ${iteration} ${kind}`)
      .toSorted((a, b) => (a < b ? -1 : 1));
  }

  /** Begins in the loop's world. @param tell what GitHub says to whoever is there */
  settleIn(loop: Loop, tell: (event: Omit<Delivery, "id">) => void): void {
    if (this.#actions === null) {
      this.#begin = (request) => this.#run(loop, request);
      return;
    }
    const workflows = new FakeWorkflowRuns(loop.clock);
    workflows.lagMs = LAG_MS;
    const runs = witnessedRuns(workflows, this.#actions.asked, loop.github.faults);
    this.#workflows = workflows;
    this.#begin = ({ nonce }) => this.#follow(loop, workflows, nonce, tell);
    this.#actions.restart(() => actionsExecutor({ runs, clock: loop.clock, log: memoryLog().log }));
  }

  /** The app's next process. */
  restart(): void {
    this.#actions?.restart();
  }

  /** What is ordered begins, and ends some time later. */
  hear(deed: Deed): void {
    if (deed.what !== "run" || this.#begun.has(deed.request.nonce)) return;
    this.#begun.add(deed.request.nonce);
    this.#begin(deed.request);
  }

  #run({ clock, github: { chronicle } }: Loop, request: RunRequest): void {
    clock.after(RUN_MS, () => {
      if (this.executor.disposed.has(request.nonce)) return;
      chronicle.record({ what: "ended", nonce: request.nonce });
      this.executor.finish(request, this.#ending(request));
    });
  }

  #follow(
    { clock, github }: Loop,
    workflows: FakeWorkflowRuns,
    nonce: string,
    tell: (event: Omit<Delivery, "id">) => void,
  ): void {
    const run = workflows.runs.find((one) => one.nonce === nonce);
    const inputs = workflows.heard.find((order) => order.inputs.nonce === nonce)?.inputs;
    const text = github.memoryFile(`requests/${inputs?.program}.json`) ?? "";
    if (run === undefined || sha256(text) !== inputs?.request) throw new Error("an order without a request");
    const request = decodeRunFile(text);
    clock.after(WORKFLOW_MS, () => {
      const report = { ...aReport(request, 0), ...this.#ending(request) };
      const archive = zipSync({ "report.json": Buffer.from(JSON.stringify(report)) });
      const artifact = { id: run.id, name: reportArtifact(nonce), bytes: archive.length };
      const change = { artifacts: [{ ...artifact, expired: false, archive }] };
      Object.assign(run, { state: "succeeded", changedAt: clock.now() }, change);
      github.chronicle.record({ what: "ended", nonce });
      const display_title = `autoloop ${request.program} iteration ${request.iteration} ${nonce}`;
      tell(
        eventIn(github, "workflow_run", github.self, {
          action: "completed",
          workflow_run: { display_title },
        }),
      );
    });
  }
}

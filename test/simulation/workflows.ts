// Workflow runs of the simulated repository, which the app orders through its real executor for GitHub Actions. They
// are listed late, end well or badly, and an order's answer may not tell which run it began.

import { zipSync } from "fflate";
import { reportArtifact } from "../../src/domain/program/names.ts";
import { actionsExecutor } from "../../src/executors/actions.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Executor, RunRequest } from "../../src/ports/executor.ts";
import type { Log } from "../../src/ports/log.ts";
import type { WorkflowRuns } from "../../src/ports/workflow-runs.ts";
import { FakeWorkflowRuns } from "../executors/fake-workflow-runs.ts";
import type { FakeFaults } from "../support/github/fake-faults.ts";
import type { Dice } from "../support/loop/dice.ts";
import { aReport, type Ending } from "../support/loop/fake-executor.ts";
import { witnessedRuns } from "../support/loop/witnessed-runs.ts";
import type { Town } from "./town.ts";
import { runEnded } from "./webhooks.ts";

const MINUTE = 60_000;

export class Workflows extends FakeWorkflowRuns {
  readonly #town: Town;
  readonly #dice: Dice;
  readonly #ending: (request: RunRequest) => Ending;
  /** What was asked for, by nonce. */
  readonly #asked = new Map<string, RunRequest>();

  constructor(town: Town, dice: Dice, ending: (request: RunRequest) => Ending) {
    super(town.clock);
    this.#town = town;
    this.#dice = dice;
    this.#ending = ending;
    this.lagMs = dice.pick([0, 0.5 * MINUTE, 2.5 * MINUTE]);
  }

  /** A process's way to them. */
  way(faults: FakeFaults): WorkflowRuns {
    return witnessedRuns(this, this.#asked, faults);
  }

  /** The executor of one process. @param runs its way to them */
  executor(runs: WorkflowRuns, clock: Clock, log: Log): Executor {
    const inner = actionsExecutor({ runs, clock, log });
    return {
      ...{ name: inner.name, workerId: inner.workerId },
      start: (request) => {
        this.#asked.set(request.nonce, request);
        return inner.start(request);
      },
      look: (run) => inner.look(run),
      held: (key) => inner.held(key),
      dispose: (run) => inner.dispose(run),
      onFinished: (listener) => inner.onFinished(listener),
    };
  }

  override async dispatch(...order: Parameters<WorkflowRuns["dispatch"]>) {
    const request = this.#asked.get(order[1].inputs.nonce ?? "");
    if (request === undefined) throw new Error("an order that nobody gave");
    this.answer = this.#dice.happens(0.4) ? "untold" : "told";
    if (this.answer === "untold") this.#town.met("F17", request.key.issue);
    const answer = await super.dispatch(...order);
    this.#begin(request);
    return answer;
  }

  /** How it will end is decided now, as for every run of this world. */
  #begin(request: RunRequest): void {
    const { nonce, program, iteration } = request;
    const run = this.runs.findLast((one) => one.nonce === nonce);
    const ending = this.#ending(request);
    if (run === undefined || ending === "running") return;
    const bad = this.#dice.pick(["failed", "cancelled", "timed-out", "unstartable"] as const);
    this.#town.later((1 + this.#dice.below(5)) * MINUTE, () => {
      if (run.state !== "queued") return;
      if ("lost" in ending) run.state = bad;
      else {
        const archive = zipSync({
          "report.json": Buffer.from(JSON.stringify(aReport(request, 0, ending))),
        });
        const name = reportArtifact(nonce);
        run.artifacts = [{ id: run.id, name, bytes: archive.length, expired: false, archive }];
        run.state = "succeeded";
      }
      run.changedAt = this.#town.now;
      this.#town.github.chronicle.record({ what: "ended", nonce });
      this.#town.send(runEnded(`autoloop ${program} iteration ${iteration} ${nonce}`, this.#town.github));
    });
  }
}

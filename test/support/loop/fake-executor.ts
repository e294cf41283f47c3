// An executor whose runs end when a test says so, with the report that it says. It outlives "crashes" of the app,
// as runs in the world do.

import type { ExecutorName } from "../../../src/domain/executors.ts";
import type { HeldRun, Report, RunState } from "../../../src/domain/journal/iteration.ts";
import { asksAgent } from "../../../src/domain/journal/iteration.ts";
import { programKeyText } from "../../../src/domain/repository/program-key.ts";
import type { ProgramKey } from "../../../src/domain/repository/view.ts";
import type { Executor, RunRef, RunRequest } from "../../../src/ports/executor.ts";

/** How a run ends: a report's deviation from the good one, or not at all. */
export type Ending = Partial<Report> | "running" | { readonly lost: string };

/** How git begins the patch of the one file that such runs change. */
const PATCH = "diff --git a/src/carton.mjs b/src/carton.mjs\n--- a/src/carton.mjs\n+++ b/src/carton.mjs\n";

/** A measured report that changed `src/carton.mjs`. */
export function aReport(
  request: Pick<RunRequest, "nonce" | "base" | "kind">,
  metric: number,
  change: Partial<Report> = {},
): Report {
  const text = `export const WIDTH_CM = ${metric};\n`;
  return {
    v: 1,
    nonce: request.nonce,
    base: request.base,
    outcome: "measured",
    problem: "",
    files: !asksAgent(request.kind)
      ? []
      : [{ path: "src/carton.mjs", mode: "100644", contents: Buffer.from(text).toString("base64") }],
    ...(asksAgent(request.kind) ? { patch: { state: "whole" as const, text: `${PATCH}+${text}` } } : {}),
    size: { before: 30, after: text.length },
    gates: [],
    measurement: { outcome: "measured", metric, secondary: {} },
    answer: {
      change: `Set \`WIDTH_CM\` to ${metric}.`,
      hypothesis: "Wider is better.",
      lessons: [],
      foreclosed: [],
      future: [],
      steered_by: [],
    },
    cost: { usd: null, input_tokens: null, output_tokens: null },
    seconds: { total: 2, agent: 1, evaluation: 1 },
    ...change,
  };
}

export class FakeExecutor implements Executor {
  readonly name: ExecutorName;
  /** Whoever it gives orders to witnesses them, and lets them go wrong. */
  readonly isWitnessed: boolean = false;
  readonly workerId: string;
  /** Every run that was started, in order; a second start of one nonce is not in it. */
  readonly started: RunRequest[] = [];
  /** Nonces that were disposed of. */
  readonly disposed = new Set<string>();
  readonly #states = new Map<string, RunState>();
  readonly #ending: (request: RunRequest) => Ending;
  #listener: (key: ProgramKey) => void = () => undefined;

  /** @param ending decides for each run how it ends, at its start; default: each measures 10 less than the one before */
  constructor(
    ending: (request: RunRequest) => Ending = (request) => aReport(request, 760 - 10 * request.iteration),
    name: ExecutorName = "local",
    place = "here",
  ) {
    this.#ending = ending;
    this.name = name;
    this.workerId = place;
  }

  async start(request: RunRequest): Promise<void> {
    await Promise.resolve();
    if (this.#states.has(request.nonce)) return;
    this.started.push(request);
    const ending = this.#ending(request);
    if (ending === "running") this.#states.set(request.nonce, { state: "running" });
    else if ("lost" in ending)
      this.#states.set(request.nonce, {
        state: "lost",
        loss: { code: "report-unreadable", why: ending.lost },
      });
    else this.#end(request, ending);
  }

  /** Ends a run that goes on. */
  finish(request: RunRequest, ending: Partial<Report>): void {
    this.#end(request, ending);
    this.#listener(request.key);
  }

  async look({ nonce, workerId: place }: RunRef): Promise<RunState> {
    await Promise.resolve();
    if (place !== this.workerId) {
      return { state: "unknown", doubt: { code: "other-worker", holds: place, asked: this.workerId } };
    }
    return this.#states.get(nonce) ?? { state: "absent" };
  }

  async held(key: ProgramKey): Promise<readonly HeldRun[]> {
    await Promise.resolve();
    return this.started.filter(
      (run) => !this.disposed.has(run.nonce) && programKeyText(run.key) === programKeyText(key),
    );
  }

  async dispose({ nonce }: RunRef): Promise<void> {
    await Promise.resolve();
    this.#states.delete(nonce);
    this.disposed.add(nonce);
  }

  onFinished(listener: (key: ProgramKey) => void): void {
    this.#listener = listener;
  }

  #end(request: RunRequest, ending: Partial<Report>): void {
    const metric = ending.measurement?.outcome === "measured" ? ending.measurement.metric : 0;
    this.#states.set(request.nonce, { state: "finished", report: aReport(request, metric, ending) });
  }
}

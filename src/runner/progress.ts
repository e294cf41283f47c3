// What the second stage of a run knows so far; a report can be made of it at any moment.

import type { GateResult, Measurement, ProposedFile, Report } from "../domain/journal/iteration.ts";
import type { Pair } from "../domain/noise/pairs.ts";
import { UNKNOWN_COST } from "../text/agents/usage.ts";
import { runProblem } from "../text/outcome/run-problems.ts";
import type { Proposal } from "../text/run/proposal-file.ts";
import { clip } from "../text/run/run-parts.ts";
import type { RunFile } from "../text/run/run-request.ts";
import type { Stopwatch } from "./process/stopwatch.ts";

export class Progress {
  readonly #run: RunFile;
  readonly #watch: Stopwatch;
  readonly #proposal: Proposal | null;
  readonly #told: (text: string) => string;
  files: readonly ProposedFile[] = [];
  left: readonly string[] = [];
  unmatched: readonly string[] = [];
  /** What ended the agent before it was done; empty where nothing did. */
  cutShort = "";
  size: Report["size"] = { before: 0, after: 0 };
  /** Null: nobody asked. */
  lines: Report["size"]["lines"] | null = null;
  gates: readonly GateResult[] = [];
  measurement: Measurement | null = null;
  pairs: readonly Pair[] = [];
  /** What failed had printed last; empty where nothing did. */
  output = "";
  evaluationSeconds = 0;

  /**
   * @param proposal what the agent says of itself is quoted from it; null where there is none that can be read
   * @param tell makes words of programs fit to be told (`telling.ts`)
   */
  constructor(
    run: RunFile,
    watch: Stopwatch,
    proposal: Proposal | null,
    tell: (text: string) => string = (text) => text,
  ) {
    this.#run = run;
    this.#watch = watch;
    this.#proposal = proposal;
    this.#told = (text) => clip(tell(text));
  }

  report(outcome: Report["outcome"], problem: string): Report {
    const told = this.#told;
    const output = told(this.output);
    return {
      v: 1,
      nonce: this.#run.nonce,
      base: this.#run.base,
      outcome,
      problem: told(problem),
      files: this.files,
      ...(this.left.length === 0 ? {} : { left: this.left }),
      ...(this.unmatched.length === 0 ? {} : { unmatched: this.unmatched }),
      size: this.lines ? { ...this.size, lines: this.lines } : this.size,
      gates: this.gates.map((gate) => ({ ...gate, name: clip(gate.name), detail: told(gate.detail) })),
      ...(output === "" ? {} : { output }),
      measurement: this.measurement && withReason(this.measurement, told),
      ...(this.pairs.length === 0 ? {} : { pairs: this.pairs }),
      answer: this.#proposal?.answer ?? null,
      cost: this.#proposal?.cost ?? UNKNOWN_COST,
      seconds: {
        total: this.#watch.seconds(),
        agent: this.#proposal?.seconds.agent ?? 0,
        evaluation: this.evaluationSeconds,
      },
    };
  }

  /** For a run that was not done when its time was over. */
  late(): Report {
    return this.report("failed", runProblem.late(this.#run.timeoutSeconds));
  }
}

function withReason(measurement: Measurement, told: (text: string) => string): Measurement {
  return measurement.outcome === "measured"
    ? measurement
    : { ...measurement, reason: told(measurement.reason) };
}

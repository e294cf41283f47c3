// One run from request to report: agent, proposal, clean checkout, gates, evaluation. The order is the trust
// boundary: once files were taken from the workspace, nothing of the workspace is used again.

import { mkdir, rm } from "node:fs/promises";
import type { Answer, Cost, GateResult, Measurement, ProposedFile, Report } from "../domain/iteration.ts";
import { UNKNOWN_COST } from "../text/run/agent-cost.ts";
import { REPORT_TEXT_CHARACTERS } from "../text/run/report.ts";
import type { Launch, RunFile } from "../text/run/run-request.ts";
import { runAgent } from "./agent-run.ts";
import { changesIn } from "./changes.ts";
import { cleanCheckout } from "./checkout.ts";
import { secondsSince } from "./child.ts";
import { evaluate } from "./evaluation.ts";
import type { Places } from "./folder.ts";
import { runGates } from "./gates.ts";
import { ignoredBy } from "./ignored.ts";
import { takeProposal } from "./proposal.ts";
import { secretValues } from "./secrets.ts";
import { readTree, type Tree } from "./tree.ts";

/** Part of the run's wall time that the agent may use, so that what it did can still be measured. */
const AGENT_SHARE = 0.75;

export interface Surroundings {
  readonly places: Places;
  readonly launch: Launch;
  /** See `processes.ts`. */
  readonly mark: string;
  /** Tells the operator's log what begins now; constant words only. */
  readonly note: (step: string) => void;
}

/** Never rejects for what agent, gates or evaluation do. Anything else that breaks becomes a `failed` report too. */
export async function runIteration(run: RunFile, around: Surroundings): Promise<Report> {
  const progress = new Progress(run);
  try {
    return await walk(run, around, progress);
  } catch (error) {
    return progress.report("failed", error instanceof Error ? error.message : "An unknown error.");
  }
}

async function walk(run: RunFile, around: Surroundings, progress: Progress): Promise<Report> {
  const { places, launch, mark, note } = around;
  note("reading the base");
  const tree = await readTree(places.base);

  if (run.kind !== "baseline") {
    note("agent");
    const { problem, answer, cost, seconds } = await runAgent(
      run,
      places,
      launch,
      mark,
      progress.leftMs() * AGENT_SHARE,
    );
    progress.answer = answer;
    progress.cost = cost ?? UNKNOWN_COST;
    progress.agentSeconds = seconds;
    if (problem !== null) return progress.report("failed", problem);
    note("taking the proposal");
    const ended = await takeFiles(run, around, tree, progress);
    if (ended !== null) return ended;
  }

  note("gates and evaluation");
  const began = performance.now();
  const broken = await measure(run, around, tree, progress);
  progress.evaluationSeconds = secondsSince(began);
  return broken === null ? progress.report("measured", "") : progress.report("failed", broken);
}

/** Fills in the proposal, or ends the run. */
async function takeFiles(
  run: RunFile,
  { places, launch }: Surroundings,
  tree: Tree,
  progress: Progress,
): Promise<Report | null> {
  const { targets, excluded } = run.definition;
  const { protectedPaths, program, leftOut } = run;
  const ignored = await ignoredBy(places.git, places.base, { ...launch.environment, HOME: places.git });
  const changes = await changesIn(places.workspace, tree, ignored);
  if (changes.length === 0) return progress.report("empty", "The agent changed no file.");
  const secrets = secretValues(launch.secrets);
  const rules = { targets, excluded, protectedPaths, program, leftOut, secrets };
  const proposal = await takeProposal(places.workspace, changes, tree, rules);
  if ("refused" in proposal) return progress.report("refused", proposal.refused);
  progress.files = proposal.files;
  progress.size = proposal.size;
  await rm(places.workspace, { recursive: true, force: true });
  return null;
}

/** Fills in gates and measurement. A failed gate leaves no measurement. Returns what broke, or null. */
async function measure(
  run: RunFile,
  { places, launch, mark }: Surroundings,
  tree: Tree,
  progress: Progress,
): Promise<string | null> {
  const { gates, evaluation, metric, repeat } = run.definition;
  const { directory, restore } = await cleanCheckout(places.base, tree, progress.files, places.checkout);
  for (const fresh of [places.evaluationHome, places.evaluationTmp]) await mkdir(fresh, { recursive: true });
  const env = { ...launch.environment, HOME: places.evaluationHome, TMPDIR: places.evaluationTmp };
  const inCheckout = () => ({ cwd: directory, env, timeoutMs: progress.leftMs(), mark });

  progress.gates = await runGates(gates, inCheckout);
  if (progress.gates.some(({ passed }) => !passed)) return null;
  progress.measurement = await evaluate({
    script: evaluation,
    scriptFile: places.script,
    metric,
    repeat,
    inCheckout,
    restore,
  });
  return progress.measurement.outcome === "failed" ? progress.measurement.reason : null;
}

/** What is known so far; a report can be made of it at any moment. */
export class Progress {
  readonly #began = performance.now();
  readonly #run: RunFile;
  files: readonly ProposedFile[] = [];
  size: Report["size"] = { before: 0, after: 0 };
  gates: readonly GateResult[] = [];
  measurement: Measurement | null = null;
  answer: Answer | null = null;
  cost: Cost = UNKNOWN_COST;
  agentSeconds = 0;
  evaluationSeconds = 0;

  constructor(run: RunFile) {
    this.#run = run;
  }

  /** Milliseconds until the run's deadline; never negative. */
  leftMs(): number {
    return Math.max(0, this.#run.timeoutSeconds * 1_000 - (performance.now() - this.#began));
  }

  report(outcome: Report["outcome"], problem: string): Report {
    return {
      v: 1,
      nonce: this.#run.nonce,
      base: this.#run.base,
      outcome,
      problem: clip(problem),
      files: this.files,
      size: this.size,
      gates: this.gates.map((gate) => ({ ...gate, name: clip(gate.name) })),
      measurement: this.measurement && clipReason(this.measurement),
      answer: this.answer,
      cost: this.cost,
      seconds: {
        total: secondsSince(this.#began),
        agent: this.agentSeconds,
        evaluation: this.evaluationSeconds,
      },
    };
  }
}

function clipReason(measurement: Measurement): Measurement {
  return measurement.outcome === "measured"
    ? measurement
    : { ...measurement, reason: clip(measurement.reason) };
}

function clip(text: string): string {
  return text.length <= REPORT_TEXT_CHARACTERS ? text : `${text.slice(0, REPORT_TEXT_CHARACTERS - 1)}…`;
}

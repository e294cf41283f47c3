// The second stage of a run: what was proposed is checked, laid over a clean checkout of the base and measured there.
// Takes a proposal for a stranger's: nothing of it counts but the files that pass the check.

import { mkdir, rm } from "node:fs/promises";
import { asksAgent, type Measurement, type ProposedFile, type Report } from "../domain/journal/iteration.ts";
import { isHeldOut } from "../domain/noise/hold-out.ts";
import { runProblem } from "../text/outcome/run-problems.ts";
import { unmatchedTargets } from "../text/program/target/against-tree.ts";
import type { Proposal } from "../text/run/proposal-file.ts";
import { MOST_LEFT } from "../text/run/run-parts.ts";
import type { RunFile } from "../text/run/run-request.ts";
import { within } from "./isolation/cage.ts";
import { confirm } from "./measure/confirmation.ts";
import { evaluate } from "./measure/evaluation.ts";
import { runGates } from "./measure/gates.ts";
import { heldOut } from "./measure/hold-out.ts";
import { Sides } from "./measure/sides.ts";
import { Stopwatch, secondsSince } from "./process/stopwatch.ts";
import { Progress } from "./progress.ts";
import { linesOf } from "./proposal/lines.ts";
import { checkProposal } from "./proposal/proposal-check.ts";
import { rulesOf } from "./proposal/proposal-rules.ts";
import type { Stage } from "./run-context.ts";
import { fitToTell } from "./telling.ts";
import { restore, writeProposal } from "./workspace/checkout.ts";
import { Laid } from "./workspace/laid.ts";

/** Never rejects for what gates or evaluation do. Anything else that breaks becomes a `failed` report too. */
export async function evaluateProposal(run: RunFile, stage: Stage, proposal: Proposal): Promise<Report> {
  const progress = new Progress(run, stage.watch, proposal, fitToTell(stage));
  try {
    if (run.kind === "baseline") progress.unmatched = unmatchedIn(run, stage);
    const ended = takeIn(run, stage, proposal, progress);
    if (ended !== null) return ended;
    if (run.definition.simplicity === "strict")
      progress.lines = await linesOf(progress.files, stage.base, stage.laid.tree);
    return await measured(run, stage, progress);
  } catch (error) {
    return progress.report("failed", runProblem.ofError(error));
  }
}

/** Once for each reading of a program: what people believe to be open, and what is not there. */
function unmatchedIn({ definition, leftOut }: RunFile, { laid }: Stage): readonly string[] {
  return unmatchedTargets(definition.targets, [...laid.tree.keys(), ...leftOut]).slice(0, MOST_LEFT);
}

/** Fills in the files, or ends the run. */
function takeIn(run: RunFile, { laid }: Stage, proposal: Proposal, progress: Progress): Report | null {
  if (proposal.nonce !== run.nonce || proposal.base !== run.base) {
    return progress.report("failed", runProblem.otherRun());
  }
  if (proposal.outcome === "failed") progress.cause = proposal.cause;
  if (proposal.outcome !== "proposed") {
    progress.output = proposal.output ?? "";
    return progress.report(proposal.outcome, proposal.problem);
  }
  if (!asksAgent(run.kind)) {
    return proposal.files.length === 0 ? null : progress.report("refused", runProblem.onlyMeasures());
  }
  const checked = checkProposal(proposal.files, laid.tree, rulesOf(run));
  if ("refused" in checked) return progress.report("refused", checked.refused);
  if (checked.files.length === 0) return progress.report("empty", runProblem.noChange());
  progress.files = checked.files;
  progress.left = proposal.left ?? [];
  progress.cutShort = proposal.problem ?? "";
  progress.size = checked.size;
  return null;
}

async function measured(run: RunFile, stage: Stage, progress: Progress): Promise<Report> {
  stage.note("gates and evaluation");
  const began = performance.now();
  const broken = await measure(run, stage, progress);
  progress.evaluationSeconds = secondsSince(began);
  return broken === null ? progress.report("measured", progress.cutShort) : progress.report("failed", broken);
}

/** Fills in gates and measurement. A failed gate leaves no measurement. Returns what broke, or null. */
async function measure(run: RunFile, stage: Stage, progress: Progress): Promise<string | null> {
  const { places, launch, processTag, watch } = stage;
  const { gates, evaluation, metric, repeat, shell } = run.definition;
  const laid = await inCheckout(run, stage, progress);
  const ways = {
    run: (script: string, restore: () => Promise<void>) => measureWith(script, 1, restore),
    gates: () => runGates(gates, { counts, isBaseline: true }, inGateTime),
  };
  const sides = new Sides(run, stage, { laid, files: progress.files }, ways);
  // Each run of the evaluation begins with that, too.
  if (gates.length > 0) await sides.clean();
  // What an agent put there before the evaluation was begun is gone.
  await rm(places.evaluation, { recursive: true, force: true });
  for (const fresh of [places.evaluationHome, places.evaluationTmp]) await mkdir(fresh, { recursive: true });
  const env = { ...launch.environment, HOME: places.evaluationHome, TMPDIR: places.evaluationTmp };
  const view = {
    cwd: places.checkout,
    writable: [places.evaluation],
    network: launch.cage?.evaluationNetwork ?? true,
  };
  const { gates: gateSeconds = Infinity, evaluation: evaluationSeconds = Infinity } = run.partSeconds ?? {};
  const command = (mostMs: number) => ({
    ...{ cwd: places.checkout, env, timeoutMs: Math.min(watch.leftMs(), mostMs), processTag },
    within: within(launch.cage, view),
  });
  const inGates = new Stopwatch(gateSeconds);

  const counts = run.gateCounts ?? {};
  const inGateTime = () => command(inGates.leftMs());
  const script = {
    metric,
    shell,
    scriptFile: places.script,
    inCheckout: () => command(evaluationSeconds * 1_000),
  };
  // How long a hold-out takes says nothing about the evaluation.
  const took = (text: string) => (seconds: number) => {
    if (text === evaluation) progress.evaluations.push(seconds);
  };
  const measureWith = (text: string, times: number, clean: () => Promise<void>) =>
    evaluate({ ...script, script: text, repeat: times, took: took(text), restore: clean });
  progress.gates = await runGates(gates, { counts, isBaseline: run.kind === "baseline" }, inGateTime);
  const failed = progress.gates.find(({ passed }) => !passed);
  if (failed !== undefined) {
    progress.output = failed.detail;
    return null;
  }
  const { measurement: found, output } = await measureWith(evaluation, repeat, () => sides.clean());
  progress.measurement = found;
  progress.output = output;
  if (isMissing(found) && progress.files.length > 0) {
    const base = await measureWith(evaluation, 1, () => takeBack(run, laid, progress.files));
    // The base lacks nothing, so the machine does not.
    if (!isMissing(base.measurement)) progress.measurement = { ...found, cause: "exit" };
  }
  return found.outcome === "measured" ? measuredAgain(run, progress, found, sides) : brokenBy(found);
}

/** What pairs and the hold-out say of what would be kept. */
async function measuredAgain(
  run: RunFile,
  progress: Progress,
  found: Extract<Measurement, { outcome: "measured" }>,
  sides: Sides,
): Promise<string | null> {
  const { pairs, measurement } = await confirm(run, found, sides);
  progress.pairs = pairs;
  progress.measurement = measurement;
  if (measurement.outcome !== "measured") {
    progress.output = sides.output;
    return brokenBy(measurement);
  }
  const held = await heldOut(run, found.metric, pairs, sides);
  if (held !== null && "end" in held) progress.holdOut = held.end;
  return held !== null && "broken" in held ? held.broken : null;
}

function brokenBy(measurement: Measurement): string | null {
  return measurement.outcome === "failed" ? measurement.reason : null;
}

type Failed = Extract<Measurement, { outcome: "failed" }>;

/** A tool is: what the proposal calls, or what the machine lost. */
function isMissing(measurement: Measurement): measurement is Failed {
  return measurement.outcome === "failed" && measurement.cause === "missing";
}

/** The checkout as the base is, but for what measured code built. */
async function takeBack({ definition }: RunFile, laid: Laid, files: readonly ProposedFile[]): Promise<void> {
  await writeProposal(
    laid.directory,
    files.filter(({ path }) => !laid.tree.has(path)).map((file) => ({ ...file, contents: null })),
  );
  await restore(laid, [], (path) => !isHeldOut(definition.holdOut, path));
}

/** The base where it is measured: laid out there already, where no agent worked on this machine. */
async function inCheckout(
  { definition }: RunFile,
  { base, laid, places }: Stage,
  { files }: Progress,
): Promise<Laid> {
  if (laid.directory === places.checkout) return laid;
  const proposed = new Set(files.map(({ path }) => path));
  return Laid.again(
    base,
    laid.tree,
    places.checkout,
    (path) => !proposed.has(path) && !isHeldOut(definition.holdOut, path),
  );
}

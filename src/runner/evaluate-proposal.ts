// The second stage of a run: what was proposed is checked, laid over a clean checkout of the base and measured there.
// Takes a proposal for a stranger's: nothing of it counts but the files that pass the check.

import { mkdir, rm } from "node:fs/promises";
import { asksAgent, type Report } from "../domain/journal/iteration.ts";
import { runProblem } from "../text/outcome/run-problems.ts";
import { unmatchedTargets } from "../text/program/target/against-tree.ts";
import type { Proposal } from "../text/run/proposal-file.ts";
import { MOST_LEFT } from "../text/run/run-parts.ts";
import type { RunFile } from "../text/run/run-request.ts";
import { isIsolated, within } from "./isolation/cage.ts";
import { confirm } from "./measure/confirmation.ts";
import { evaluate } from "./measure/evaluation.ts";
import { runGates } from "./measure/gates.ts";
import { secondsSince } from "./process/stopwatch.ts";
import { Progress } from "./progress.ts";
import { linesOf } from "./proposal/lines.ts";
import { checkProposal } from "./proposal/proposal-check.ts";
import { rulesOf } from "./proposal/proposal-rules.ts";
import type { Stage } from "./run-context.ts";
import { fitToTell } from "./telling.ts";
import { restore } from "./workspace/checkout.ts";
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
  const { gates, evaluation, metric, repeat } = run.definition;
  const laid = await inCheckout(stage, progress);
  const clean = async () => {
    await restore(laid, progress.files);
    await laid.believe(places.folder, isIsolated(launch.cage));
  };
  // Each run of the evaluation begins with that, too.
  if (gates.length > 0) await clean();
  // What an agent put there before the evaluation was begun is gone.
  await rm(places.evaluation, { recursive: true, force: true });
  for (const fresh of [places.evaluationHome, places.evaluationTmp]) await mkdir(fresh, { recursive: true });
  const env = { ...launch.environment, HOME: places.evaluationHome, TMPDIR: places.evaluationTmp };
  const view = {
    cwd: places.checkout,
    writable: [places.evaluation],
    network: launch.cage?.evaluationNetwork ?? true,
  };
  const command = () => ({
    ...{ cwd: places.checkout, env, timeoutMs: watch.leftMs(), processTag },
    within: within(launch.cage, view),
  });

  const counts = run.gateCounts ?? {};
  progress.gates = await runGates(gates, { counts, isBaseline: run.kind === "baseline" }, command);
  const failed = progress.gates.find(({ passed }) => !passed);
  if (failed !== undefined) {
    progress.output = failed.detail;
    return null;
  }
  const script = { script: evaluation, scriptFile: places.script, metric, inCheckout: command };
  const { measurement, output } = await evaluate({ ...script, repeat, restore: clean });
  progress.measurement = measurement;
  progress.output = output;
  if (measurement.outcome === "measured") {
    const confirmed = await confirm(run, stage, measurement, {
      clean,
      evaluate: async (restore) => (await evaluate({ ...script, repeat: 1, restore })).measurement,
      gates: () => runGates(gates, { counts, isBaseline: true }, command),
    });
    progress.pairs = confirmed.pairs;
    progress.measurement = confirmed.measurement;
  }
  return progress.measurement.outcome === "failed" ? progress.measurement.reason : null;
}

/** The base where it is measured: laid out there already, where no agent worked on this machine. */
async function inCheckout({ base, laid, places }: Stage, { files }: Progress): Promise<Laid> {
  if (laid.directory === places.checkout) return laid;
  const proposed = new Set(files.map(({ path }) => path));
  return Laid.again(base, laid.tree, places.checkout, (path) => !proposed.has(path));
}

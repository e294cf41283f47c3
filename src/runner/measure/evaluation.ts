// Measures a clean checkout: runs the program's script as often as it asks and takes the median. Must never
// read anything but the script's standard output as a metric.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { FailureCause, Measurement } from "../../domain/journal/iteration.ts";
import { median } from "../../domain/program/metric.ts";
import { type CommandEnd, runProblem } from "../../text/outcome/run-problems.ts";
import { metricKey, readMetric } from "../../text/run/metric-output.ts";
import { BASH, type ChildCommand, type ChildResult, runChild } from "../process/child.ts";
import { lastLines } from "../process/output.ts";

/** What the journal keeps of secondary metrics. */
const SECONDARY_METRICS = 100;
const NAME_CHARACTERS = 255;

interface Evaluation {
  /** Text of the shell script. */
  readonly script: string;
  /** Where to put it: outside the checkout, so that no file of it can take its place. */
  readonly scriptFile: string;
  /** Name of the metric, or null for the only numeric key. */
  readonly metric: string | null;
  readonly repeat: number;
  /** How commands run in the checkout. */
  readonly inCheckout: () => Omit<ChildCommand, "argv">;
  /** Puts the checkout's files back before each run. */
  readonly restore: () => Promise<void>;
}

type Measured = Extract<Measurement, { outcome: "measured" }>;

interface Evaluated {
  readonly measurement: Measurement;
  /** What the run that decided had printed last; empty where all went well. */
  readonly output: string;
}

/** The first run that gives no number decides; otherwise all of them do. */
export async function evaluate(evaluation: Evaluation): Promise<Evaluated> {
  const runs: Measured[] = [];
  for (let run = 0; run < evaluation.repeat; run += 1) {
    await evaluation.restore();
    const { measurement, output } = await measureOnce(evaluation);
    if (measurement.outcome !== "measured") return { measurement, output };
    const [first] = runs;
    if (first !== undefined && first.key !== measurement.key) {
      const reason = runProblem.otherKeys(first.key, measurement.key);
      return { measurement: { outcome: "failed", reason }, output };
    }
    runs.push(measurement);
  }
  return { measurement: middleOf(runs), output: "" };
}

async function measureOnce(evaluation: Evaluation): Promise<Evaluated> {
  const { script, scriptFile, inCheckout } = evaluation;
  // Written each time: the run before had the chance to change it.
  await mkdir(dirname(scriptFile), { recursive: true });
  await rm(scriptFile, { recursive: true, force: true });
  await writeFile(scriptFile, script, { mode: 0o600, flag: "wx" });
  const around = inCheckout();
  const child = await runChild({ ...around, argv: [...BASH, scriptFile] });
  return {
    measurement: measurementOf(child, evaluation.metric, around.timeoutMs),
    output: lastLines(`${child.stdout}\n${child.stderr}`),
  };
}

function measurementOf(
  { end, stdout, stderr }: ChildResult,
  metric: string | null,
  timeoutMs: number,
): Measurement {
  if (end.kind === "exit" && end.code === 0) return withKey(readMetric(stdout, metric), stdout, metric);
  // A script may say "rejected" and still end with an error; a number beside an error is not to be trusted.
  const said = end.kind === "exit" ? readMetric(stdout, metric) : null;
  if (said?.outcome === "rejected") return said;
  const last = lastLines(stderr, 5, 500) || lastLines(stdout, 5, 500);
  const reason = runProblem.evaluationEnded(end, timeoutMs, last);
  return { outcome: "failed", reason, cause: causeOf(end) };
}

/** A shell's words for a command that is not there, or cannot be started. */
const NOT_RUN: ReadonlySet<number> = new Set([126, 127]);

/** A script that ends with 128 and a signal's number passes on how its own command ended. */
function causeOf(end: CommandEnd): FailureCause {
  if (end.kind === "exit") return NOT_RUN.has(end.code) ? "missing" : end.code > 128 ? "killed" : "exit";
  if (end.kind === "missing") return "missing";
  return end.kind === "signal" ? "killed" : "timeout";
}

/** Which key was taken, where the program names none. */
function withKey(found: Measurement, stdout: string, metric: string | null): Measurement {
  const key = metric === null && found.outcome === "measured" ? metricKey(stdout) : null;
  return key === null || found.outcome !== "measured" ? found : { ...found, key };
}

/** Medians; a secondary metric counts only where every run had it, and only the first of very many. */
function middleOf(runs: readonly Measured[]): Measured {
  const [first] = runs;
  const names = Object.keys(first?.secondary ?? {}).filter((name) => name.length <= NAME_CHARACTERS);
  const secondary: [string, number][] = [];
  for (const name of names.slice(0, SECONDARY_METRICS)) {
    const values = runs.flatMap((run) => run.secondary[name] ?? []);
    if (values.length === runs.length) secondary.push([name, median(values)]);
  }
  return {
    outcome: "measured",
    metric: median(runs.map(({ metric }) => metric)),
    ...(first?.key === undefined ? {} : { key: first.key }),
    secondary: Object.fromEntries(secondary),
  };
}

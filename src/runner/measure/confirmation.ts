// Confirms what is better than the best: candidate and base are measured in turns, each in a checkout of its own that
// stands in the same place. Must never decide what is kept; the pairs go into the report.

import type { GateResult, Measurement } from "../../domain/journal/iteration.ts";
import { type Pair, type Side, verdictOf } from "../../domain/noise/pairs.ts";
import { isImprovement } from "../../domain/program/metric.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import type { RunFile } from "../../text/run/run-request.ts";
import { isIsolated } from "../isolation/cage.ts";
import type { Stage } from "../run-context.ts";
import { restore } from "../workspace/checkout.ts";
import { Laid } from "../workspace/laid.ts";
import { Turns } from "../workspace/turns.ts";
import { measurePairs } from "./pairs.ts";

/** How things are run where the candidate was measured. */
interface Ways {
  /** Puts the candidate's files back, in its own checkout. */
  readonly clean: () => Promise<void>;
  /** One run of the evaluation. @param clean puts the files of that side back before it */
  readonly evaluate: (clean: () => Promise<void>) => Promise<Measurement>;
  readonly gates: () => Promise<readonly GateResult[]>;
}

type Measured = Extract<Measurement, { outcome: "measured" }>;

/** The pairs (none where nothing had to be confirmed), and what is to be reported of the candidate. */
interface Confirmed {
  readonly pairs: readonly Pair[];
  readonly measurement: Measurement;
}

export async function confirm(run: RunFile, stage: Stage, found: Measured, ways: Ways): Promise<Confirmed> {
  const { confirm: asked } = run;
  if (asked === undefined) return { pairs: [], measurement: found };
  const { best, direction, minDelta, most } = asked;
  if (best !== null && !isImprovement(direction, minDelta, best, found.metric))
    return { pairs: [], measurement: found };

  stage.note("measuring it in turns with its base");
  const { places, launch } = stage;
  const base: { laid?: Laid } = {};
  const turns = await Turns.begin(places, async () => {
    base.laid = await Laid.again(stage.base, stage.laid.tree, places.checkout, () => true);
  });
  const cleanBase = async () => {
    if (base.laid === undefined) return;
    await restore(base.laid, []);
    await base.laid.believe(places.folder, isIsolated(launch.cage));
  };
  const failed = await failedGateOfBase(run, cleanBase, ways);
  if (failed !== null) return { pairs: [], measurement: { outcome: "failed", reason: failed } };
  const measure = async (side: Side) => {
    await turns.take(side);
    return ways.evaluate(side === "base" ? cleanBase : ways.clean);
  };
  // The untouched branch against itself shows how much it varies: that takes all pairs.
  const isDecided = (pairs: readonly Pair[]) =>
    best !== null && verdictOf(pairs, { most, direction, minDelta }) !== "undecided";
  const { pairs, broken } = await measurePairs({ most, isDecided, measure, key: found.key });
  return broken === null ? { pairs, measurement: found } : { pairs: [], measurement: broken };
}

/** What gates build, an evaluation may need; the candidate's have run before it was measured. */
async function failedGateOfBase(
  { definition }: RunFile,
  clean: () => Promise<void>,
  { gates }: Ways,
): Promise<string | null> {
  if (definition.gates.length === 0) return null;
  await clean();
  const failed = (await gates()).find(({ passed }) => !passed);
  return failed === undefined ? null : runProblem.gateOfBase(failed.name, failed.detail);
}

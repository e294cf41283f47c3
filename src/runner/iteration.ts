// One whole run on one machine: its two stages, one after the other, over one look at the base.

import type { Report } from "../domain/journal/iteration.ts";
import { runProblem } from "../text/outcome/run-problems.ts";
import { isAgentAsked, type RunFile } from "../text/run/run-request.ts";
import { begun } from "./begin.ts";
import { evaluateProposal } from "./evaluate-proposal.ts";
import { Stopwatch } from "./process/stopwatch.ts";
import { Progress } from "./progress.ts";
import { propose } from "./propose.ts";
import type { RunContext } from "./run-context.ts";

/** Never rejects for what agent, gates or evaluation do. Anything else that breaks becomes a `failed` report too. */
export async function runIteration(run: RunFile, around: RunContext): Promise<Report> {
  const watch = new Stopwatch(run.timeoutSeconds);
  try {
    const stage = await begun(
      around,
      watch,
      isAgentAsked(run) ? "workspace" : "checkout",
      run.definition.holdOut,
    );
    return await evaluateProposal(run, stage, await propose(run, stage));
  } catch (error) {
    const problem = runProblem.ofError(error);
    return new Progress(run, watch, null).report("failed", problem);
  }
}

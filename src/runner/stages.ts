// A stage of a run by itself, on a machine that knows nothing else of the run: a job on GitHub Actions. Both stages find
// out by themselves what they are asked for and what the base is; a document is all that passes from one to the other.

import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { AutoloopError, UserInput } from "../domain/errors.ts";
import { asksAgent, type Report } from "../domain/journal/iteration.ts";
import { AGENT_SHARE } from "../domain/limits.ts";
import { runProblem } from "../text/outcome/run-problems.ts";
import { decodeProposal, type Proposal } from "../text/run/proposal-file.ts";
import { readRunInputs } from "../text/run/run-inputs.ts";
import { DOCUMENT_CHARACTERS } from "../text/run/run-parts.ts";
import type { RunFile } from "../text/run/run-request.ts";
import { agentChosen, agentVariables, commonVariables, type Variables } from "./agent/agent-variables.ts";
import { readAssignment } from "./assignment.ts";
import { begun } from "./begin.ts";
import { evaluateProposal } from "./evaluate-proposal.ts";
import { killTagged } from "./process/processes.ts";
import { Stopwatch } from "./process/stopwatch.ts";
import { Progress } from "./progress.ts";
import { readRegular } from "./proposal/proposal.ts";
import { failedProposal, propose } from "./propose.ts";
import type { RunContext } from "./run-context.ts";
import { baseInObjects } from "./workspace/base.ts";
import { placesIn } from "./workspace/folder.ts";
import { removeTree } from "./workspace/remove.ts";
import { writeWhole } from "./workspace/whole-file.ts";

/** Where a stage reads and writes. */
export interface StagePlaces {
  /** A checkout of the memory branch. */
  readonly memory: string;
  /** A checkout of the base commit, of which only git's objects are read. */
  readonly base: string;
  /** The document to write. */
  readonly out: string;
}

/** What a stage needs of the process that it runs in. `note` is told each step, for the job's log. */
export interface Machine {
  readonly variables: Variables;
  /** Names this stage among all processes, see `processes.ts`. */
  readonly processTag: string;
  readonly note: (step: string) => void;
  /** Calls the function when the stage is still going on after its time. */
  readonly onOverstay: (watch: Stopwatch, late: () => Promise<void>) => void;
}

/**
 * Lets the agent work and writes a proposal, also for an agent that failed.
 * @throws AutoloopError when what is asked for cannot be found out
 */
export function proposeStage(places: StagePlaces, machine: Machine): Promise<void> {
  return inFolder(places, machine, async (request, around) => {
    const { variables } = machine;
    const run = { ...request, agentCommand: variables.AUTOLOOP_AGENT_COMMAND || null };
    const watch = new Stopwatch(run.timeoutSeconds);
    const stage = await begun(
      around,
      watch,
      asksAgent(run.kind) ? "workspace" : "checkout",
      run.definition.holdOut,
    );
    const late = runProblem.late(run.timeoutSeconds);
    machine.onOverstay(stage.watch, () =>
      writeWhole(places.out, JSON.stringify(failedProposal(run, stage, late))),
    );
    if (!asksAgent(run.kind)) return propose(run, stage);
    try {
      const secrets = agentVariables(variables, run);
      const launch = { ...stage.launch, secrets, agent: agentChosen(variables, run.agent) };
      return await propose(run, { ...stage, launch });
    } catch (error) {
      if (!(error instanceof UserInput)) throw error;
      return failedProposal(run, stage, `${error.message} ${error.hint}`);
    }
  });
}

/**
 * Measures what `proposal` holds and writes a report, also about a proposal that cannot be used.
 * @throws AutoloopError when what is asked for cannot be found out
 */
export function evaluateStage(places: StagePlaces, proposal: string, machine: Machine): Promise<void> {
  return inFolder(places, machine, async (run, around) => {
    const handed = await readProposal(proposal);
    // What the first stage says it took is believed only as far as it may take.
    const most = run.partSeconds?.agent ?? AGENT_SHARE * run.timeoutSeconds;
    const spent = "unusable" in handed ? 0 : Math.min(handed.seconds.total, most);
    const watch = new Stopwatch(run.timeoutSeconds, spent);
    const unread = new Progress(run, watch, null);
    machine.onOverstay(watch, () => writeWhole(places.out, JSON.stringify(unread.late())));
    if ("unusable" in handed) return unread.report("failed", handed.unusable);
    return evaluateProposal(run, await begun(around, watch, "checkout", run.definition.holdOut), handed);
  });
}

async function inFolder(
  { memory, base, out }: StagePlaces,
  { variables, processTag, note }: Machine,
  work: (run: RunFile, around: RunContext) => Promise<Proposal | Report>,
): Promise<void> {
  const request = await readAssignment(memory, readRunInputs(variables));
  const folder = join(tmpdir(), processTag);
  const places = placesIn(folder);
  await mkdir(folder, { mode: 0o700 });
  try {
    const environment = commonVariables(variables);
    const { PATH: searchPath = "" } = environment;
    const objects = join(resolve(base), ".git", "objects");
    const files = baseInObjects({ objects, folder, searchPath }, request.base);
    const run = { ...request, leftOut: await files.leftOut() };
    const launch = { environment, secrets: {} };
    // A job that is cancelled hands nothing over, so nobody could be told.
    const tell = () => Promise.resolve();
    const document = await work(run, { places, base: files, launch, processTag, note, tell });
    await killTagged(processTag);
    await writeWhole(out, JSON.stringify(document));
  } finally {
    await removeTree(folder).catch(() => undefined);
  }
}

/** The proposal, or why there is none that can be used. */
async function readProposal(file: string): Promise<Proposal | { readonly unusable: string }> {
  const bytes = await readRegular(file, DOCUMENT_CHARACTERS);
  if (bytes === null) return { unusable: runProblem.noProposal() };
  try {
    return decodeProposal(bytes.toString("utf8"));
  } catch (error) {
    if (error instanceof AutoloopError) return { unusable: error.message };
    throw error;
  }
}

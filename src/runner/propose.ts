// The first stage of a run: the agent works on its copy, and files are taken from it. Once they are taken, nothing of
// the workspace is used again. Measures nothing.

import { type Answer, asksAgent } from "../domain/journal/iteration.ts";
import { AGENT_SHARE } from "../domain/limits.ts";
import { UNKNOWN_COST } from "../text/agents/usage.ts";
import { runProblem } from "../text/outcome/run-problems.ts";
import type { Proposal, ProposalOutcome } from "../text/run/proposal-file.ts";
import { clip, MOST_LEFT } from "../text/run/run-parts.ts";
import type { RunFile } from "../text/run/run-request.ts";
import { type AgentRun, runAgent } from "./agent/agent-run.ts";
import { secretValues } from "./agent/secrets.ts";
import { isShown } from "./begin.ts";
import { isIsolated } from "./isolation/cage.ts";
import { changesIn } from "./proposal/changes.ts";
import { ignoredBy } from "./proposal/ignored.ts";
import { takeProposal } from "./proposal/proposal.ts";
import { rulesOf } from "./proposal/proposal-rules.ts";
import type { Stage } from "./run-context.ts";
import { fitToTell } from "./telling.ts";
import { drawBorders } from "./workspace/borders.ts";
import { removeTree } from "./workspace/remove.ts";

const NOBODY: AgentRun = {
  problem: null,
  isCutShort: false,
  output: "",
  answer: null,
  cost: UNKNOWN_COST,
  seconds: 0,
};

/** Never rejects: whatever breaks becomes a `failed` proposal. One that only measures proposes no file and needs no agent. */
export async function propose(run: RunFile, stage: Stage): Promise<Proposal> {
  let agent = NOBODY;
  let outcome: ProposalOutcome = { outcome: "proposed", files: [] };
  try {
    if (asksAgent(run.kind)) {
      stage.note("agent");
      const { places, launch, watch, laid } = stage;
      await drawBorders(places.workspace);
      await laid.believe(places.folder, isIsolated(launch.cage));
      agent = await runAgent(run, stage, watch.leftMs() * AGENT_SHARE);
      outcome = await outcomeOf(agent, run, stage);
    }
  } catch (error) {
    outcome = failed(runProblem.ofError(error));
  }
  return proposal(run, stage, agent, outcome);
}

/** The proposal of a stage of which nothing is known but why it failed. */
export function failedProposal(run: RunFile, stage: Stage, problem: string): Proposal {
  return proposal(run, stage, NOBODY, failed(problem));
}

/** What an agent changed before its time was over is worth as much as any other change; the measuring decides. */
async function outcomeOf(agent: AgentRun, run: RunFile, stage: Stage): Promise<ProposalOutcome> {
  const { isCutShort } = agent;
  const told = fitToTell(stage);
  const problem = agent.problem === null ? null : told(agent.problem);
  const output = told(agent.output);
  if (problem !== null && !isCutShort) return failed(problem, output);
  const outcome = await takeFiles(run, stage);
  if (problem === null) return outcome;
  return outcome.outcome === "proposed" ? { ...outcome, problem: clip(problem) } : failed(problem, output);
}

async function takeFiles(
  run: RunFile,
  { places, launch, base, laid, note }: Stage,
): Promise<ProposalOutcome> {
  note("taking the proposal");
  const { tree } = laid;
  const ignored = await ignoredBy(places.folder, base, tree, launch.environment);
  const changes = await changesIn(laid, isShown, ignored);
  if (changes.length === 0) return { outcome: "empty", problem: runProblem.noChange() };
  const rules = { ...rulesOf(run), secrets: secretValues(launch.secrets) };
  const taken = await takeProposal(places.workspace, changes, tree, rules);
  if ("refused" in taken) return { outcome: "refused", problem: clip(taken.refused) };
  // What cannot be removed (read-only folders of a tool, files of another user) is in nobody's way.
  await removeTree(places.workspace).catch(() => undefined);
  const { files, left } = taken;
  return { outcome: "proposed", files, ...(left.length === 0 ? {} : { left: left.slice(0, MOST_LEFT) }) };
}

function failed(problem: string, output = ""): ProposalOutcome {
  return { outcome: "failed", problem: clip(problem), ...(output === "" ? {} : { output: clip(output) }) };
}

function proposal(run: RunFile, stage: Stage, agent: AgentRun, outcome: ProposalOutcome): Proposal {
  const { watch } = stage;
  return {
    v: 1,
    nonce: run.nonce,
    base: run.base,
    answer: agent.answer && toldAnswer(agent.answer, fitToTell(stage)),
    cost: agent.cost ?? UNKNOWN_COST,
    seconds: { total: watch.seconds(), agent: agent.seconds },
    ...outcome,
  };
}

/** What it says of its work names the places in which it worked. */
function toldAnswer(answer: Answer, told: (text: string) => string): Answer {
  const { change, hypothesis, lessons, foreclosed, future } = answer;
  return {
    ...answer,
    change: told(change),
    hypothesis: told(hypothesis),
    lessons: lessons.map(told),
    foreclosed: foreclosed.map(told),
    future: future.map(told),
  };
}

// Lets an agent work on its copy of the files. What it may see is listed here; what it did is found out later
// by looking at the files, and what it says is only quoted.

import { mkdir, writeFile } from "node:fs/promises";
import type { Answer, Cost } from "../../domain/journal/iteration.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import { ANSWER_CHARACTERS, decodeAnswer } from "../../text/run/answer.ts";
import type { Launch, RunFile } from "../../text/run/run-request.ts";
import { type Agent, agentNames, findAgent, variablesFor } from "../agents/agents.ts";
import { within } from "../isolation/cage.ts";
import { runChild } from "../process/child.ts";
import { lastLines } from "../process/output.ts";
import { readRegular } from "../proposal/proposal.ts";
import { copyBase } from "../workspace/checkout.ts";
import type { Places } from "../workspace/folder.ts";
import { redact, secretValues } from "./secrets.ts";

export interface AgentRun {
  /** Why the agent's work cannot be used; null when it ended well. */
  readonly problem: string | null;
  readonly answer: Answer | null;
  readonly cost: Cost | null;
  readonly seconds: number;
}

/** @param timeoutMs wall time for the agent alone */
export async function runAgent(
  run: RunFile,
  places: Places,
  launch: Launch,
  processTag: string,
  timeoutMs: number,
): Promise<AgentRun> {
  const agent = findAgent(run.agent, run.agentCommand);
  if (agent === null) {
    const problem = runProblem.noAgent(run.agent, agentNames(run.agentCommand));
    return { problem, answer: null, cost: null, seconds: 0 };
  }
  await copyBase(places.base, places.workspace);
  for (const directory of [places.agentHome, places.agentTmp, places.exchange]) {
    await mkdir(directory, { recursive: true });
  }
  await writeFile(places.prompt, run.prompt);
  await writeFile(places.context, JSON.stringify(run.context ?? null));
  const { end, stdout, stderr, seconds } = await runChild({
    argv: agent.argv(places),
    within: within(launch.cage, { cwd: places.workspace, writable: [places.agent], network: true }),
    cwd: places.workspace,
    env: agentEnvironment(agent, places, launch),
    ...(agent.stdin ? { input: run.prompt } : {}),
    timeoutMs,
    processTag,
  });
  const answer = await readRegular(places.answer, ANSWER_CHARACTERS);
  const secrets = secretValues(launch.secrets);
  const said = redact(lastLines(stderr, 5, 500) || lastLines(stdout, 5, 500), secrets);
  const ok = end.kind === "exit" && end.code === 0;
  return {
    problem: ok ? null : runProblem.agentEnded(end, timeoutMs, said),
    answer: answer === null ? null : decodeAnswer(redact(answer.toString("utf8"), secrets)),
    cost: agent.cost(stdout),
    seconds,
  };
}

function agentEnvironment(
  agent: Agent,
  places: Places,
  { environment, secrets }: Launch,
): Record<string, string> {
  return {
    ...environment,
    ...variablesFor(agent, secrets),
    HOME: places.agentHome,
    TMPDIR: places.agentTmp,
    AUTOLOOP_PROMPT: places.prompt,
    AUTOLOOP_CONTEXT: places.context,
    AUTOLOOP_ANSWER: places.answer,
  };
}

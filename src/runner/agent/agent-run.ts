// Lets an agent work on its copy of the files. What it may see is listed here; what it did is found out later
// by looking at the files, and what it says is only quoted.

import { mkdir, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Answer, Cost } from "../../domain/journal/iteration.ts";
import type { AgentSetting } from "../../text/agents/agent-row.ts";
import { agentKeys, isPaid } from "../../text/agents/agents.ts";
import { sha256 } from "../../text/format/hash.ts";
import { type CommandEnd, runHint, runProblem } from "../../text/outcome/run-problems.ts";
import { ANSWER_CHARACTERS, decodeAnswer } from "../../text/run/answer.ts";
import { wholePrompt } from "../../text/run/prompt-of-machine.ts";
import { type AgentChosen, NOTHING_CHOSEN, type RunFile } from "../../text/run/run-request.ts";
import { type Agent, agentNames, findAgent, variablesFor } from "../agents/agents.ts";
import { isIsolated, within } from "../isolation/cage.ts";
import { runChild } from "../process/child.ts";
import { lastLines } from "../process/output.ts";
import { readRegular } from "../proposal/proposal.ts";
import type { RunContext } from "../run-context.ts";
import type { Places } from "../workspace/folder.ts";
import { isReal } from "../workspace/real-place.ts";
import { agentWatch } from "./agent-watch.ts";
import { CostSoFar } from "./cost-so-far.ts";
import { readRecords } from "./records.ts";
import { redact, secretValues } from "./secrets.ts";

export interface AgentRun {
  /** Why the agent did not end well; null when it did. */
  readonly problem: string | null;
  /** Its time or a limit of its own was over: what it did until then can be measured all the same. */
  readonly isCutShort: boolean;
  /** What it printed last, where it did not end well and speaks no JSON; else what it complained of. */
  readonly output: string;
  readonly answer: Answer | null;
  readonly cost: Cost | null;
  readonly seconds: number;
}

/**
 * @param around the workspace is there
 * @param timeoutMs wall time for the agent alone
 */
export async function runAgent(
  run: RunFile,
  around: Pick<RunContext, "places" | "launch" | "processTag" | "tell">,
  timeoutMs: number,
): Promise<AgentRun> {
  const { places, launch, processTag, tell } = around;
  const agent = findAgent(run.agent, run.agentCommand);
  if (agent === null) return notStarted(runProblem.noAgent(run.agent, agentNames(run.agentCommand)));
  const chosen = launch.agent ?? NOTHING_CHOSEN;
  const given = variablesFor(agent, launch.secrets);
  if (!isPaid(run.agent, Object.keys(given))) {
    return notStarted(`${runProblem.noKey(run.agent)} ${runHint.noKey(agentKeys(run.agent))}`);
  }
  const setting = agent.setting?.(chosen, Object.keys(given)) ?? {};
  const cache = await cacheOf(agent, run, chosen);
  await prepare(places, setting);
  const prompt = wholePrompt(run.prompt, places, agent.commands);
  await writeFile(places.prompt, prompt);
  await writeFile(places.context, JSON.stringify(run.context ?? null));
  const soFar = new CostSoFar(agent, () => recordsIn(places, agent), tell);
  const { end, stdout, stderr, seconds } = await runChild({
    argv: agent.argv({ ...places, isIsolated: isIsolated(launch.cage) }, chosen),
    within: within(launch.cage, {
      cwd: places.workspace,
      writable: [places.agent, ...new Set(Object.values(cache))],
      network: true,
    }),
    cwd: places.workspace,
    env: {
      ...launch.environment,
      ...given,
      ...setting.environment,
      ...cache,
      HOME: places.agentHome,
      TMPDIR: places.agentTmp,
      AUTOLOOP_PROMPT: places.prompt,
      AUTOLOOP_CONTEXT: places.context,
      AUTOLOOP_ANSWER: places.answer,
    },
    ...(agent.stdin ? { input: prompt } : {}),
    timeoutMs,
    processTag,
    onlookers: [agentWatch(agent, chosen.silentMs), soFar],
  });
  const secrets = secretValues(launch.secrets);
  const output = { stdout, stderr, records: await recordsIn(places, agent) };
  const answer = await answerIn(places);
  const ok = end.kind === "exit" && end.code === 0;
  const failure = ok ? null : agent.failure(output);
  const cost = agent.cost(output);
  await soFar.settle(cost);
  const said = failure && { ...failure, said: redact(failure.said, secrets) };
  const told =
    said ?? (isUntold(agent, end, agent.hasAnswered?.(output) ?? !!cost.input_tokens) ? "untold" : null);
  const lines = redact(lastWords(agent, end, stdout, stderr), secrets);
  return {
    problem: ok ? null : runProblem.agentEnded(end, timeoutMs, told, lines),
    isCutShort: isOver(end) || failure?.limit != null,
    output: ok ? "" : redact(lastLines(agent.speaks ? stderr : `${stdout}\n${stderr}`), secrets),
    answer: answer === null ? null : decodeAnswer(redact(answer.toString("utf8"), secrets)),
    cost,
    seconds,
  };
}

/** What it wrote down of its session, where that lies in its own folders. */
async function recordsIn({ folder, agentHome }: Places, { records }: Agent): Promise<string> {
  return (await isReal(folder, agentHome)) ? readRecords(agentHome, records) : "";
}

async function answerIn({ folder, exchange, answer }: Places): Promise<Buffer | null> {
  return (await isReal(folder, exchange)) ? readRegular(answer, ANSWER_CHARACTERS) : null;
}

/** Of an agent that speaks in JSON only standard error, and nothing where it was stopped while all went well. */
function lastWords({ speaks }: Agent, end: CommandEnd, stdout: string, stderr: string): string {
  if (!speaks) return lastLines(stderr, 5, 500) || lastLines(stdout, 5, 500);
  return isOver(end) ? "" : lastLines(stderr, 5, 500);
}

function notStarted(problem: string): AgentRun {
  return { problem, isCutShort: false, output: "", answer: null, cost: null, seconds: 0 };
}

/** Stopped in the middle of its work, for nothing that it did. */
function isOver({ kind }: CommandEnd): boolean {
  return kind === "timeout" || kind === "stalled";
}

/** It was silent for too long, or its time was over before a model had answered: nobody knows what it waited for. */
function isUntold({ speaks }: Agent, { kind }: CommandEnd, hasAnswered: boolean): boolean {
  return speaks && (kind === "stalled" || (kind === "timeout" && !hasAnswered));
}

async function prepare(places: Places, { home = {} }: AgentSetting): Promise<void> {
  for (const directory of [places.agentHome, places.agentTmp, places.exchange]) {
    await mkdir(directory, { recursive: true });
  }
  for (const [path, text] of Object.entries(home)) {
    const file = join(places.agentHome, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** Each repository has a cache of its own: what an agent of one leaves there is code that the next run starts. */
async function cacheOf(
  { name, caches = [] }: Agent,
  { key }: RunFile,
  { cache }: AgentChosen,
): Promise<Record<string, string>> {
  if (cache === null || caches.length === 0) return {};
  const repository = sha256(JSON.stringify([key.account, key.owner, key.name])).slice(0, 16);
  const directory = join(cache, name, repository);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // A sandbox has no links that would lead there.
  const real = await realpath(directory);
  return Object.fromEntries(caches.map((variable) => [variable, real]));
}

// Which variables of a job on GitHub Actions a run may see. Everything else stays, above all what belongs to the job:
// its token, its files and its services.

import { UserInput } from "../../domain/errors.ts";
import { readChoice, SILENCE_MINUTES, SILENCE_VARIABLE } from "../../text/agents/agent-choice.ts";
import { agentSecrets, isPaid } from "../../text/agents/agents.ts";
import { runHint, runProblem } from "../../text/outcome/run-problems.ts";
import {
  type AgentChosen,
  COMMON_VARIABLES,
  type Launch,
  NOTHING_CHOSEN,
  type RunFile,
} from "../../text/run/run-request.ts";
import { findAgent, ownVariables, variablesFor } from "../agents/agents.ts";

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The job's own, and the inputs of the run: whoever knows its nonce could speak for it. */
const KEPT = /^(?:GITHUB|ACTIONS|RUNNER|INPUT|AUTOLOOP)_/i;

/** What every process of a run may see. */
export function commonVariables(variables: Variables): Record<string, string> {
  return picked(variables, (name) => COMMON_VARIABLES.includes(name));
}

/**
 * What the agent may see besides: the variables that `AUTOLOOP_AGENT_VARIABLES` names with commas between them, else
 * those made for this agent. An empty value counts as absent, as GitHub gives one for a secret that is not there.
 * @throws UserInput for a name that no agent may be given, and where the agent's secret is missing
 */
export function agentVariables(variables: Variables, run: RunFile): Launch["secrets"] {
  const agent = findAgent(run.agent, run.agentCommand);
  // Who starts the agent says that there is none of that name.
  if (agent === null) return {};
  const names = (variables.AUTOLOOP_AGENT_VARIABLES ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const kept = names.find((name) => KEPT.test(name));
  if (kept !== undefined) {
    throw new UserInput(runProblem.keptVariable(kept), runHint.keptVariable());
  }
  const open = picked(variables, (name) => !KEPT.test(name));
  const given =
    names.length === 0
      ? ownVariables(agent, open)
      : variablesFor(
          agent,
          picked(open, (name) => names.includes(name)),
        );
  if (!isPaid(run.agent, Object.keys(given))) {
    throw new UserInput(runProblem.noKey(run.agent), runHint.noSecret(agentSecrets(run.agent)));
  }
  return given;
}

/**
 * What the repository's variables choose for the agent. Each job has a fresh machine, so nothing is kept.
 * @throws UserInput for what cannot be meant
 */
export function agentChosen(variables: Variables, agent: string): AgentChosen {
  const { choice, problems } = readChoice(agent, variables);
  const [first] = problems;
  if (first !== undefined) throw new UserInput(`${first}.`, runHint.choice());
  return { ...NOTHING_CHOSEN, ...choice, silentMs: silence(variables[SILENCE_VARIABLE] || null) };
}

function silence(minutes: string | null): number {
  if (minutes === null) return NOTHING_CHOSEN.silentMs;
  const { least, most } = SILENCE_MINUTES;
  const given = /^\d{1,4}$/.test(minutes) ? Number(minutes) : 0;
  if (given >= least && given <= most) return given * 60_000;
  throw new UserInput(runProblem.silence(SILENCE_VARIABLE, least, most), runHint.choice());
}

function picked(variables: Variables, wanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined || value === "" || !wanted(name) ? [] : [[name, value]],
    ),
  );
}

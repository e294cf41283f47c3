// What a runner of this machine is told on its standard input. Hands on no variable that is not named.

import { type AgentChosen, type Cage, COMMON_VARIABLES, type Launch } from "../text/run/run-request.ts";
import { keyOf } from "./local-outcome.ts";

export interface LaunchOptions {
  /** The environment to take from; nothing is passed on but what is named. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of the variables that the agent's process may see, such as `ANTHROPIC_API_KEY`. */
  readonly agentVariables: readonly string[];
  /** By which reports are known to be a runner's. Outlives this process, as runs do, and is never written down. */
  readonly reportSecret: string;
  /** How this machine keeps agents and evaluations apart from the rest of it; null: not at all. */
  readonly cage: Cage | null;
  /** What the operator chose; model and server are for the agent of this name alone. */
  readonly chosen?: AgentChosen & { readonly agent: string };
}

export function launchOf(options: LaunchOptions, nonce: string, agent: string): Launch {
  const { environment, agentVariables, reportSecret, cage, chosen } = options;
  const pick = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = environment[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return {
    environment: pick(COMMON_VARIABLES),
    secrets: pick(agentVariables),
    reportKey: keyOf(reportSecret, nonce),
    ...(cage === null ? {} : { cage }),
    ...chosenFor(agent, chosen),
  };
}

/** What a runner that crashed may have printed of what it was given; its last words are for everybody to read. */
export function secretsOf(
  { environment, agentVariables, reportSecret }: LaunchOptions,
  nonce: string,
): readonly string[] {
  return [...agentVariables.flatMap((name) => environment[name] ?? []), keyOf(reportSecret, nonce)];
}

/** An agent that a repository chose gets no model of another one, and no key of its own goes to that one's server. */
function chosenFor(agent: string, chosen: LaunchOptions["chosen"]): Pick<Launch, "agent"> {
  if (chosen === undefined) return {};
  const { agent: named, ...all } = chosen;
  return { agent: agent === named ? all : { ...all, model: null, baseUrl: null } };
}

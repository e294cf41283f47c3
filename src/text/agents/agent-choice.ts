// What an operator may choose for an agent, on this machine and in a repository's workflow: model and server. Both stand in
// command lines and variables of the agent, so neither may look like anything else.

import { isServerUrl } from "../format/server-url.ts";
import type { AgentChoice } from "./agent-row.ts";
import { agentNamed } from "./agents.ts";

/** Names of the variables in which they are given. */
export const CHOICE_VARIABLE = {
  model: "AUTOLOOP_AGENT_MODEL",
  baseUrl: "AUTOLOOP_AGENT_BASE_URL",
} as const satisfies Record<keyof AgentChoice, string>;

/** Names the variable for the minutes that an agent may say nothing, and what these may be. */
export const SILENCE_VARIABLE = "AUTOLOOP_AGENT_SILENCE_MINUTES";
export const SILENCE_MINUTES = { least: 1, most: 1_440, otherwise: 10 } as const;

const FIT: Readonly<Record<keyof AgentChoice, (given: string) => boolean>> = {
  model: (given) => /^\w[\w./:@+-]{0,199}$/.test(given),
  baseUrl: isServerUrl,
};

const SHAPE: Readonly<Record<keyof AgentChoice, string>> = {
  model: "must be the name of a model: letters, digits and `._/:@+-`",
  baseUrl: "must be an https URL without a query (http only for this machine)",
};

/** What an agent of this name is given, and a line about each choice that is wrong or that it takes no notice of. */
export function readChoice(
  agent: string,
  variables: Readonly<Record<string, string | undefined>>,
): { readonly choice: AgentChoice; readonly problems: readonly string[] } {
  const takes = agentNamed(agent)?.takes ?? [];
  const problems: string[] = [];
  const read = (what: keyof AgentChoice): string | null => {
    const given = variables[CHOICE_VARIABLE[what]] || null;
    if (given === null) return null;
    if (!FIT[what](given)) problems.push(`${CHOICE_VARIABLE[what]} ${SHAPE[what]}`);
    else if (!takes.includes(what)) problems.push(`${CHOICE_VARIABLE[what]}: the agent ${agent} takes none`);
    return given;
  };
  return { choice: { model: read("model"), baseUrl: read("baseUrl") }, problems };
}

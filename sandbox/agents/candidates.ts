// What can be tried here: the agents that npm installs and that can be pointed to a model service on this machine, and
// `acp` with each of the command lines below.

import { join } from "node:path";
import { AGENTS } from "../../src/text/agents/agents.ts";
import { acp } from "../../src/text/agents/rows/acp.ts";
import { installed } from "./install.ts";
import { SPEAKERS } from "./speakers.ts";
import { type Way, wayOf } from "./ways.ts";

/** Some command lines need a newer Node than Autoloop does. */
export const NODE = "node@24.21.0";

/** What is tried: an agent, for `acp` with the operator's command line. */
interface Choice {
  /** Names it here; the agent's own name but for `acp`. */
  readonly name: string;
  readonly agent: string;
  readonly agentCommand: string | null;
  readonly way: Way;
  /** Its package with its version. */
  readonly spec: string;
}

/** A choice that is installed. */
export interface Candidate extends Choice {
  readonly version: string;
  /** Folders of its commands. */
  readonly commands: readonly string[];
  /** Where agents keep what they fetch. */
  readonly cache: string;
}

const CHOICE: readonly Choice[] = [
  ...AGENTS.flatMap(({ name, install }) => {
    const way = wayOf(name);
    return install === null || way === null
      ? []
      : [{ name, agent: name, agentCommand: null, way, spec: install }];
  }),
  ...SPEAKERS.map(({ name, line, ...more }) => ({ ...more, name, agent: acp.name, agentCommand: line })),
];

export const CANDIDATES: readonly string[] = CHOICE.map(({ name }) => name);

/**
 * The candidate of that name, installed in this folder if it is not yet.
 * @param begins told of each package before it is fetched
 * @throws Error for a name that is not in `CANDIDATES`, and where npm fails
 */
export async function candidate(
  name: string,
  cache: string,
  begins: (spec: string) => void,
): Promise<Candidate> {
  const found = CHOICE.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no agent ${name} to try`);
  const { spec } = found;
  const commands: string[] = [];
  for (const one of [spec, NODE]) commands.push(await installed(cache, one, () => begins(one)));
  return {
    ...found,
    version: spec.slice(spec.lastIndexOf("@") + 1),
    commands,
    cache: join(cache, "kept"),
  };
}

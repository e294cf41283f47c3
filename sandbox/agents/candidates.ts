// The agents that can be tried here: those that npm installs and that can be pointed to a model service on this machine.

import { join } from "node:path";
import type { AgentRow } from "../../src/text/agents/agent-row.ts";
import { AGENTS } from "../../src/text/agents/agents.ts";
import { installed } from "./install.ts";
import { type Way, wayOf } from "./ways.ts";

/** Some command lines need a newer Node than Autoloop does. */
export const NODE = "node@24.21.0";

/** An agent that is installed. */
export interface Candidate {
  readonly row: AgentRow;
  readonly way: Way;
  readonly version: string;
  /** Folders of its commands. */
  readonly commands: readonly string[];
  /** Where agents keep what they fetch. */
  readonly cache: string;
}

const CHOICE = AGENTS.flatMap((row) => {
  const way = wayOf(row.name);
  return row.install === null || way === null ? [] : [{ row, way, spec: row.install }];
});

export const CANDIDATES: readonly string[] = CHOICE.map(({ row }) => row.name);

/**
 * The agent of that name, installed in this folder if it is not yet.
 * @param begins told of each package before it is fetched
 * @throws Error for a name that is not in `CANDIDATES`, and where npm fails
 */
export async function candidate(
  name: string,
  cache: string,
  begins: (spec: string) => void,
): Promise<Candidate> {
  const found = CHOICE.find(({ row }) => row.name === name);
  if (found === undefined) throw new Error(`there is no agent ${name} to try`);
  const { row, way, spec } = found;
  const commands: string[] = [];
  for (const one of [spec, NODE]) commands.push(await installed(cache, one, () => begins(one)));
  return { row, way, version: spec.slice(spec.lastIndexOf("@") + 1), commands, cache: join(cache, "kept") };
}

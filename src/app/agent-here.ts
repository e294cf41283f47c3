// Whether this machine could start an agent: its command and what pays for it. Looks only where runs happen here; starts
// nothing, and says no path of the machine to anybody.

import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { traits } from "../domain/executors.ts";
import type { AgentHere } from "../domain/repository/readiness.ts";
import { agentKeys, agentNamed, isPaid } from "../text/agents/agents.ts";
import type { Config } from "./settings/config.ts";

/** @returns null where runs happen elsewhere, and for a name that no agent has */
export function agentHere(
  config: Pick<Config, "executor" | "agentCommand" | "agentEnvironment" | "commonEnvironment">,
): (agent: string) => Promise<AgentHere | null> {
  return async (name) => {
    const row = agentNamed(name);
    if (row === null || !traits(config.executor).isHere) return null;
    if (row.isOperators)
      return { command: null, isThere: config.agentCommand !== null, isPaid: true, keys: [] };
    const { variablesFor } = await import("../runner/agents/agents.ts");
    const set = Object.entries(config.agentEnvironment).flatMap(([one, value]) =>
      value ? [[one, value]] : [],
    );
    const given = Object.keys(variablesFor(row, Object.fromEntries(set)));
    const pays = { isPaid: isPaid(name, given), keys: agentKeys(name) };
    // What nobody installs comes with the runner.
    if (row.install === null) return { command: null, isThere: true, ...pays };
    return { command: name, isThere: await isOnPath(name, config.commonEnvironment.PATH ?? ""), ...pays };
  };
}

async function isOnPath(command: string, searchPath: string): Promise<boolean> {
  for (const folder of searchPath.split(":").filter((one) => one.startsWith("/"))) {
    const isThere = await access(join(folder, command), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
}

// How this machine keeps agents and evaluations apart from the rest of it: asked once at a start, of the machine itself.
// Loads what looks only where runs happen here.

import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { traits } from "../domain/executors.ts";
import type { Isolation } from "../domain/policy.ts";
import type { Cage } from "../text/run/run-request.ts";
import type { Config } from "./settings/config.ts";
import { ConfigError } from "./settings/config-error.ts";

interface Found {
  readonly isolation: Isolation;
  /** Null: runs happen elsewhere. */
  readonly cage: Cage | null;
  /** Why there is none although somebody asked for it; null where there is. */
  readonly problem: string | null;
}

/**
 * The same for a process that runs agents here: their folder is there from now on, so that it can be hidden.
 * @throws ConfigError where isolation is required and this machine has none
 */
export async function isolateHere(config: Config): Promise<Found> {
  // A folder that cannot be made shows when the first run is to begin.
  if (traits(config.executor).isHere && config.isolation !== "none")
    await mkdir(config.workDir, { recursive: true }).catch(() => undefined);
  return isolate(config);
}

/** @throws ConfigError where isolation is required and this machine has none */
export async function isolate(config: Config): Promise<Found> {
  if (!traits(config.executor).isHere) return { isolation: "elsewhere", cage: null, problem: null };
  const { cageOn } = await import("../runner/isolation/probe.ts");
  const { isolation: asked, evaluationNetwork, workDir, secretFiles } = config;
  const searchPath = config.commonEnvironment.PATH ?? "";
  const caches = config.agentChosen.cache === null ? [] : [config.agentChosen.cache];
  const own = { workDir, appFolder: resolve("."), secretFiles, caches, searchPath };
  const { cage, problem } = await cageOn({ ...own, isolation: asked, evaluationNetwork });
  if (problem !== null && asked === "required")
    throw new ConfigError([
      `AUTOLOOP_ISOLATION is not to be had on this machine: ${problem} (docs/operations.md)`,
    ]);
  return {
    isolation: cage.bubblewrap !== null ? "isolated" : problem === null ? "none" : "failed",
    cage,
    problem,
  };
}

// Whether this machine can isolate agents and evaluations. Tests of isolation say why they are skipped where it cannot;
// `.ci/run` installs what they need.

import { cageOn } from "../../../src/runner/isolation/probe.ts";
import type { Cage } from "../../../src/text/run/run-request.ts";

/** How the machine isolates runs below `workDir`. @throws Error where it cannot */
export async function cageFor(
  workDir: string,
  { secretFiles = [], caches = [], evaluationNetwork = true }: Partial<Parameters<typeof cageOn>[0]> = {},
): Promise<Cage> {
  const asked = { isolation: "auto", evaluationNetwork, workDir, secretFiles, caches } as const;
  const searchPath = process.env.PATH ?? "";
  const { cage, problem } = await cageOn({ ...asked, appFolder: process.cwd(), searchPath });
  if (problem !== null) throw new Error(problem);
  return cage;
}

const problem = await cageFor("/var/tmp").then(
  () => null,
  (error: unknown) => String(error),
);

export const cannotIsolate = problem !== null;

/** For the name of a test that is skipped then. */
export const unlessIsolated = problem === null ? "" : ` (skipped: ${problem})`;

// Whether this machine can isolate agents and evaluations: a sandbox is started as a run would start it, and looked
// through from inside. What a version number or a kernel setting promises is not believed.

import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProblem } from "../../text/outcome/run-problems.ts";
import type { Cage } from "../../text/run/run-request.ts";
import { runChild } from "../process/child.ts";
import { lastLines } from "../process/output.ts";
import { within } from "./cage.ts";
import { hiddenOn, type Own } from "./machine.ts";

const DEADLINE_MS = 10_000;
/** One file, and all processes of the user; no limit that honest work comes near. */
const FILE_BYTES = 16 * 1024 ** 3;
const PROCESSES = 8_192;

interface Asked extends Own {
  readonly isolation: "auto" | "required" | "none";
  readonly evaluationNetwork: boolean;
}

interface Machine {
  readonly cage: Cage;
  /** Why there is no isolation; null where there is, or where nobody asked for it. */
  readonly problem: string | null;
}

/** Takes some tens of milliseconds. */
export async function cageOn(asked: Asked): Promise<Machine> {
  const { isolation, evaluationNetwork, searchPath } = asked;
  const limits = await limitsOn(searchPath);
  const open: Cage = { bubblewrap: null, folders: [], files: [], shown: [], evaluationNetwork, limits };
  if (isolation === "none") return { cage: open, problem: null };
  const closed: Cage = { ...open, bubblewrap: "bwrap", ...(await hiddenOn(asked)) };
  const problem = await problemOf(closed, searchPath);
  return { cage: problem === null ? closed : open, problem };
}

async function problemOf(cage: Cage, searchPath: string): Promise<string | null> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "autoloop-probe-")));
  try {
    const own = join(folder, "own");
    await mkdir(own);
    const hidden = join(folder, "hidden");
    await writeFile(hidden, "");
    // Its own folder can be written, its neighbour is not there, and it is among the first processes of its world.
    const look = 'test ! -e "$1" && test $$ -lt 10 && echo inside > "$2/said"';
    for (const network of new Set([true, cage.evaluationNetwork])) {
      const words = within(cage, { cwd: own, writable: [], network });
      const { end, stderr } = await runChild({
        argv: ["sh", "-c", look, "sh", hidden, own],
        within: words,
        cwd: own,
        env: { PATH: searchPath },
        timeoutMs: DEADLINE_MS,
        processTag: `autoloop-${randomUUID()}`,
      });
      const said = await readFile(join(own, "said"), "utf8").catch(() => "");
      if (end.kind !== "exit" || end.code !== 0 || said !== "inside\n")
        return runProblem.sandboxEnded(end, DEADLINE_MS, lastLines(stderr, 2, 300));
      await rm(join(own, "said"));
    }
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** None on a machine without the program that sets them. */
async function limitsOn(searchPath: string): Promise<readonly string[]> {
  const limits: string[] = [];
  for (const limit of ["--core=0", `--fsize=${FILE_BYTES}`, `--nproc=${PROCESSES}`]) {
    const { end } = await runChild({
      argv: ["prlimit", limit, "--", "true"],
      cwd: "/",
      env: { PATH: searchPath },
      timeoutMs: DEADLINE_MS,
      processTag: `autoloop-${randomUUID()}`,
    });
    // Refused where the limit of this very process is lower already.
    if (end.kind === "exit" && end.code === 0) limits.push(limit);
  }
  return limits.length === 0 ? [] : ["prlimit", ...limits, "--"];
}

// Ending processes that belong to a run, whatever they do to stay. Must never signal a process that is not
// provably the run's own: its group was made by us, or its environment carries the run's process tag.

import { readdir, readFile } from "node:fs/promises";

/** Environment variable by which descendants are recognised even after they left their process group. */
const PROCESS_TAG = "AUTOLOOP_RUN";

/** By this one GitHub's runner finds, when a job ends or is cancelled, what the job's steps left behind. */
const JOB_TAG = "RUNNER_TRACKING_ID";

/** What every process of a run carries in its environment: its own tag, and that of the job that this process is in. */
export function tagsOf(processTag: string): Readonly<Record<string, string>> {
  const { [JOB_TAG]: tracked } = process.env;
  return { [PROCESS_TAG]: processTag, ...(tracked !== undefined && { [JOB_TAG]: tracked }) };
}

/** Groups of children that run now, so that a dying runner can take them along. */
const liveGroups = new Set<number>();

export function trackGroup(leader: number): void {
  liveGroups.add(leader);
}

/** Ends what is left of a child's group and forgets it. */
export function endGroup(leader: number): void {
  liveGroups.delete(leader);
  signalGroup(leader, "SIGKILL");
}

export function endAllGroups(): void {
  for (const leader of liveGroups) endGroup(leader);
}

/** Signals a process group; one that is gone is fine. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // Nobody is left in it.
  }
}

/**
 * Kills every process whose environment carries the process tag: daemons that left the group with `setsid`. Linux only,
 * where `/proc` tells; a process that also wiped its environment stays, which only a container prevents.
 */
export async function killTagged(processTag: string): Promise<void> {
  const entries = await readdir("/proc").catch(() => []);
  for (const entry of entries) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const environment = await readFile(`/proc/${entry}/environ`, "utf8").catch(() => "");
    if (environment.split("\0").includes(`${PROCESS_TAG}=${processTag}`)) kill(pid);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

// Other processes that use the same work folder, which belongs to one alone: each leaves a sign of life there and looks for
// those of others. A sign is a file and its time, so it is seen from another container and another machine as well.

import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";

const BEAT_MS = 30_000;
/** Three beats were missed, or a clock is that far off. */
const GONE_MS = 100_000;

interface Neighbours {
  /** Leaves the sign, says who else is there, and does so again until `stop`. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** @param clock of this machine */
export function neighboursIn(workDir: string, clock: Clock, log: Log): Neighbours {
  const folder = join(workDir, "processes");
  const own = randomUUID();
  const told = new Set<string>();
  let cancel: () => void = () => undefined;
  let isOver = false;

  const others = async (): Promise<readonly string[]> => {
    const names = (await readdir(folder)).filter((name) => name !== own);
    const times = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)));
    const { mtimeMs } = await stat(join(folder, own));
    // Both times are those of the folder's file system.
    return names.filter((_, index) => mtimeMs - (times[index]?.mtimeMs ?? 0) < GONE_MS);
  };
  const beat = async (): Promise<void> => {
    try {
      // Without the work folder there are no runs yet.
      await mkdir(folder).catch(() => undefined);
      await writeFile(join(folder, own), `${process.pid} ${hostname()}\n`);
      for (const other of await others()) {
        if (told.has(other)) continue;
        told.add(other);
        log.warn("another process uses the same work folder; each needs one of its own", {
          folder: workDir,
          other,
        });
      }
    } catch {
      // A folder that cannot be used shows when a run is to begin.
    }
    if (!isOver) cancel = clock.after(BEAT_MS, () => void beat());
  };
  return {
    start: beat,
    stop: async () => {
      isOver = true;
      cancel();
      await rm(join(folder, own), { force: true }).catch(() => undefined);
    },
  };
}

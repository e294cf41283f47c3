// Ends a runner that hangs, or that was told to stop, with everything that it started.

import { endAllGroups, killTagged } from "./processes.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** How long a run may overstay its deadline while its processes are being ended, milliseconds. */
const OVERTIME_MS = 15_000;
/** Longer timers overflow in Node. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls `late` once when the run is still going on after its deadline. Does not keep the process alive. */
export function onOverstay(watch: Stopwatch, late: () => void): void {
  setTimeout(late, Math.min(watch.leftMs() + OVERTIME_MS, LONGEST_TIMER_MS)).unref();
}

/** Takes every process of the run along. */
export async function leave(processTag: string, code: number): Promise<never> {
  endAllGroups();
  await killTagged(processTag);
  process.exit(code);
}

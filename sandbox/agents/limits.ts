// How much time a run gets, and whether a run had enough of it to be judged by. Knows nothing of what agents do.

import type { Report } from "../../src/domain/journal/iteration.ts";
import { AGENT_SHARE } from "../../src/domain/limits.ts";
import type { Asked } from "../models/models.ts";
import type { Way } from "./ways.ts";

export interface Limits {
  /** The program's time for the whole run, of which three quarters are the agent's. */
  readonly timeoutSeconds: number;
  /** How long the agent may say nothing, which is ten minutes unless somebody sets it. */
  readonly silentSeconds: number;
}

/** For what ends by itself, as soon as it can: no machine is so busy that this is too little. */
export const PLENTY: Limits = { timeoutSeconds: 600, silentSeconds: 240 };
/** For what goes on until its time is over: more than any agent needs to start, to be refused and to say so. */
export const SHORT: Limits = { timeoutSeconds: 24, silentSeconds: 10 };
/** For what its silence ends, and not its time. */
export const SILENT: Limits = { timeoutSeconds: 240, silentSeconds: 10 };
/** For a few turns of work. */
export const WORKING: Limits = { timeoutSeconds: 36, silentSeconds: 36 };

/** How many times slower than others a machine is taken to be where a run had too little time on it. */
export const SLOWEST = 4;
/** What the runner needs beyond the time of the run, to end everything and to write its report; far more than usual. */
const GRACE_SECONDS = 60;

/** An agent that begins late has as much time as others from then on. */
export function limitsFor({ timeoutSeconds, silentSeconds }: Limits, way: Way, slowness: number): Limits {
  return {
    timeoutSeconds: slowness * (timeoutSeconds + Math.ceil(way.startSeconds / AGENT_SHARE)),
    silentSeconds: slowness * (silentSeconds + way.startSeconds),
  };
}

/** In words, for a run that did not end when its time was over; empty for one that did. */
export function overstay({ timeoutSeconds }: Limits, seconds: number): readonly string[] {
  const most = timeoutSeconds + GRACE_SECONDS;
  return seconds <= most ? [] : [`it ended after ${Math.round(seconds)} s, not within ${most} s`];
}

/**
 * The machine was busy, so the run shows nothing of what its agent does: half of the agent's time was over before the
 * agent asked its model for the first time, or nothing was left for measuring.
 */
export function wasHurried(
  { timeoutSeconds, silentSeconds }: Limits,
  report: Report,
  asked: readonly Asked[],
): boolean {
  const first = asked.find(({ format }) => format !== null)?.atMs ?? Number.POSITIVE_INFINITY;
  const most = Math.min(AGENT_SHARE * timeoutSeconds, silentSeconds);
  return first > (most * 1_000) / 2 || report.seconds.total >= timeoutSeconds;
}

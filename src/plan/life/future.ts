// What a journal tells of the future. The clock of whoever wrote it was wrong, and to wait until that moment, silently,
// would be to stand still for as long as the clock was ahead.

import { latestMoment } from "../../domain/journal/moments.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { type Draft, type Rule, record } from "../draft.ts";
import type { World } from "../world.ts";

/** By how much two clocks that are both right may differ: an answer on its way, seconds that are cut off, replicas. */
const TOLERANCE_MS = 2 * 60_000;

export const future: Rule = (world, draft) => {
  const { state } = draft;
  const moment = state === null ? Number.NaN : latestMoment(state);
  return state !== null && isAhead(world, moment) ? pause(world, draft, "journal", moment) : draft;
};

/** Whether the moment, milliseconds since the epoch, is none that can have been yet; what is no number is none. */
export function isAhead({ now }: Pick<World, "now">, moment: number): boolean {
  return moment > now + TOLERANCE_MS;
}

/** The fold of this pause takes what lies after it as of its moment, so that it is the last one for this reason. */
export function pause(world: World, draft: Draft, where: "journal" | "state file", moment: number): Draft {
  const locked = draft.state?.pause?.kind === "tampered" ? draft.state.pause : null;
  const [then, now] = [moment, world.now].map((one) => new Date(one).toISOString());
  const paused = record(world, draft, {
    type: "loop.pause",
    kind: "clock",
    reason: reason.fromTheFuture(where, String(then), String(now)),
    by: null,
  });
  // A lock stays one, for the same reason, from a moment on that people can come after.
  return locked === null
    ? paused
    : record(world, paused, { type: "loop.pause", kind: "tampered", reason: locked.reason, by: locked.by });
}

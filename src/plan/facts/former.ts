// The proposal that a run begins with because it broke when it was measured: taken from the run that made it, which
// whoever carries runs out keeps until the next one has begun.

import type { ProposedFile } from "../../domain/journal/iteration.ts";
import { isWaiting } from "../../domain/journal/repair.ts";
import type { InFlight } from "../../domain/journal/state.ts";
import type { Need } from "../read.ts";
import { type Observation, stateIn, valueOr } from "../world.ts";

/** The next run was journalled, and whoever is to carry it out has not heard of it. */
export const formerRead: Need = ({ seen }) => {
  const state = stateIn(seen);
  const flight = state?.in_flight;
  if (seen.former !== "unread" || flight?.crashes === undefined || state?.status !== "active") return null;
  if (seen.run.state !== "absent" || isWaiting(flight)) return null;
  const { nonce, place, started_at: startedAt } = flight.crashes.former;
  return { type: "formerRun", nonce, place, startedAt };
};

/** Null: the former run is gone, or its report is not what it was. */
export function overlayOf(
  { run, former }: Pick<Observation, "run" | "former">,
  { crashes, base }: InFlight,
): readonly ProposedFile[] | null {
  for (const found of [run, valueOr(former, null)]) {
    if (found?.state !== "finished" || found.report.nonce !== crashes?.former.nonce) continue;
    return found.report.base === base && found.report.files.length > 0 ? found.report.files : null;
  }
  return null;
}

// A check that turns red on what was kept. Until the next iteration's commit, and for a day, that is believed: the keep is
// revoked, for good, and `branch.ts` takes its commit back. An iteration in flight stands on what was revoked, so it
// ends without being counted. The day is the check's: what ended within it counts also where nobody looked until later.

import type { IterationRecord, ProgramState } from "../../domain/journal/state.ts";
import type { CheckView } from "../../domain/repository/view.ts";
import { DAY_MS } from "../../domain/schedule/schedule.ts";
import { parseTrailers } from "../../text/comments/commit-message.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { ancestors } from "../branch/branch.ts";
import { mergedHeads } from "../branch/pull-request.ts";
import { type Draft, type Rule, record } from "../draft.ts";
import { asksForCi, checksOf, tallyOfChecks } from "../facts/checks.ts";
import type { World } from "../world.ts";
import { disposeRun } from "./ending.ts";

/** For so long after a keep is looked for what may have turned red within its day: so long the app may have been away. */
const LOOKED_AT_MS = 7 * DAY_MS;

export const lateRed: Rule = (world, draft) => {
  const kept = draft.state === null ? null : revocable(world, draft.state);
  if (kept === null || !asksForCi(world, draft)) return draft;
  const { requiredChecks } = world.seen;
  const checks = checksOf(world, kept.commit);
  if (checks === null || requiredChecks === "unread" || requiredChecks.value === "unknown") return draft;
  const { result, failing } = tallyOfChecks(world, checks);
  const inTime = redInTime(world, kept.record, checks).map(({ name }) => name);
  const check = failing.find((name) => inTime.includes(name));
  if (result !== "failure" || check === undefined) return draft;
  const { number: iteration } = kept.record;
  const alone = withoutFlight(world, draft, reason.baseRevoked(iteration));
  return record(world, alone, { type: "iteration.revoke", iteration, head: kept.commit, check });
};

/** The checks that failed within the day after this was kept. One that does not say when it ended has ended just now. */
export function redInTime(
  { now }: Pick<World, "now">,
  { ended_at }: IterationRecord,
  checks: readonly CheckView[],
): readonly CheckView[] {
  const until = Date.parse(ended_at) + DAY_MS;
  return checks.filter(
    ({ state, endedAt }) =>
      state === "failure" && (endedAt === undefined ? now : Date.parse(endedAt)) < until,
  );
}

/** What CI may still take back: the newest that was kept, and is neither old, nor built on, nor merged. */
export function revocable(
  world: World,
  { name, status, pause, best, recent }: ProgramState,
): { readonly record: IterationRecord; readonly commit: string } | null {
  const { branch } = world.seen.view;
  const isOn = status === "active" || (status === "paused" && pause?.kind !== "tampered");
  if (!isOn || branch === "absent" || best === null || best.commit === null) return null;
  const { commit, iteration } = best;
  const kept = recent.find(({ number, verdict }) => number === iteration && verdict === "accepted");
  if (kept === undefined || world.now - Date.parse(kept.ended_at) >= LOOKED_AT_MS) return null;
  const isThere = branch.commits.some(({ id }) => id === commit);
  if (!isThere || ancestors(branch.commits, mergedHeads(world)).has(commit)) return null;
  const isBuiltOn = branch.commits.some(({ message }) => {
    const trailers = parseTrailers(message);
    return trailers?.program === name && trailers.iteration > iteration;
  });
  return isBuiltOn ? null : { record: kept, commit };
}

function withoutFlight(world: World, draft: Draft, why: string): Draft {
  const flight = draft.state?.in_flight;
  if (flight == null) return draft;
  const ended = record(world, draft, {
    ...{ type: "iteration.error", iteration: flight.number, reason: why, uncounted: true },
  });
  return disposeRun(ended, flight);
}

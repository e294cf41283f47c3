// What becomes of an iteration that CI refused: the agent is given what the checks said and tries again, until that is
// no use. Then the loop asks, and whoever turns CI green has the result measured and judged like any other.

import type { InFlight } from "../../domain/journal/state.ts";
import { budgetFreeAt } from "../../domain/schedule/schedule.ts";
import { loopReason } from "../../text/outcome/loop-reasons.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { type Draft, lookAgain, record, wake } from "../draft.ts";
import type { World } from "../world.ts";
import { redAt } from "./base-green.ts";
import { dayFreeAt } from "./budget.ts";
import { reportOf } from "./collect.ts";
import { disposeRun, end } from "./ending.ts";
import { nextAttempt } from "./start.ts";

/**
 * Decides after a failure that the journal holds.
 * @param failing names of the checks that failed
 */
export function repair(world: World, draft: Draft, failing: readonly string[]): Draft {
  const { state } = draft;
  if (state?.in_flight?.repair === undefined) return draft;
  const { in_flight: flight } = state;
  const { repair: known } = state.in_flight;
  const { ciAttempts, ciTimeoutMs, dispatchesPerDay } = world.policy;
  if (ciAttempts === 1 || known.given_up)
    return end(world, draft, flight, reportOf(world.seen.run), "reject", reason.ciFailed(failing));
  if (state.status === "paused") return draft;

  // What fails before the change, too, no change to it can mend.
  const before = redAt(world, draft, known.origin);
  if (failing.length > 0 && failing.every((name) => before.includes(name)))
    return pause(world, draft, "ci-red-on-base", reason.redOnBase(failing));
  const { signature } = known;
  if (known.repeated) return pause(world, draft, "ci-fix-exhausted", reason.ciStuck(signature));
  if (known.failures >= ciAttempts)
    return pause(world, draft, "ci-fix-exhausted", reason.ciExhausted(signature));
  const until = Date.parse(known.since) + ciTimeoutMs;
  if (world.now >= until) {
    const minutes = Math.round(ciTimeoutMs / 60_000);
    return pause(world, draft, "ci-timeout", reason.ciRepairTimeout(minutes, signature));
  }
  const free = Math.max(budgetFreeAt(state.starts, dispatchesPerDay), dayFreeAt(world, state));
  if (free > world.now) return wake(draft, Math.min(free, until));
  return attempt(world, draft, flight, "fix", flight.commit ?? flight.base);
}

/** Somebody else made CI green with commits of their own: what is on the branch now is measured. */
export function measureRepair(world: World, draft: Draft, flight: InFlight, head: string): Draft {
  const going =
    draft.state?.status === "paused"
      ? record(world, draft, { type: "loop.resume", reason: loopReason.repaired(), by: null })
      : draft;
  return attempt(world, going, flight, "measure", head);
}

function attempt(world: World, draft: Draft, flight: InFlight, kind: "fix" | "measure", base: string): Draft {
  const started = nextAttempt(world, draft, flight, { kind, base });
  // What the run before this one left is in the journal.
  return started === draft ? draft : disposeRun(started, flight);
}

type Kind = "ci-fix-exhausted" | "ci-timeout" | "ci-red-on-base";

function pause(world: World, draft: Draft, kind: Kind, why: string): Draft {
  return lookAgain(record(world, draft, { type: "loop.pause", kind, reason: why, by: null }));
}

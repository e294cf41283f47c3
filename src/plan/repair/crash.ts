// A run that came to nothing, where its iteration does not end by that: its agent is given its proposal back with what
// broke it, or the same is tried later, or people are asked. The iteration counts once, however many runs it takes.

import type { Report } from "../../domain/journal/iteration.ts";
import type { InFlight } from "../../domain/journal/state.ts";
import { OUTAGE_MS, OUTAGE_RETRY_MS } from "../../domain/limits.ts";
import { crashReason } from "../../text/outcome/crash-reasons.ts";
import { type Draft, lookAgain, type Rule, record, wake } from "../draft.ts";
import { remedyOf } from "../facts/broken.ts";
import { disposeRun, withReport } from "../iteration/ending.ts";
import { nextAttempt } from "../iteration/start.ts";
import type { World } from "../world.ts";

export const crash: Rule = (world, draft) => {
  const remedy = remedyOf(world, draft);
  const flight = draft.state?.in_flight;
  if (remedy === null || flight == null || draft.blocked.length > 0) return draft;
  const { report } = remedy;
  const told = withReport(world, draft, flight, report);
  switch (remedy.kind) {
    case "again":
      // Its run is not disposed of: the next one takes the proposal from there, also after a crash of the app.
      return nextAttempt(world, told, flight, { kind: flight.kind, base: flight.base, crash: remedy.crash });
    case "wait":
      return later(world, told, flight, report);
    case "pause":
      return withoutTool(world, told, flight, remedy.said);
  }
};

/** The delay doubles with each run that meets the outage. */
function later(world: World, draft: Draft, flight: InFlight, { problem: said }: Report): Draft {
  const tries = (flight.outage?.tries ?? 0) + 1;
  const until = world.now + Math.min(OUTAGE_RETRY_MS, 2 ** (tries - 1) * FIRST_DELAY_MS);
  const { number: iteration } = flight;
  const waiting = disposeRun(
    record(world, draft, { type: "iteration.wait", iteration, said, until: new Date(until).toISOString() }),
    flight,
  );
  const since = Date.parse(flight.outage?.since ?? new Date(world.now).toISOString());
  if (world.now - since < OUTAGE_MS) return wake(waiting, until);
  return pause(world, waiting, crashReason.outage(new Date(since).toISOString(), said));
}

const FIRST_DELAY_MS = 60_000;

/** The machine is to blame, so the iteration counts for nothing. */
function withoutTool(world: World, draft: Draft, flight: InFlight, said: string): Draft {
  const reason = crashReason.missing(said);
  const { number: iteration } = flight;
  const ended = record(world, draft, { type: "iteration.error", iteration, reason, uncounted: true });
  return pause(world, disposeRun(ended, flight), reason);
}

function pause(world: World, draft: Draft, reason: string): Draft {
  return lookAgain(record(world, draft, { type: "loop.pause", kind: "environment", reason, by: null }));
}

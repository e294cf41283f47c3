// The part of the fold that is about iterations that take more than one run: what CI said, what a run met, and what becomes
// of both when the loop goes on. Pure.

import type { NewEvent } from "../event.ts";
import type { Outage } from "../repair.ts";
import type { InFlight, ProgramState } from "../state.ts";
import type { PauseKind } from "../terms.ts";
import { type IterationEvent, inFlight, requireFlight } from "./iteration.ts";

/**
 * The iteration in flight when the loop goes on: time in which the loop stood still does not count. A person who
 * goes on while CI is red gives the repair up.
 */
export function waited(
  { in_flight, pause }: ProgramState,
  event: Extract<NewEvent, { type: "loop.resume" }>,
): InFlight | null {
  if (in_flight === null || pause === null) return in_flight;
  const stood = Math.max(0, Date.parse(event.at) - Date.parse(pause.at));
  const deadline = new Date(Date.parse(in_flight.deadline) + stood).toISOString();
  const { repair, outage } = in_flight;
  const given_up = event.by !== null && in_flight.ci === "failure" && WAITING_FOR_CI.includes(pause.kind);
  return {
    ...in_flight,
    deadline,
    ...(repair === undefined ? {} : { repair: { ...repair, given_up: repair.given_up || given_up } }),
    ...(outage === undefined ? {} : { outage: goesOn(outage, event.at) }),
  };
}

/** Whoever goes on has seen to what did not answer: it is tried at once, and waited for anew. */
function goesOn(outage: Outage, at: string): Outage {
  return outage.until === null ? outage : { ...outage, since: at, tries: 0, until: at };
}

/** Pauses that end by themselves when CI turns green after all. */
export const WAITING_FOR_CI: readonly PauseKind[] = [
  ...(["ci-missing", "ci-timeout", "ci-fix-exhausted", "ci-red-on-base"] as const),
];

/** CI spoke about a commit of the iteration in flight. */
export function ciSpoke(state: ProgramState, event: IterationEvent & { type: "ci.result" }): ProgramState {
  const flight = requireFlight(state, event);
  if (event.result !== "failure" || event.signature === null) {
    const { checks } = event;
    return inFlight(state, event, { ci: event.result, ...(checks === undefined ? {} : { checks }) });
  }
  const before = flight.repair;
  return inFlight(state, event, {
    ci: event.result,
    repair: {
      origin: before?.origin ?? flight.base,
      since: before?.since ?? event.at,
      failures: (before?.failures ?? 0) + 1,
      signature: event.signature,
      repeated: before?.signature === event.signature,
      summary: event.summary ?? "",
      given_up: before?.given_up ?? false,
    },
  });
}

/** The run of the iteration in flight met an outage. */
export function waits(state: ProgramState, event: IterationEvent & { type: "iteration.wait" }): ProgramState {
  const before = requireFlight(state, event).outage;
  const { said, until } = event;
  const outage = { since: before?.since ?? event.at, tries: (before?.tries ?? 0) + 1, said, until };
  return inFlight(state, event, { outage });
}

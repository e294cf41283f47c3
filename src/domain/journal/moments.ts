// The moments in a program's state from which decisions are made, and what becomes of them where a clock was wrong.
// What GitHub dates itself, such as when a comment was written, is none of them. Pure.

import type { Outage } from "./repair.ts";
import type { InFlight, ProgramState } from "./state.ts";

/** The latest of them, milliseconds since the epoch: when the program's last event that matters is said to have been. */
export function latestMoment(state: ProgramState): number {
  const { adopted_at, run, last_run_at, starts, pause, ended, requested, in_flight } = state;
  const moments = [
    ...[adopted_at, run?.started_at, last_run_at, starts.at(-1), pause?.at, ended?.at, requested?.at],
    ...[in_flight?.started_at, in_flight?.committed_at, state.recent.at(-1)?.ended_at],
  ];
  return Math.max(...moments.flatMap((moment) => (moment == null ? [] : Date.parse(moment))));
}

/**
 * The state with nothing in it that happened after `at`: what is said to have, counts as of that moment. A run in flight
 * keeps the time that it was given.
 */
export function noLaterThan(state: ProgramState, at: string): ProgramState {
  const { run, ended, requested, in_flight } = state;
  const capped = <T extends string | null>(moment: T): T | string => earlier(moment, at);
  return {
    ...state,
    adopted_at: capped(state.adopted_at),
    last_run_at: capped(state.last_run_at),
    starts: state.starts.map(capped),
    recent: state.recent.map((one) => ({ ...one, ended_at: capped(one.ended_at) })),
    run: run && { ...run, started_at: capped(run.started_at) },
    ended: ended && { ...ended, at: capped(ended.at) },
    requested: requested && { ...requested, at: capped(requested.at) },
    in_flight: in_flight && inFlight(in_flight, at),
  };
}

function inFlight(flight: InFlight, at: string): InFlight {
  const { started_at, deadline, committed_at, repair, outage } = flight;
  const early = Date.parse(started_at) - Date.parse(earlier(started_at, at));
  return {
    ...flight,
    started_at: earlier(started_at, at),
    deadline: new Date(Date.parse(deadline) - early).toISOString(),
    committed_at: earlier(committed_at, at),
    ...(repair === undefined ? {} : { repair: { ...repair, since: earlier(repair.since, at) } }),
    ...(outage === undefined ? {} : { outage: outageAt(outage, at) }),
  };
}

/** What was to be tried in a future that is none is tried now. */
function outageAt(outage: Outage, at: string): Outage {
  return { ...outage, since: earlier(outage.since, at), until: outage.until && earlier(outage.until, at) };
}

function earlier<T extends string | null>(moment: T, at: string): T | string {
  return moment === null || Date.parse(moment) <= Date.parse(at) ? moment : at;
}

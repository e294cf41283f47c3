// How an iteration ends: the events that say so, written together with what led to them, and the clean-up of its
// run. Every end goes through here, so there is one place where "ended" is spelled out.

import type { EventBody } from "../../domain/journal/event.ts";
import type { Report } from "../../domain/journal/iteration.ts";
import type { InFlight } from "../../domain/journal/state.ts";
import type { BranchView } from "../../domain/repository/view.ts";
import { parseTrailers } from "../../text/comments/commit-message.ts";
import { reason } from "../../text/outcome/reasons.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import { act, type Draft, record } from "../draft.ts";
import { valueOr, type World } from "../world.ts";
import { askWithoutBaseline } from "./baseline.ts";
import { type Judgement, judge } from "./judge.ts";

/** The commit of the iteration in flight, found by its trailers and its parent; null when the branch has none. */
export function commitOf(
  world: { readonly seen: Pick<World["seen"], "name" | "view"> },
  flight: InFlight,
): BranchView["commits"][number] | null {
  const { branch } = world.seen.view;
  if (branch === "absent") return null;
  return (
    branch.commits.find(({ message, parents }) => {
      const trailers = parseTrailers(message);
      if (parents.length !== 1 || parents[0] !== flight.base) return false;
      return trailers?.program === world.seen.name && trailers.iteration === flight.number;
    }) ?? null
  );
}

/** Judges a report against the definition that its iteration was bound to. */
export function judgementOf(world: World, draft: Draft, flight: InFlight, report: Report): Judgement {
  const state = draft.state;
  const definition = state === null ? null : definitionOf(state);
  if (report.nonce !== flight.nonce || report.base !== flight.base || state === null || definition === null)
    return { verdict: "error", reason: reason.otherReport() };
  return judge(report, {
    program: state.name,
    kind: flight.kind,
    definition,
    protectedPaths: world.policy.protectedPaths,
    unprotected: world.policy.unprotected,
    base: valueOr(world.seen.base, null),
    state,
  });
}

/** Ends an iteration without keeping anything. */
export function end(
  world: World,
  draft: Draft,
  flight: InFlight,
  report: Report | null,
  verdict: "reject" | "error",
  why: string,
): Draft {
  const told = withReport(world, draft, flight, report);
  const { number: iteration, kind } = flight;
  if (verdict === "reject")
    return disposeRun(record(world, told, { type: "iteration.reject", iteration, reason: why }), flight);
  if (kind !== "baseline")
    return disposeRun(record(world, told, { type: "iteration.error", iteration, reason: why }), flight);
  // A baseline tries nothing: it counts for no bound on iterations.
  const ended = record(world, told, { type: "iteration.error", iteration, reason: why, uncounted: true });
  return disposeRun(askWithoutBaseline(world, ended, report, why), flight);
}

/** Ends an iteration as the new best. */
export function accept(
  world: World,
  draft: Draft,
  flight: InFlight,
  report: Report,
  metric: number,
  why: string,
): Draft {
  const told = withReport(world, draft, flight, report);
  return disposeRun(
    record(world, told, { type: "iteration.accept", iteration: flight.number, metric, reason: why }),
    flight,
  );
}

/** Adds the report's facts to the journal, once. */
export function withReport(world: World, draft: Draft, flight: InFlight, report: Report | null): Draft {
  if (report === null || draft.state?.in_flight?.report !== null) return draft;
  return record(world, draft, reportEvent(flight, report));
}

function reportEvent(flight: InFlight, report: Report): EventBody {
  return {
    type: "iteration.report",
    iteration: flight.number,
    measurement: report.measurement,
    gates: report.gates.map(({ detail: _, ...kept }) => kept),
    paths: report.files.map(({ path }) => path),
    answer: report.answer,
    cost: report.cost,
    seconds: report.seconds.total,
  };
}

/** Ends the iteration in flight, if there is one, without asking what became of it. */
export function abandon(world: World, draft: Draft, why: string): Draft {
  const flight = draft.state?.in_flight;
  if (flight == null) return draft;
  const ended = record(world, draft, {
    type: "iteration.error",
    iteration: flight.number,
    reason: reason.stopped(why),
    ...(flight.kind === "baseline" ? { uncounted: true } : {}),
  });
  return disposeRun(ended, flight);
}

/** Ends the run of an iteration that ended, wherever it stands. */
export function disposeRun(draft: Draft, { nonce, place, started_at: startedAt }: InFlight): Draft {
  return act(draft, { type: "run.dispose", nonce, place, startedAt });
}

// How an iteration ends: the events that say so, written together with what led to them, and the clean-up of its
// run. Every end goes through here, so there is one place where "ended" is spelled out.

import type { EventBody } from "../../domain/journal/event.ts";
import type { Report, RunState, Spent } from "../../domain/journal/iteration.ts";
import type { InFlight } from "../../domain/journal/state.ts";
import { SECONDARY_NAME_CHARACTERS, SECONDARY_TOLD } from "../../domain/limits.ts";
import type { BranchView } from "../../domain/repository/view.ts";
import { isKnown, UNKNOWN_COST } from "../../text/agents/usage.ts";
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
    ...(flight.confirm === undefined ? {} : { confirm: flight.confirm }),
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
  const { told, reason } =
    report === null
      ? withSpent(world, draft, flight, why)
      : { told: withReport(world, draft, flight, report), reason: why };
  const { number: iteration, kind } = flight;
  if (verdict === "reject")
    return disposeRun(record(world, told, { type: "iteration.reject", iteration, reason }), flight);
  if (kind !== "baseline")
    return disposeRun(record(world, told, { type: "iteration.error", iteration, reason }), flight);
  // A baseline tries nothing: it counts for no bound on iterations.
  const ended = record(world, told, { type: "iteration.error", iteration, reason, uncounted: true });
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
  return record(world, draft, reportEvent(world, flight, report));
}

function reportEvent({ seen }: World, flight: InFlight, report: Report): EventBody {
  return {
    type: "iteration.report",
    iteration: flight.number,
    measurement: report.measurement,
    gates: report.gates.map(({ detail: _, ...kept }) => kept),
    paths: report.files.map(({ path }) => path),
    answer: report.answer,
    cost: report.cost,
    seconds: report.seconds.total,
    ...(report.pairs === undefined || flight.confirm === undefined
      ? {}
      : { pairs: report.pairs.slice(0, flight.confirm) }),
    ...secondaryOf(report),
    ...(report.output === undefined ? {} : { output: report.output }),
    ...workflowRunOf(seen.run),
  };
}

/** The first few with names that fit into a line; no key for none. */
function secondaryOf({ measurement }: Report): { readonly secondary?: Readonly<Record<string, number>> } {
  if (measurement?.outcome !== "measured") return {};
  const told = Object.entries(measurement.secondary)
    .filter(([name]) => name.length <= SECONDARY_NAME_CHARACTERS)
    .slice(0, SECONDARY_TOLD);
  return told.length === 0 ? {} : { secondary: Object.fromEntries(told) };
}

/**
 * Adds what is known of the cost of a run whose report nobody has, or nobody judges; all else that it did counts for
 * nothing.
 * @returns with the reason, which says where the cost is a part of the whole
 */
function withSpent(world: World, draft: Draft, flight: InFlight, why: string) {
  const { run } = world.seen;
  const counted = spentOf(run);
  const spent = counted !== null && isKnown(counted.cost) ? counted : null;
  const address = workflowRunOf(run);
  const isNothing = spent === null && address.workflow_run === undefined;
  if (isNothing || draft.state?.in_flight?.report !== null) return { told: draft, reason: why };
  const told = record(world, draft, {
    ...{ type: "iteration.report", iteration: flight.number, measurement: null, gates: [], paths: [] },
    ...{ answer: null, cost: spent?.cost ?? UNKNOWN_COST, seconds: spent?.seconds ?? 0, ...address },
  });
  return { told, reason: spent === null || run.state === "finished" ? why : `${why} ${reason.atLeast()}` };
}

/** No key where it was no workflow run. */
function workflowRunOf(run: RunState): { readonly workflow_run?: number } {
  const number = run.state === "finished" || run.state === "lost" ? run.workflowRun : undefined;
  return number === undefined ? {} : { workflow_run: number };
}

/** Null: nobody knows. */
function spentOf(run: RunState): Spent | null {
  if (run.state === "finished") return { cost: run.report.cost, seconds: run.report.seconds.total };
  return (run.state === "running" || run.state === "lost" ? run.spent : undefined) ?? null;
}

/** Ends the iteration in flight, if there is one, without asking what became of it. */
export function abandon(world: World, draft: Draft, why: string): Draft {
  const flight = draft.state?.in_flight;
  if (flight == null) return draft;
  const left = withSpent(world, draft, flight, reason.stopped(why));
  const ended = record(world, left.told, {
    type: "iteration.error",
    iteration: flight.number,
    reason: left.reason,
    ...(flight.kind === "baseline" ? { uncounted: true } : {}),
  });
  return disposeRun(ended, flight);
}

/** Ends the run of an iteration that ended, wherever it stands. */
export function disposeRun(draft: Draft, { nonce, place, started_at: startedAt }: InFlight): Draft {
  return act(draft, { type: "run.dispose", nonce, place, startedAt });
}

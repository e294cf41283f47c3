// The part of the fold that is about iterations: one starts, facts about it arrive, it ends. Pure; refuses what
// contradicts the iteration in flight.

import { Terminal } from "../../errors.ts";
import { DISPATCHES_REMEMBERED, RECENT_ITERATIONS, RECENT_STATUSES } from "../../limits.ts";
import { noiseOf } from "../../noise/confirming.ts";
import { DAY_MS } from "../../schedule/schedule.ts";
import type { NewEvent } from "../event.ts";
import type { Verdict } from "../iteration.ts";
import { withRecord } from "../ranges.ts";
import { crashesOf } from "../repair.ts";
import type { InFlight, IterationRecord, ProgramState } from "../state.ts";
import { leftToDo } from "./command.ts";
import { withStep } from "./plan.ts";
import {
  attemptsWith,
  confidenceIn,
  countsOf,
  evidenceOf,
  factsOf,
  measured,
  type ReportEvent,
  withEvaluation,
} from "./report.ts";
import { spentBy } from "./spending.ts";

/** An event that names its iteration. */
export type IterationEvent = Extract<NewEvent, { readonly iteration: number }>;

/** The next iteration (or a later attempt of this one) is in flight. */
export function started(
  state: ProgramState,
  event: Extract<NewEvent, { type: "iteration.start" }>,
): ProgramState {
  const current = state.in_flight;
  const retry = current !== null && current.number === event.iteration && event.attempt > current.attempt;
  if (current !== null && !retry) throw contradiction(event, `iteration ${current.number} has not ended`);
  const expected = (state.last_iteration ?? -1) + 1;
  if (!retry && event.iteration !== expected) throw contradiction(event, `iteration ${expected} comes next`);
  const flight: InFlight = {
    number: event.iteration,
    kind: event.kind,
    attempt: event.attempt,
    base: event.base,
    definition: event.definition,
    executor: event.executor,
    place: event.place,
    nonce: event.nonce,
    started_at: event.at,
    deadline: event.deadline,
    steering: event.steering,
    ...(event.keeps === undefined ? {} : { keeps: event.keeps }),
    ...(event.confirm === undefined ? {} : { confirm: event.confirm }),
    report: null,
    commit: null,
    committed_at: null,
    ci: null,
    ...(retry && current.repair !== undefined ? { repair: current.repair } : {}),
    ...(retry ? crashesOf(current, event.crash) : {}),
    ...(retry && current.outage !== undefined ? { outage: { ...current.outage, until: null } } : {}),
    ...(event.budgeted === undefined ? {} : { budgeted: event.budgeted }),
  };
  const given = new Set(event.steering.map(({ hash }) => hash));
  return {
    ...state,
    ...spentBy(state, null, event.at),
    in_flight: flight,
    last_iteration: event.iteration,
    last_run_at: event.at,
    requested: leftToDo(state, event),
    starts: withStart(state.starts, event.at),
    steering: state.steering.map((one) => (given.has(one.hash) ? { ...one, given: true } : one)),
  };
}

/** One more start, without those that a day's budget no longer counts. */
function withStart(starts: readonly string[], at: string): readonly string[] {
  const since = Date.parse(at) - DAY_MS;
  return [...starts.filter((one) => Date.parse(one) > since), at].slice(-DISPATCHES_REMEMBERED);
}

/** The run of the iteration in flight has reported. */
export function reported(state: ProgramState, event: ReportEvent): ProgramState {
  const attempts = attemptsWith(state, event, requireFlight(state, event));
  return {
    ...inFlight(withEvaluation(state, event), event, { report: factsOf(event) }),
    ...attempts,
    ...spentBy(state, event.cost, event.at),
  };
}

/** The iteration in flight ended as the new best; a baseline is what later ones are compared with. */
export function accepted(
  state: ProgramState,
  event: IterationEvent & { type: "iteration.accept" },
): ProgramState {
  const flight = requireFlight(state, event);
  const next = ended(state, event, "accepted", event.reason, event.metric);
  const best = { metric: event.metric, iteration: event.iteration, commit: flight.commit };
  // A baseline of before keys were kept has none: the first result that has one stands for it.
  const key = state.metric_key ?? measured(flight)?.key;
  const pinned = key === undefined ? {} : { metric_key: key };
  if (flight.kind !== "baseline") return { ...next, best, ...pinned };
  const baseline_secondary = measured(flight)?.secondary ?? {};
  const baseline = state.imported?.baseline ?? event.metric;
  const { gate_counts: _, noise: __, ...others } = next;
  const pairs = flight.report?.pairs ?? [];
  const noise = pairs.length === 0 ? {} : { noise: noiseOf(pairs) };
  return { ...others, baseline, baseline_secondary, best, ...pinned, ...countsOf(flight), ...noise };
}

/** The iteration in flight ended; how it ended is remembered and counted. An accepted baseline counts for nothing. */
export function ended(
  state: ProgramState,
  event: IterationEvent,
  verdict: Verdict,
  reason: string,
  metric?: number,
): ProgramState {
  const flight = requireFlight(state, event);
  const record: IterationRecord = {
    number: flight.number,
    kind: flight.kind,
    verdict,
    ended_at: event.at,
    reason,
    metric: metric ?? measured(flight)?.metric ?? null,
    best_before: flight.kind === "baseline" ? null : (state.best?.metric ?? null),
    commit: verdict === "accepted" ? flight.commit : null,
    run_id: event.run_id,
    steered_by: flight.steering,
    answer: flight.report?.answer ?? null,
    paths: flight.report?.paths ?? [],
    cost: flight.report?.cost ?? { usd: null, input_tokens: null, output_tokens: null },
    seconds: flight.report?.seconds ?? 0,
    ...confidenceIn(state, flight),
    ...evidenceOf(flight.report ?? {}),
    ...("surprise" in event && event.surprise !== undefined ? { surprise: event.surprise } : {}),
    ...(flight.repair === undefined ? {} : { refused: flight.repair.failures }),
    ...(flight.crashes === undefined ? {} : { broke: flight.crashes.causes }),
    ...(flight.checks === undefined || verdict !== "accepted" ? {} : { checks: flight.checks }),
  };
  const counted = flight.kind !== "baseline" || verdict !== "accepted";
  return {
    ...state,
    ...remembered(state, record),
    ...spentBy(state, null, event.at),
    ...withStep(state, record),
    in_flight: null,
    counts: counted ? tally(state.counts, verdict) : state.counts,
    consecutive: {
      rejected: verdict === "rejected" ? state.consecutive.rejected + 1 : 0,
      errors: verdict === "error" ? state.consecutive.errors + 1 : 0,
    },
    // One that was given up has its word already, from the pause.
    recent_statuses:
      counted && flight.repair?.given_up !== true
        ? withStatus(state.recent_statuses, verdict)
        : state.recent_statuses,
  };
}

/** The iteration in flight ended and is remembered, and nothing is counted. */
export function uncounted(
  state: ProgramState,
  event: IterationEvent & { type: "iteration.error" },
): ProgramState {
  const { counts, consecutive, recent_statuses } = state;
  return { ...ended(state, event, "error", event.reason), counts, consecutive, recent_statuses };
}

/** One more word, the newest last. */
export function withStatus(statuses: readonly string[], word: string): readonly string[] {
  return [...statuses, word].slice(-RECENT_STATUSES);
}

function tally(counts: ProgramState["counts"], verdict: Verdict): ProgramState["counts"] {
  return {
    accepted: counts.accepted + (verdict === "accepted" ? 1 : 0),
    rejected: counts.rejected + (verdict === "rejected" ? 1 : 0),
    errors: counts.errors + (verdict === "error" ? 1 : 0),
  };
}

function remembered(state: ProgramState, record: IterationRecord): Pick<ProgramState, "recent" | "ranges"> {
  // Who reads how something failed reads it of the newest.
  const recent = [...state.recent.map(({ output: _, ...kept }) => kept), record];
  const older = recent.slice(0, -RECENT_ITERATIONS);
  return { recent: recent.slice(-RECENT_ITERATIONS), ranges: older.reduce(withRecord, state.ranges) };
}

/** One more fact about the iteration in flight. */
export function inFlight(
  state: ProgramState,
  event: IterationEvent,
  change: Partial<InFlight>,
): ProgramState {
  return { ...state, in_flight: { ...requireFlight(state, event), ...change } };
}

/** The iteration in flight, which must be the event's. */
export function requireFlight(state: ProgramState, event: IterationEvent): InFlight {
  if (state.in_flight?.number !== event.iteration)
    throw contradiction(event, `iteration ${event.iteration} is not in flight`);
  return state.in_flight;
}

/** The journal cannot be true as it stands. */
export function contradiction(event: NewEvent, why: string): Terminal {
  return new Terminal(`journal of ${event.program} contradicts itself at ${event.type}: ${why}`);
}

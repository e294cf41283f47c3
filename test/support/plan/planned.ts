// Plans a small world and says the plan in words that assertions read well in.

import type { JournalEvent } from "../../../src/domain/journal/event.ts";
import type { Report, RunState } from "../../../src/domain/journal/iteration.ts";
import type { InFlight } from "../../../src/domain/journal/state.ts";
import type { Policy } from "../../../src/domain/policy.ts";
import { type Action, describe } from "../../../src/plan/action.ts";
import { type Plan, plan } from "../../../src/plan/plan.ts";
import type { Observation } from "../../../src/plan/world.ts";
import { decodeEvents } from "../../../src/text/journal/journal.ts";
import { aReport } from "../loop/fake-executor.ts";
import { POLICY } from "../loop/loop.ts";
import { anObservation, type Deviation } from "./observation.ts";

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

export interface Planned extends Omit<Plan, "actions" | "events"> {
  readonly actions: readonly Action[];
  /** Each action in words. */
  readonly says: readonly string[];
  /** What the plan adds to the journal, as a reader of the journal will see it. */
  readonly events: readonly JournalEvent[];
  /** The moment of planning, milliseconds since the epoch. */
  readonly now: number;
}

/** When and under which policy to plan. `after`: milliseconds since the journal's last event, default one second. */
export interface When {
  readonly after?: number;
  readonly policy?: Partial<Policy>;
}

/** The plan for a world. */
export function planned(deviation: Deviation = {}, { after = SECOND, policy = {} }: When = {}): Planned {
  const observation = anObservation(deviation);
  const now = lastEvent(observation) + after;
  const decided = plan(observation, now, { ...POLICY, ...policy });
  if (decided.reads.length > 0)
    throw new Error(`unread: ${decided.reads.map(({ type }) => type).join(", ")}`);
  const actions = decided.actions.map(({ action }) => action);
  return { ...decided, now, actions, says: actions.map(describe), events: addedEvents(observation, actions) };
}

/** When the journal's last event happened; midnight of the builder's first day where there is none. */
export function lastEvent({ journal }: Observation): number {
  if (journal === "absent" || "broken" in journal) return Date.UTC(2026, 0, 1);
  return Date.parse(decodeEvents(journal.text).at(-1)?.at ?? "");
}

/** Events that a plan's memory commit adds; every other line must be one that was there. */
export function addedEvents(seen: Observation, actions: readonly Action[]): readonly JournalEvent[] {
  const before = seen.journal === "absent" || "broken" in seen.journal ? 0 : seen.journal.seq;
  return actions
    .flatMap((action) => (action.type === "memory.commit" ? action.files : []))
    .filter(({ path }) => path.startsWith("journal/") && path.endsWith(".jsonl"))
    .flatMap(({ text }) => decodeEvents(text ?? ""))
    .filter(({ seq }) => seq > before);
}

/** A run that ended with a report of this metric. */
export function finished(metric: number, change: Partial<Report> = {}): (flight: InFlight) => RunState {
  return (flight) => ({ state: "finished", report: aReport(flight, metric, change) });
}

/** Types of the events, for assertions about what happened in which order. */
export function typesOf(events: readonly JournalEvent[]): readonly string[] {
  return events.map(({ type }) => type);
}

/** A text of the plan's comment whose description is this. */
export function bodyOf({ actions }: Pick<Planned, "actions">, what: string): string {
  const found = actions.find(
    (action) => (action.type === "comment.post" || action.type === "comment.edit") && action.what === what,
  );
  if (found === undefined || !("body" in found) || found.body === undefined) throw new Error(`no ${what}`);
  return found.body;
}

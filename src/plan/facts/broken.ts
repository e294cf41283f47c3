// What a run that came to nothing calls for besides the end of its iteration. Decides nothing about a change that was
// measured, and nothing about what CI said.

import { asksAgent, type FailureCause, type Report } from "../../domain/journal/iteration.ts";
import type { Crash, CrashCause } from "../../domain/journal/repair.ts";
import type { InFlight, ProgramState } from "../../domain/journal/state.ts";
import { CRASH_ATTEMPTS } from "../../domain/limits.ts";
import { budgetFreeAt } from "../../domain/schedule/schedule.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import type { Draft } from "../draft.ts";
import type { World } from "../world.ts";

/**
 * `again`: its agent is given its proposal back. `wait`: the same is tried later. `pause`: a tool is missing, or nobody
 * lets the agent use its model, which no further run mends.
 */
type Remedy =
  | { readonly kind: "again"; readonly report: Report; readonly crash: Crash }
  | { readonly kind: "wait" | "pause"; readonly report: Report; readonly said: string };

/** Null: there is none, or the run did not break. */
export function remedyOf(world: World, { state }: Pick<Draft, "state">): Remedy | null {
  const { run } = world.seen;
  const flight = state?.in_flight;
  if (state === null || flight == null || run.state !== "finished" || state.status !== "active") return null;
  const { report } = run;
  const isOurs = report.nonce === flight.nonce && report.base === flight.base;
  if (!isOurs || report.outcome !== "failed" || !asksAgent(flight.kind)) return null;
  const { measurement } = report;
  const cause = measurement?.outcome === "failed" ? measurement.cause : undefined;
  if (report.cause === "missing" || cause === "missing")
    return { kind: "pause", report, said: report.problem };
  if (report.cause === "environment") return { kind: "wait", report, said: report.problem };
  if (measurement?.outcome !== "failed" || !mayGoOn(world, state, flight, report)) return null;
  return { kind: "again", report, crash: { cause: CAUSES[cause ?? "exit"], said: report.problem } };
}

const CAUSES: Readonly<Record<Exclude<FailureCause, "missing">, CrashCause>> = {
  exit: "syntax",
  timeout: "timeout",
  killed: "killed",
};

/** Another try is left, today too, and what it would stand on is still there. */
function mayGoOn(world: World, state: ProgramState, flight: InFlight, { files }: Report): boolean {
  const attempts = definitionOf(state)?.crashAttempts ?? CRASH_ATTEMPTS;
  const broken = (flight.crashes?.causes.length ?? 0) + 1;
  const { branch } = world.seen.view;
  const isMoved = branch === "absent" ? state.branch_head !== null : branch.head !== flight.base;
  const isFree = budgetFreeAt(state.starts, world.policy.dispatchesPerDay) <= world.now;
  return files.length > 0 && broken < attempts && !isMoved && isFree;
}

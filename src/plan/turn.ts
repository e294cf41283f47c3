// Whose turn it is: when this program is due, and whether the repository has room for one more iteration now.

import { dueAt } from "../domain/schedule.ts";
import type { ProgramState } from "../domain/state.ts";
import type { RegistryRow } from "../text/journal/registry.ts";
import type { World } from "./draft.ts";

/** How long a program lets a more overdue one go first; a bound, so that a stuck neighbour starves nobody. */
const YIELD_MS = 2 * 60_000;

/** The longest run that a program may ask for (`timeout-minutes`). */
const LONGEST_RUN_MS = 24 * 60 * 60_000;

/** Milliseconds from which an iteration may start: −∞ at once, null never again. */
export function nextDue(world: Pick<World, "policy">, state: ProgramState): number | null {
  const schedule = state.definition?.parsed.schedule ?? world.policy.defaultSchedule;
  // The baseline is no attempt of its own: the first one follows at once.
  const afterBaseline =
    state.recent.at(-1)?.kind === "baseline" && state.recent.at(-1)?.verdict === "accepted";
  const lastRun = state.last_run_at === null || afterBaseline ? null : Date.parse(state.last_run_at);
  return dueAt(schedule, lastRun, world.policy.minIntervalMs);
}

/** Whether a due program may start: a slot is free, and nobody who waited longer wants it. */
export function isItsTurn(world: World, due: number): boolean {
  const { registry, name } = world.seen;
  if (registry === "absent") return true;
  const others = registry.programs.filter((row) => row.name !== name && row.status === "active");
  const busy = others.filter((row) => holdsSlot(world, row)).length;
  const free = world.policy.concurrency - busy;
  if (free <= 0) return false;
  const since = Number.isFinite(due) ? due : 0;
  const before = others.filter((row) => {
    if (row.in_flight !== null || row.due_at === null) return false;
    const theirs = Date.parse(row.due_at);
    return theirs < since && theirs <= world.now && world.now - theirs < YIELD_MS;
  });
  return before.length < free;
}

/** A neighbour whose iteration can no longer be under way is broken, and its row is not news any more. */
function holdsSlot({ now, policy }: World, { in_flight, last_run }: RegistryRow): boolean {
  if (in_flight === null || last_run === null) return false;
  return now - Date.parse(last_run) < LONGEST_RUN_MS + policy.ciTimeoutMs;
}

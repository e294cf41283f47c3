// Whose turn it is: when this program is due, and whether repository and
// account have room for one more iteration now.

import type { ProgramState } from "../../domain/journal/state.ts";
import { budgetFreeAt, dueAt } from "../../domain/schedule/schedule.ts";
import type { RegistryRow } from "../../text/journal/registry.ts";
import { definitionOf } from "../../text/settings/overrides.ts";
import type { Observation, World } from "../world.ts";
import { dayFreeAt } from "./budget.ts";
import { COMMIT_GRACE_MS } from "./collect.ts";

/**
 * How long after a slot was freed a program lets those go first that wait longer. They are called at once, so this is
 * plenty; a bound, so that a neighbour that cannot start holds nobody up for long.
 */
const YIELD_MS = 60_000;

/** What has to be known of a world: without a look it is the program alone. */
type Known = Parameters<typeof dayFreeAt>[0];

/** The order of those who want a slot, in milliseconds since the epoch: who never ran, who was asked for, who is due. */
const NEVER_RAN = -1;
const ASKED_FOR = 0;
const EVER = new Date(0).toISOString();

/** The longest run that a program may ask for (`timeout-minutes`), where its row does not say when it counts as lost. */
const LONGEST_RUN_MS = 24 * 60 * 60_000;

/** Milliseconds from which an iteration may start: −∞ at once, null never again. The day's budgets count. */
export function nextDue(world: Known, state: ProgramState): number | null {
  const due = scheduled(world, state);
  if (due === null) return null;
  return Math.max(due, budgetFreeAt(state.starts, world.policy.dispatchesPerDay), dayFreeAt(world, state));
}

/** The money or tokens of the day are what the next iteration waits for. */
export function isSpent(world: Known, state: ProgramState): boolean {
  const due = scheduled(world, state);
  return due !== null && dayFreeAt(world, state) > due;
}

/** The day's budget, when it is what the next iteration waits for; null: it is the schedule. */
export function spentBudget(world: Pick<World, "policy">, state: ProgramState): number | null {
  const due = scheduled(world, state);
  const { dispatchesPerDay } = world.policy;
  return due !== null && budgetFreeAt(state.starts, dispatchesPerDay) > due ? dispatchesPerDay : null;
}

function scheduled(world: Pick<World, "policy">, state: ProgramState): number | null {
  if (isAskedFor(state)) return Number.NEGATIVE_INFINITY;
  const schedule = definitionOf(state)?.schedule ?? world.policy.defaultSchedule;
  // The baseline is no attempt of its own: the first one follows at once.
  const newest = state.recent.at(-1);
  const afterBaseline = newest?.kind === "baseline" && newest.verdict === "accepted";
  const lastRun = state.last_run_at === null || afterBaseline ? null : Date.parse(state.last_run_at);
  return dueAt(schedule, lastRun, world.policy.minIntervalMs);
}

/** Somebody asked for an iteration, and none has started since. */
function isAskedFor({ requested, last_run_at }: ProgramState): boolean {
  if (requested === null) return false;
  const isNew = last_run_at === null || Date.parse(requested.at) > Date.parse(last_run_at);
  return isNew || requested.keeps !== undefined;
}

/** Whether a due program may start: a slot is free, and nobody who waited longer wants it. */
export function isItsTurn(world: World, state: ProgramState, due: number): boolean {
  const { registry, name, elsewhere } = world.seen;
  const abroad = elsewhere.filter((row) => holdsSlot(world, row)).length;
  if (registry === "absent") return abroad < world.policy.accountConcurrency;
  const others = registry.programs.filter((row) => row.name !== name && row.status === "active");
  const busy = others.filter((row) => holdsSlot(world, row)).length;
  const { concurrency, accountConcurrency } = world.policy;
  const free = Math.min(concurrency, accountConcurrency - abroad) - busy;
  const freed = Math.max(
    ...registry.programs.map(lastEnd),
    Date.parse(state.recent.at(-1)?.ended_at ?? EVER),
  );
  const own = state.last_run_at === null ? NEVER_RAN : Math.max(due, ASKED_FOR);
  const before = others.filter((row) => {
    if (row.in_flight !== null || row.due_at === null) return false;
    const theirs = Date.parse(row.due_at);
    const first = (row.last_run === null ? NEVER_RAN : theirs) < own;
    return first && theirs <= world.now && world.now - Math.max(theirs, freed) < YIELD_MS;
  });
  return before.length < free;
}

function lastEnd({ last_end }: RegistryRow): number {
  return Date.parse(last_end ?? EVER);
}

/** A neighbour whose iteration can no longer be under way is broken, and its row is not news any more. */
function holdsSlot({ now, policy }: World, { in_flight, deadline, last_run }: RegistryRow): boolean {
  if (in_flight === null || last_run === null) return false;
  const lost = deadline ? Date.parse(deadline) : Date.parse(last_run) + LONGEST_RUN_MS;
  // CI may take its time over the commit, and what it refused may wait as long for its repair.
  return now < lost + COMMIT_GRACE_MS + 2 * policy.ciTimeoutMs;
}

/** Issues of the other programs that are due and had no slot; the others have their own timers. */
export function waitingOthers({ registry, name }: Observation, now: number): readonly number[] {
  if (registry === "absent") return [];
  return registry.programs
    .filter((row) => row.name !== name && row.status === "active" && row.in_flight === null)
    .filter((row) => row.due_at !== null && Date.parse(row.due_at) <= now)
    .map((row) => row.issue);
}

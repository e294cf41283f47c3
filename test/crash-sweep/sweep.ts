// Lives a scenario once undisturbed, and once more for every call of the app through a port and everything that can
// become of it. Decides nothing about what is right: that is the undisturbed world and the invariants.

import type { PortCall } from "../support/github/fake-faults.ts";
import { Life } from "./life.ts";
import type { Scenario } from "./scenario.ts";
import { worldOf } from "./world.ts";

/**
 * What can become of a call. `ambiguous`: it took effect, and its answer was lost. `broken-off`: it took effect, and the
 * document that it is part of went no further and had no answer.
 */
const MODES = ["crash-before", "crash-after", "retryable", "ambiguous", "broken-off"] as const;
type Mode = (typeof MODES)[number];

/** One call of a scenario's story and what becomes of it. */
export interface Cell {
  readonly call: Lived;
  readonly mode: Mode;
}

/** A call as the undisturbed life made it. */
interface Lived extends PortCall {
  /** The state of the world outside of the process, for as long as nobody acts. */
  readonly before: string;
  readonly after: string;
}

/** Lives it undisturbed. Returns the life and the calls of its story. */
export async function undisturbed(scenario: Scenario): Promise<{ life: Life; calls: readonly Lived[] }> {
  const calls: Lived[] = [];
  let effects = 0;
  const life = await lived(scenario, (now) => (call) => {
    const moment = `${now.loop.clock.now()} ${now.moment}`;
    const before = `${moment} ${effects}`;
    if (call.kind !== "read") effects += 1;
    calls.push({ ...call, before, after: `${moment} ${effects}` });
    return null;
  });
  return { life, calls };
}

/** Lives it with this one disturbance, which hits the same call as in the undisturbed life. */
export function disturbed(scenario: Scenario, { call, mode }: Cell): Promise<Life> {
  return lived(scenario, (life) => ({ n, method }) => {
    if (n !== call.n) return null;
    if (method !== call.method) life.wrong.push(`call ${n} was ${call.method} and is ${method} now`);
    return mode;
  });
}

async function lived(scenario: Scenario, disturber: (life: Life) => Parameters<Life["disturb"]>[0]) {
  const life = new Life(scenario);
  await scenario.before?.(life);
  life.disturb(disturber(life));
  await scenario.story(life);
  await life.end();
  return life;
}

/** Every call with everything that can become of it. */
export function allCells(calls: readonly Lived[]): readonly Cell[] {
  return calls.flatMap((call) =>
    MODES.filter((mode) => mode !== "broken-off" || call.isPart).map((mode) => ({ call, mode })),
  );
}

/**
 * Those of them that can differ: a process that dies leaves nothing but the world as it is, so of all deaths in one
 * state of the world one is enough; and a read whose answer is lost is a read that failed.
 */
export function distinctCells(calls: readonly Lived[]): readonly Cell[] {
  const died = new Set<string>();
  return allCells(calls).filter(({ call, mode }) => {
    if (mode === "ambiguous") return call.kind !== "read";
    if (mode === "retryable" || mode === "broken-off") return true;
    const world = mode === "crash-before" ? call.before : call.after;
    if (died.has(world)) return false;
    died.add(world);
    return true;
  });
}

/** Without two in three of the failed reads, which differ least and are nearly half of all. Always the same ones. */
export function sampled(cells: readonly Cell[]): readonly Cell[] {
  return cells.filter(({ call, mode }) => mode !== "retryable" || call.kind !== "read" || call.n % 3 === 0);
}

/** What is wrong with a life that should have come to the same as another. */
export function judged(life: Life): { readonly wrong: readonly string[]; readonly world: unknown } {
  return { wrong: life.wrong, world: worldOf(life) };
}

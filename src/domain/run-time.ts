// How long the parts of a run may take: the agent as long as its program says, measuring as long as its evaluations really
// take. Pure.

import { evaluationsFor } from "./noise/confirming.ts";
import { HOLD_OUT_PAIRS } from "./noise/hold-out.ts";
import { median } from "./program/metric.ts";

/** What the bounds follow from. All times in seconds. */
interface Asked {
  /** What the program, or else the operator, lets an agent take (`timeout-minutes`). */
  readonly limit: number;
  readonly asksAgent: boolean;
  /** How often all gates are run; 0: there are none. */
  readonly gates: number;
  /** Runs of the evaluation at most; see `measurementsOf`. */
  readonly measurements: number;
  /** How long each of the last evaluations took. */
  readonly took: readonly number[];
}

/** What the place makes of it where runs happen. */
interface Place {
  /** So many times the usual is no sign yet that an evaluation hangs. */
  readonly patience: number;
  /** A run may take no longer there, seconds; null: as long as it likes. */
  readonly longestRun: number | null;
}

/** Whole seconds. */
export interface RunTime {
  /** 0: no agent is asked. */
  readonly agent: number;
  /** All gates together, as often as they are run. */
  readonly gates: number;
  /** One run of the evaluation. */
  readonly evaluation: number;
  readonly measurements: number;
  /** All of it. */
  readonly total: number;
}

/** So many evaluations say how long one takes. */
const KNOWN_FROM = 5;
/** Of the last ones so many are remembered. */
export const EVALUATIONS_REMEMBERED = 15;
/** Below this no limit falls: a machine that is busy for a moment is no hang. */
const LEAST_SECONDS = 60;

/** What is measured in a run at most. */
interface Measured {
  readonly repeat: number;
  /** Pairs in which it is confirmed; absent: in none. */
  readonly confirm?: number | undefined;
  /** The program has a hold-out. */
  readonly holdsOut: boolean;
}

/** Runs of evaluation and hold-out in one run at most. */
export function measurementsOf({ repeat, confirm, holdsOut }: Measured): number {
  const pairs = confirm === undefined ? 0 : evaluationsFor(confirm);
  return repeat + pairs + (holdsOut ? 2 * HOLD_OUT_PAIRS : 0);
}

/**
 * While it is not known how long evaluations take, they share what a run may take at most where there is such a bound.
 */
export function runTimeOf(asked: Asked, { patience, longestRun }: Place): RunTime {
  const agent = asked.asksAgent ? asked.limit : 0;
  const gates = asked.gates * asked.limit;
  const { measurements } = asked;
  const share = longestRun === null ? asked.limit : (longestRun - agent - gates) / measurements;
  const evaluation =
    asked.took.length >= KNOWN_FROM
      ? Math.max(LEAST_SECONDS, patience * median(asked.took))
      : Math.max(Math.min(LEAST_SECONDS, asked.limit), Math.min(asked.limit, share));
  const whole = { agent: Math.ceil(agent), gates: Math.ceil(gates), evaluation: Math.floor(evaluation) };
  return { ...whole, measurements, total: whole.agent + whole.gates + whole.evaluation * measurements };
}

/** The place ends runs before this one would be over. */
export function isTooLong({ total }: RunTime, { longestRun }: Place): boolean {
  return longestRun !== null && total > longestRun;
}

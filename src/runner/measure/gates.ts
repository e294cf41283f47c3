// Runs the program's gates in order in the clean checkout, the hard ones first. The first that fails ends it: the rest
// would only cost time. Must never judge; a failed gate is a value.

import type { GateResult } from "../../domain/journal/iteration.ts";
import { type Gate, inRunningOrder, keepsSoftLimit, softLimit } from "../../domain/settings/guardrails.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import { readCount } from "../../text/run/gate-count.ts";
import { BASH, type ChildCommand, type ChildResult, runChild } from "../process/child.ts";
import { lastLines } from "../process/output.ts";

/** What a soft gate is held to. */
export interface GateBase {
  /** Counts of the baseline's soft gates, by name. */
  readonly counts: Readonly<Record<string, number>>;
  /** This run makes them. */
  readonly isBaseline: boolean;
}

/** @param inCheckout how commands run there: everything but the command itself */
export async function runGates(
  gates: readonly Gate[],
  base: GateBase,
  inCheckout: () => Omit<ChildCommand, "argv">,
): Promise<readonly GateResult[]> {
  const results: GateResult[] = [];
  for (const gate of inRunningOrder(gates)) {
    const around = inCheckout();
    const child = await runChild({ ...around, argv: [...BASH, "-c", gate.run] });
    const outcome = outcomeOf(gate, base, child, around.timeoutMs);
    results.push({ name: gate.name, seconds: child.seconds, ...outcome });
    if (!outcome.passed) break;
  }
  return results;
}

type Outcome = Pick<GateResult, "passed" | "detail" | "count">;

function outcomeOf({ name, soft }: Gate, base: GateBase, child: ChildResult, timeoutMs: number): Outcome {
  const { end, stdout, stderr } = child;
  const said = lastLines(`${stdout}\n${stderr}`);
  const isOver = end.kind === "exit" && (end.code === 0 || (soft !== undefined && !NOT_RUN.has(end.code)));
  if (!isOver) return { passed: false, detail: runProblem.gateEnded(end, timeoutMs, said) };
  if (soft === undefined) return { passed: true, detail: said };
  const count = readCount(stdout);
  if (count === null) return { passed: false, detail: runProblem.gateUncounted(said) };
  const limit = softLimit(soft, name, base.counts);
  // The baseline's own count is what later ones are held to.
  const passed =
    limit === null || (base.isBaseline && soft.bound === "baseline")
      ? base.isBaseline
      : keepsSoftLimit(soft, limit, count);
  return { passed, count, detail: passed ? said : runProblem.gateCounted(count, soft, limit, said) };
}

/** A shell's words for a command that is not there, or cannot be started: it counted nothing. */
const NOT_RUN: ReadonlySet<number> = new Set([126, 127]);

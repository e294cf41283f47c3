// Runs the program's gates in order in the clean checkout. The first that fails ends it: the rest would only
// cost time. Must never judge; a failed gate is a value.

import type { GateResult } from "../../domain/journal/iteration.ts";
import type { Gate } from "../../domain/settings/guardrails.ts";
import { runProblem } from "../../text/outcome/run-problems.ts";
import { BASH, type ChildCommand, runChild } from "../process/child.ts";
import { lastLines } from "../process/output.ts";

/** @param inCheckout how commands run there: everything but the command itself */
export async function runGates(
  gates: readonly Gate[],
  inCheckout: () => Omit<ChildCommand, "argv">,
): Promise<readonly GateResult[]> {
  const results: GateResult[] = [];
  for (const { name, run } of gates) {
    const around = inCheckout();
    const { end, stdout, stderr, seconds } = await runChild({ ...around, argv: [...BASH, "-c", run] });
    const passed = end.kind === "exit" && end.code === 0;
    const said = lastLines(`${stdout}\n${stderr}`);
    const detail = passed ? said : runProblem.gateEnded(end, around.timeoutMs, said);
    results.push({ name, passed, seconds, detail });
    if (!passed) break;
  }
  return results;
}

// Looks on while an agent works, and ends it where nothing good can come any more: its model's server refuses the key,
// or it has been silent for too long. What it did so far is not lost by that.

import type { AgentRow } from "../../text/agents/agent-row.ts";
import type { Onlooker } from "../process/child.ts";
import { LineSplitter } from "../process/line-splitter.ts";
import { type After, realAfter, Silence } from "../process/silence.ts";

/** Whoever has no key gets none by asking again. */
const REFUSED: readonly (number | null)[] = [401, 403];

/**
 * @param silentMs how long an agent that speaks at each step may say nothing
 */
export function agentWatch(
  { failure, speaks }: Pick<AgentRow, "failure" | "speaks">,
  silentMs: number,
  after: After = realAfter,
): Onlooker {
  let silence: Silence | null = null;
  let isRefused = false;
  const lines = new LineSplitter((line) => {
    isRefused ||= REFUSED.includes(failure({ stdout: line, stderr: "", records: "" })?.status ?? null);
  });
  let stop: Parameters<Onlooker["begin"]>[0] = () => undefined;
  return {
    begin(ends) {
      stop = ends;
      if (speaks) silence = new Silence(silentMs, after, () => stop({ kind: "stalled", silentMs }));
    },
    heard(chunk) {
      silence?.heard();
      lines.push(chunk);
      if (isRefused) stop({ kind: "turned-away" });
    },
    end: () => silence?.end(),
  };
}

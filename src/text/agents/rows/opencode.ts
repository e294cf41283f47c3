// opencode, headless (`opencode run`). It edits files and runs commands.

import { z } from "zod";
import type { Cost } from "../../../domain/journal/iteration.ts";
import { type AgentRow, sameName } from "../agent-row.ts";
import { amount, linesOf, sum } from "../usage.ts";

export const opencode: AgentRow = {
  name: "opencode",
  argv: () => ["opencode", "run", "--format", "json", "--auto", "Do what the text on standard input says."],
  stdin: true,
  variables: "any",
  keys: [sameName("ANTHROPIC_API_KEY")],
  cost,
  install: "opencode-ai@1.18.33",
  remark: "",
};

const step = z.object({
  type: z.literal("step_finish"),
  part: z.object({
    id: z.string(),
    cost: amount,
    tokens: z.object({ input: amount, output: amount, reasoning: amount.default(0) }),
  }),
});

/** Per step; the same step may be printed twice. */
function cost(stdout: string): Cost {
  const lines = linesOf(stdout, step);
  const steps = [...new Map(lines.map(({ part }) => [part.id, part])).values()];
  return {
    usd: sum(steps.map((one) => one.cost)),
    input_tokens: sum(steps.map(({ tokens }) => tokens.input)),
    output_tokens: sum(steps.map(({ tokens }) => tokens.output + tokens.reasoning)),
  };
}

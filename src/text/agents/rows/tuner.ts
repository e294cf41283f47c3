// The agent that comes with the runner (`runner/agents/tuner`): it searches for better numbers and asks no model.

import type { AgentRow } from "../agent-row.ts";

export const tuner: AgentRow = {
  name: "tuner",
  argv: ({ node, builtIn, context, answer }) => [node, builtIn("tuner"), context, answer],
  stdin: false,
  variables: "none",
  keys: [],
  takes: [],
  hides: [],
  commands: "none",
  speaks: false,
  failure: () => null,
  cost: () => ({ usd: 0, input_tokens: 0, output_tokens: 0 }),
  install: null,
  remembers: true,
  remark: "built in, changes numbers, needs no account",
};

// Places for the command lines that tests look at, and output as an agent prints it.

import type { AgentPlaces } from "../../../src/text/agents/agent-row.ts";

export const PLACES: AgentPlaces = {
  prompt: "/x/prompt.md",
  context: "/x/context.json",
  answer: "/x/answer.json",
  exchange: "/x",
  node: "/bin/node",
  builtIn: (name) => `/runner/agents/${name}/main.js`,
};

/** One value a line, as JSON. */
export const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");

// Places for the command lines that tests look at, and output as an agent prints it.

import type { AgentChoice, AgentOutput, AgentPlaces } from "../../../src/text/agents/agent-row.ts";

export const PLACES: AgentPlaces = {
  prompt: "/x/prompt.md",
  context: "/x/context.json",
  answer: "/x/answer.json",
  exchange: "/x",
  node: "/bin/node",
  builtIn: (name) => `/runner/agents/${name}/main.js`,
  isIsolated: false,
  line: ["bash", "-c", "my-agent"],
};

/** An operator who chose nothing, and one who chose all there is. */
export const NOTHING: AgentChoice = { model: null, baseUrl: null };
export const CHOSEN: AgentChoice = { model: "some/model-1", baseUrl: "https://models.example.com/v1" };

/** A run that printed this, and left nothing else unless it is said. */
export const told = (stdout: string, more: Partial<AgentOutput> = {}): AgentOutput => ({
  ...{ stdout, stderr: "", records: "" },
  ...more,
});

/** One value a line, as JSON. */
export const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");

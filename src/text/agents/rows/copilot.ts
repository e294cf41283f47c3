// GitHub Copilot's command line, headless (`copilot -p`). What it used is in no line of its output.

import { type AgentRow, sameName } from "../agent-row.ts";
import { UNKNOWN_COST } from "../usage.ts";

export const copilot: AgentRow = {
  name: "copilot",
  // It ignores standard input, and one argument may hold at most 128 KiB: it is pointed to the file instead.
  argv: ({ prompt, exchange }) => [
    ...["copilot", "-p", `Read the file ${prompt} and do what it says.`, "-s", "--no-ask-user"],
    ...["--allow-tool=write", `--add-dir=${exchange}`, "--output-format", "json"],
  ],
  stdin: false,
  variables: /^(?:COPILOT_|GH_TOKEN$)/,
  keys: [sameName("COPILOT_GITHUB_TOKEN")],
  cost: () => UNKNOWN_COST,
  install: "@github/copilot@1.0.102",
  remark: "",
};

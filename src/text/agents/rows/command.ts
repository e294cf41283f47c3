// The operator's own command line, AUTOLOOP_AGENT_COMMAND. Nothing is known of it but that its operator chose it.

import { type AgentRow, sameName } from "../agent-row.ts";
import { UNKNOWN_COST } from "../usage.ts";

export const command: AgentRow = {
  name: "command",
  argv: ({ line }) => line,
  isOperators: true,
  stdin: true,
  variables: "any",
  keys: [sameName("AGENT_API_KEY")],
  takes: [],
  // Which tool it starts nobody knows: these are further ones that take settings from a repository.
  hides: [
    ".cursor/",
    ".windsurf/",
    ".cline/",
    ".roo/",
    ".crush.json",
    ".goose/",
    ".aider.conf.yml",
    ".continue/",
    ".kiro/",
  ],
  commands: "unknown",
  speaks: false,
  failure: () => null,
  cost: () => UNKNOWN_COST,
  install: null,
  remark: "the command line in `AUTOLOOP_AGENT_COMMAND`",
};

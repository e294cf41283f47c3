// Any agent that speaks the Agent Client Protocol on the standard input and output of the operator's own command line. The
// client that comes with the runner (`runner/agents/acp`) speaks with it and prints what it did.

import type { Cost } from "../../../domain/journal/iteration.ts";
import { acpAdapter } from "../acp/adapters.ts";
import { type AcpLine, acpLines } from "../acp/line.ts";
import { type AgentFailure, type AgentOutput, type AgentRow, sameName } from "../agent-row.ts";
import { served } from "../served.ts";

/** The protocol's "authentication required". */
const NO_KEY = -32_000;
const LIMITS = { tokens: "tokens", requests: "requests to its model" } as const;

export const acp: AgentRow = {
  name: "acp",
  argv: ({ node, builtIn, prompt, exchange, line }, { model }) => [
    ...[node, builtIn("acp"), prompt, exchange, model ?? "", ...line],
  ],
  isOperators: true,
  stdin: false,
  variables: "any",
  keys: [sameName("AGENT_API_KEY")],
  takes: ["model"],
  hides: [],
  commands: "unknown",
  speaks: true,
  cost,
  hasAnswered: ({ stdout }) =>
    acpLines(stdout).some((line) => line.type === "step" && line.what === "tool_call"),
  failure,
  install: null,
  remark:
    "any agent that speaks the Agent Client Protocol, started by the command line in `AUTOLOOP_AGENT_COMMAND`",
};

/**
 * Money is the last that was told, for it counts the whole session. A model without a price costs nothing by some agents'
 * account; that is no fact. How full the model's context is says nothing of the usage.
 */
function cost({ stdout }: AgentOutput): Cost {
  const lines = acpLines(stdout);
  const { tokens } = acpAdapter(last(lines, "agent")?.name ?? "");
  return {
    usd: last(lines, "money")?.usd || null,
    ...tokens(last(lines, "tokens") ?? { type: "tokens" }),
  };
}

function failure({ stdout }: AgentOutput): AgentFailure | null {
  const lines = acpLines(stdout);
  const failed = last(lines, "failure");
  if (failed !== undefined) {
    const status = failed.code === NO_KEY ? 401 : null;
    return served(failed.said) ?? { status, said: failed.said, limit: null };
  }
  const limit = last(lines, "limit")?.what;
  return limit === undefined ? null : { status: null, said: "", limit: LIMITS[limit] };
}

function last<Type extends AcpLine["type"]>(lines: readonly AcpLine[], type: Type) {
  return lines.findLast((line): line is Extract<AcpLine, { readonly type: Type }> => line.type === type);
}

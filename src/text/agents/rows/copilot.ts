// GitHub Copilot's command line, headless (`copilot -p`). It edits files and runs commands that it takes for harmless;
// what it used is in no line of its output but in the file of its session.

import { z } from "zod";
import type { Cost } from "../../../domain/journal/iteration.ts";
import { type AgentFailure, type AgentOutput, type AgentRow, sameName } from "../agent-row.ts";
import { amount, linesOf, sum } from "../usage.ts";

export const copilot: AgentRow = {
  name: "copilot",
  // It ignores standard input, and one argument may hold at most 128 KiB: it is pointed to the file instead.
  argv: ({ prompt, exchange }, { model }) => [
    ...["copilot", "-p", `Read the file ${prompt} and do what it says.`, "-s", "--no-ask-user"],
    ...["--allow-tool=write", `--add-dir=${exchange}`, "--output-format", "json"],
    ...(model === null ? [] : ["--model", model]),
  ],
  stdin: false,
  variables: /^(?:COPILOT_|GH_TOKEN$)/,
  keys: [sameName("COPILOT_GITHUB_TOKEN")],
  alsoPaid: /^(?:GH_TOKEN|COPILOT_PROVIDER_(?:BASE_URL|API_KEY|BEARER_TOKEN))$/,
  setting: ({ baseUrl }) => ({
    environment: {
      // It would fetch a newer self and run that.
      COPILOT_AUTO_UPDATE: "false",
      ...(baseUrl === null ? {} : { COPILOT_PROVIDER_BASE_URL: baseUrl }),
    },
  }),
  takes: ["model", "baseUrl"],
  // It unpacks itself at the first start, some 235 MB.
  caches: ["XDG_CACHE_HOME"],
  hides: [
    ...[".copilot/", ".mcp.json", ".vscode/mcp.json", ".github/mcp.json", ".github/lsp.json"],
    ...[".github/hooks/", ".github/extensions/", ".github/copilot/"],
  ],
  commands: "reading",
  speaks: true,
  records: /^\.copilot\/session-state\/[^/]+\/events\.jsonl$/,
  cost,
  failure,
  install: "@github/copilot@1.0.102",
  remark: "",
};

/** What one request used; cached input is part of the input. */
const used = z.object({
  type: z.literal("session.usage_record"),
  data: z.object({ usage: z.object({ inputTokens: amount, outputTokens: amount }) }),
});

/** It names no money: requests that its plan pays for. */
function cost({ records }: AgentOutput): Cost {
  const all = linesOf(records, used).map(({ data }) => data.usage);
  return {
    usd: null,
    input_tokens: sum(all.map(({ inputTokens }) => inputTokens)),
    output_tokens: sum(all.map(({ outputTokens }) => outputTokens)),
  };
}

/** A request that failed, or the whole session. */
const problem = z.object({
  type: z.enum(["model.call_failure", "session.error"]),
  data: z.object({
    statusCode: z.number().nullish(),
    message: z.string().default(""),
    errorMessage: z.string().default(""),
  }),
});

/** A request whose key was refused is no end yet: its tokens run out within the hour, and it fetches another one. */
function mayPass({ type, data }: z.infer<typeof problem>): boolean {
  return type === "model.call_failure" && (data.statusCode === 401 || data.statusCode === 403);
}

function failure({ stdout }: AgentOutput): AgentFailure | null {
  const last = linesOf(stdout, problem)
    .filter((line) => !mayPass(line))
    .at(-1)?.data;
  if (last === undefined) return null;
  // Of a request that failed it quotes the server's answer, often as JSON.
  const [served] = linesOf(last.errorMessage, z.object({ message: z.string() }));
  const said = last.message || (served?.message ?? last.errorMessage);
  return { status: last.statusCode ?? null, said, limit: null };
}

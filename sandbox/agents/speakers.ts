// Command lines that speak the Agent Client Protocol, with which the agent `acp` is tried: what an operator would put into
// `AUTOLOOP_AGENT_COMMAND`, and how each is pointed to a model service by variables of its own.

import { copilot } from "../../src/text/agents/rows/copilot.ts";
import { gemini } from "../../src/text/agents/rows/gemini.ts";
import { opencode } from "../../src/text/agents/rows/opencode.ts";
import { qwen } from "../../src/text/agents/rows/qwen.ts";
import type { Service, Way } from "./ways.ts";

interface Speaker {
  readonly name: string;
  readonly line: string;
  /** Its package with its version. */
  readonly spec: string;
  readonly way: Way;
}

/** Its own tools end at the workspace and at folders that it is told of. */
const REACHING = '--include-directories "$(dirname "$AUTOLOOP_ANSWER")"';

export const SPEAKERS: readonly Speaker[] = [
  {
    ...{
      name: "acp-claude",
      line: "claude-agent-acp",
      spec: "@agentclientprotocol/claude-agent-acp@0.101.0",
    },
    // Left to itself it asks ten times more, for minutes, also where its key is refused.
    way: way(
      ({ url, key }) => ({
        ANTHROPIC_API_KEY: key,
        ANTHROPIC_BASE_URL: url,
        CLAUDE_CODE_MAX_RETRIES: "1",
      }),
      { tells: "work" },
    ),
  },
  {
    ...{ name: "acp-copilot", line: "copilot --acp --allow-tool=write", spec: packageOf(copilot) },
    way: way(
      ({ url, key }) => ({
        COPILOT_OFFLINE: "true",
        COPILOT_MODEL: "gpt-5",
        COPILOT_PROVIDER_API_KEY: key,
        COPILOT_PROVIDER_BASE_URL: `${url}/v1`,
      }),
      { tellsRefusal: false },
    ),
  },
  {
    ...{ name: "acp-gemini", line: `gemini --acp --skip-trust ${REACHING}`, spec: packageOf(gemini) },
    way: way(({ url, key }) => ({ GEMINI_API_KEY: key, GOOGLE_GEMINI_BASE_URL: url }), { tells: "input" }),
  },
  {
    ...{ name: "acp-opencode", line: "opencode acp", spec: packageOf(opencode) },
    way: way(
      ({ url, key }) => ({
        ANTHROPIC_API_KEY: key,
        OPENCODE_CONFIG_CONTENT: JSON.stringify({
          provider: { anthropic: { options: { baseURL: `${url}/v1` } } },
        }),
      }),
      { model: "anthropic/claude-sonnet-4-5", startSeconds: 25, tells: "nothing" },
    ),
  },
  {
    ...{ name: "acp-qwen", line: `qwen --acp ${REACHING}`, spec: packageOf(qwen) },
    way: way(
      ({ url, key }) => ({
        OPENAI_API_KEY: key,
        OPENAI_BASE_URL: `${url}/v1`,
        OPENAI_MODEL: "qwen3-coder-plus",
      }),
      { tells: "nothing" },
    ),
  },
];

function packageOf({ name, install }: { readonly name: string; readonly install: string | null }): string {
  if (install === null) throw new Error(`${name} is in no package`);
  return install;
}

function way(
  variables: (service: Service) => Readonly<Record<string, string>>,
  { model = null, ...more }: Partial<Way> & { readonly model?: string | null } = {},
): Way {
  return {
    to: (service) => ({ variables: variables(service), baseUrl: null, model }),
    ...{ startSeconds: 8, isQuiet: true, tells: "all", tellsRefusal: true, tellsStopped: false },
    ...more,
  };
}

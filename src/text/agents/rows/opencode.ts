// opencode, headless (`opencode run`). It edits files and runs commands without a sandbox. Left to itself it would take
// a model that its maker hosts, so it is told which providers there are: those whose keys the operator gave it.

import { z } from "zod";
import type { Cost } from "../../../domain/journal/iteration.ts";
import {
  type AgentChoice,
  type AgentFailure,
  type AgentOutput,
  type AgentRow,
  type AgentSetting,
  sameName,
} from "../agent-row.ts";
import { amount, linesOf, sum } from "../usage.ts";

export const opencode: AgentRow = {
  name: "opencode",
  argv: (_, { model }) => [
    ...["opencode", "run", "--format", "json", "--auto", ...(model === null ? [] : ["--model", model])],
    "Do what the text on standard input says.",
  ],
  stdin: true,
  variables: "any",
  keys: [sameName("ANTHROPIC_API_KEY")],
  alsoPaid: /_(?:API_KEY|TOKEN)$|^AWS_ACCESS_KEY_ID$|^GOOGLE_APPLICATION_CREDENTIALS$/,
  setting,
  takes: ["model", "baseUrl"],
  // It loads packages at each start, and finds them here the next time.
  caches: ["XDG_CACHE_HOME", "npm_config_cache"],
  hides: [".opencode/", "opencode.json", "opencode.jsonc", ".opencode.json"],
  commands: "any",
  speaks: true,
  cost,
  failure,
  install: "opencode-ai@1.18.33",
  remark: "",
};

/** Its names of providers whose variable is called otherwise. */
const PROVIDERS: Readonly<Record<string, string>> = {
  GEMINI_API_KEY: "google",
  GOOGLE_GENERATIVE_AI_API_KEY: "google",
  AWS_ACCESS_KEY_ID: "amazon-bedrock",
  AWS_BEARER_TOKEN_BEDROCK: "amazon-bedrock",
  GITHUB_TOKEN: "github-copilot",
  HF_TOKEN: "huggingface",
};
const HOSTED = "opencode";

function setting({ model, baseUrl }: AgentChoice, given: readonly string[]): AgentSetting {
  const keyed = given.flatMap(
    (name) => PROVIDERS[name] ?? /^(\w+)_API_KEY$/.exec(name)?.[1]?.toLowerCase() ?? [],
  );
  // A model that the operator chose begins with its provider.
  const named = model?.includes("/") ? [model.slice(0, model.indexOf("/"))] : [];
  const providers = [...new Set([...named, ...keyed.map((name) => name.replaceAll("_", "-"))])];
  const [first] = providers;
  const config = {
    autoupdate: false,
    share: "disabled",
    ...(providers.length === 0 ? {} : { enabled_providers: providers }),
    ...(providers.includes(HOSTED) ? {} : { disabled_providers: [HOSTED] }),
    ...(first === undefined || baseUrl === null
      ? {}
      : { provider: { [first]: { options: { baseURL: baseUrl } } } }),
  };
  return { environment: { OPENCODE_CONFIG_CONTENT: JSON.stringify(config) } };
}

const step = z.object({
  type: z.literal("step_finish"),
  part: z.object({
    id: z.string(),
    cost: amount,
    tokens: z.object({
      input: amount,
      output: amount,
      reasoning: amount.default(0),
      cache: z.object({ read: amount.default(0), write: amount.default(0) }).default({ read: 0, write: 0 }),
    }),
  }),
});

/**
 * Per step; the same step may be printed twice. Its input is without what a cache had. A model without a price on its list
 * costs nothing by its account; that is no fact.
 */
function cost({ stdout }: AgentOutput): Cost {
  const lines = linesOf(stdout, step);
  const steps = [...new Map(lines.map(({ part }) => [part.id, part])).values()];
  return {
    usd: sum(steps.map((one) => one.cost)) || null,
    input_tokens: sum(steps.map(({ tokens: { input, cache } }) => input + cache.read + cache.write)),
    output_tokens: sum(steps.map(({ tokens }) => tokens.output + tokens.reasoning)),
  };
}

const problem = z.object({
  type: z.literal("error"),
  error: z.object({
    data: z.object({ message: z.string(), statusCode: z.number().nullish() }),
  }),
});

function failure({ stdout }: AgentOutput): AgentFailure | null {
  const last = linesOf(stdout, problem).at(-1)?.error.data;
  return last === undefined ? null : { status: last.statusCode ?? null, said: last.message, limit: null };
}

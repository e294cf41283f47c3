// The real command line of an agent in the demo, with a model service on this machine behind it: what an operator would
// set so that the app starts it. Knows no agent by name.

import { candidate } from "../agents/candidates.ts";
import { type Models, startModels } from "../models/models.ts";
import { BETTER, IMPROVE } from "../models/script/carton.ts";

/** What the model makes of the carton, and says of it. */
export const MADE = { change: BETTER.change, metric: BETTER.metric } as const;
/** Longer than what is taken for no secret, and known by nobody else. */
const KEY = "a-key-of-the-models-on-loopback";

export interface RealAgent {
  readonly name: string;
  /** Variables for the app. */
  readonly environment: Readonly<Record<string, string>>;
  /** Its package with its version. */
  readonly spec: string;
  readonly models: Models;
}

/** @param say told what is fetched */
export async function realAgent(
  name: string,
  cache: string,
  say: (text: string) => void,
): Promise<RealAgent> {
  const {
    agent,
    agentCommand,
    spec,
    way,
    commands,
    cache: kept,
  } = await candidate(name, cache, (spec) => say(`installing ${spec}`));
  const models = await startModels({ plan: IMPROVE, key: KEY });
  const { variables, baseUrl, model } = way.to({ url: models.url, key: KEY });
  return {
    models,
    name: agent,
    spec,
    environment: {
      ...variables,
      PATH: [...commands, process.env.PATH ?? ""].join(":"),
      AUTOLOOP_AGENT: agent,
      ...(agentCommand === null ? {} : { AUTOLOOP_AGENT_COMMAND: agentCommand }),
      AUTOLOOP_AGENT_ENV: Object.keys(variables).join(","),
      ...(baseUrl === null ? {} : { AUTOLOOP_AGENT_BASE_URL: baseUrl }),
      ...(model === null ? {} : { AUTOLOOP_AGENT_MODEL: model }),
      AUTOLOOP_AGENT_CACHE: kept,
    },
  };
}

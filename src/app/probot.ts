// The one Probot of a process: it speaks to GitHub, through a client without hidden retries. Webhooks pass it by
// (decision 0037).

import { Probot } from "probot";
import { AutoloopOctokit } from "../github/http/octokit.ts";
import type { Config } from "./settings/config.ts";
import type { createLogger } from "./telemetry/log.ts";

export function probotOf(config: Config, log: ReturnType<typeof createLogger>): Probot {
  const { appId, privateKey, webhookSecret: secret, apiUrl: baseUrl } = config;
  return new Probot({ appId, privateKey, secret, baseUrl, Octokit: AutoloopOctokit, log });
}

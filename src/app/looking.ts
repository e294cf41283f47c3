// GitHub as a command looks at it that asks as the app: the same environment as a server, without its queue, its server
// and its log.

import type { Isolation, RepoConfig } from "../domain/policy.ts";
import type { Repository } from "../domain/repository/view.ts";
import { webUrlOf } from "../github/checkout/checkout.ts";
import { connectGithub, localBudget } from "../github/forge.ts";
import { createHostClock } from "../github/http/host-clock.ts";
import { connectThrough } from "../github/http/octokit.ts";
import { githubLinks } from "../github/links.ts";
import type { Clock } from "../ports/clock.ts";
import { scrubber } from "../text/format/scrub.ts";
import { wantedWorkflow as workflowFor } from "../text/workflow/installed.ts";
import { agentHere } from "./agent-here.ts";
import { probotOf } from "./probot.ts";
import type { Config } from "./settings/config.ts";
import { policyFor } from "./settings/policy.ts";
import { createLogger, logOver } from "./telemetry/log.ts";

export function looking(config: Config, isolation: Isolation, steady: Clock) {
  // What went wrong is in the error that the command prints.
  const silent = createLogger({
    level: "fatal",
    format: "json",
    scrub: scrubber([]),
    write: () => undefined,
  });
  // A handful of reads and no write: nothing that would have to wait.
  const budget = localBudget(steady, 0);
  const clock = createHostClock(steady);
  const connection = connectThrough(probotOf(config, silent), undefined, clock);
  const github = connectGithub({ connection, clock: steady, time: clock, budget });
  const operator = { ...config, isolation, linksTo: githubLinks(webUrlOf(config.apiUrl)) };
  const parts = {
    forge: github.forge,
    workflowFor,
    agentHere: agentHere(config),
    policyFor: (repoConfig: RepoConfig | null, repository: Repository) =>
      policyFor(operator, repoConfig, repository),
  };
  return { parts, github, clock, log: logOver(silent) };
}

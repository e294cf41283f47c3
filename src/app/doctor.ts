// A look at a repository by its name, without queue and server: what `autoloop doctor` needs.

import type { RepoConfig } from "../domain/policy.ts";
import type { Repository } from "../domain/repository/view.ts";
import { webUrlOf } from "../github/checkout/checkout.ts";
import { connectGithub, localBudget } from "../github/forge.ts";
import { connectThrough } from "../github/http/octokit.ts";
import { githubLinks } from "../github/links.ts";
import type { Examined } from "../plan/repository/setup.ts";
import type { Clock } from "../ports/clock.ts";
import { examineNamed } from "../reconcile/read/examine.ts";
import { wantedWorkflow as workflowFor } from "../text/workflow/workflow.ts";
import { probotOf } from "./probot.ts";
import type { Config } from "./settings/config.ts";
import { policyFor } from "./settings/policy.ts";
import { createLogger } from "./telemetry/log.ts";
import { scrubber } from "./telemetry/scrub.ts";

/** @returns a look; it resolves with `absent` where the app is not installed */
export function composeDoctor(
  config: Config,
  clock: Clock,
): (owner: string, name: string) => Promise<Examined | "absent"> {
  // What went wrong is in the error that the command prints.
  const silent = createLogger({
    level: "fatal",
    format: "json",
    scrub: scrubber([]),
    write: () => undefined,
  });
  // A handful of reads and no write: nothing that would have to wait.
  const budget = localBudget(clock, 0);
  const { forge } = connectGithub({ connection: connectThrough(probotOf(config, silent)), clock, budget });
  const operator = { ...config, linksTo: githubLinks(webUrlOf(config.apiUrl)) };
  const parts = {
    forge,
    workflowFor,
    policyFor: (repoConfig: RepoConfig | null, repository: Repository) =>
      policyFor(operator, repoConfig, repository),
  };
  return (owner, name) => examineNamed(parts, owner, name);
}

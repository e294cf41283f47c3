// The Probot app function, for people who mount Autoloop in a Probot of their own. No logic. It speaks to GitHub
// through its own client: the host's would repeat writes whose outcome is unknown.

import type { Probot } from "probot";
import { compose } from "./app/compose.ts";
import { readConfig } from "./app/settings/config.ts";
import { processEnvironment } from "./app/settings/process-environment.ts";
import { systemClock } from "./app/system-clock.ts";
import { registerHandlers } from "./app/webhook/handlers.ts";

/**
 * Registers the webhooks and begins the first sweep.
 * @throws ConfigError when the environment cannot be used
 */
export default function autoloop(probot: Probot): void {
  const app = compose(readConfig(processEnvironment()), systemClock, (line) => process.stdout.write(line));
  registerHandlers(probot, app.take);
  app.start();
}

// Puts the app behind its HTTP server and brings both up and down in the right order.

import type { Clock } from "../ports/clock.ts";
import { listenWords } from "../text/outcome/system-errors.ts";
import type { App } from "./compose.ts";
import { createFrontDoor } from "./http/front-door.ts";
import { createAppServer } from "./http/server.ts";
import type { Config } from "./settings/config.ts";
import { ConfigError } from "./settings/config-error.ts";

interface Serving {
  readonly port: number;
  /** Accepts nothing new, lets what runs end. */
  readonly stop: () => Promise<void>;
}

/** What waited for this process is answered before the first sweep loads the machine. */
const FIRST_SWEEP_MS = 100;

/** Resolves once webhooks are accepted; the first sweep begins a moment later. */
export async function serve(
  app: App,
  config: Pick<Config, "host" | "port" | "webhookPath" | "webhookSecret" | "metricsToken">,
  clock: Clock,
): Promise<Serving> {
  const { host, webhookPath, webhookSecret: secret, metricsToken: token } = config;
  const { log, metrics, take } = app;
  const server = createAppServer({
    webhooks: createFrontDoor({ secret, take, onAnswer: metrics.delivered, clock, log }),
    webhookPath,
    readiness: app.readiness,
    metrics: token === null ? null : { token, type: metrics.type, text: metrics.text },
    clock,
  });
  const port = await server.listen(host, config.port).catch((error: unknown) => {
    const words = listenWords(error);
    throw words === null
      ? error
      : new ConfigError([`HOST and PORT: cannot listen on ${host}, port ${config.port}. ${words}`]);
  });
  log.info("listening", { host, port, webhookPath });
  const cancel = clock.after(FIRST_SWEEP_MS, app.start);
  return {
    port,
    stop: async () => {
      cancel();
      await Promise.all([server.close(), app.stop()]);
      log.info("stopped");
    },
  };
}

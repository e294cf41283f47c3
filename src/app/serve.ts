// Puts the app behind its HTTP server and brings both up and down in the right order.

import type { Probot } from "probot";
import type { Clock } from "../ports/clock.ts";
import { listenWords } from "../text/outcome/system-errors.ts";
import type { App } from "./compose.ts";
import { createFrontDoor, type Delivery } from "./http/front-door.ts";
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
  config: Pick<Config, "host" | "port" | "webhookPath" | "metricsToken">,
  clock: Clock,
): Promise<Serving> {
  const { host, webhookPath, metricsToken: token } = config;
  const { log, metrics } = app;
  await app.probot.load(app.register);
  const server = createAppServer({
    webhooks: createFrontDoor({ ...throughProbot(app.probot), onAnswer: metrics.delivered, clock, log }),
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

/** Probot knows the secret and who listens to what. Its own HTTP layer reads without limit and answers faults with 500. */
export function throughProbot({ webhooks }: Pick<Probot, "webhooks">) {
  return {
    isSigned: (body: string, signature: string) => webhooks.verify(body, signature).catch(() => false),
    take: async ({ id, name, payload }: Delivery) => {
      await webhooks.receive({ id, name, payload } as Parameters<typeof webhooks.receive>[0]);
    },
  };
}

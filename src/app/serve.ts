// Puts the app behind its HTTP server and brings both up and down in the right order.

import { createNodeMiddleware } from "probot";
import type { Config } from "../config.ts";
import type { App } from "./compose.ts";
import { createAppServer } from "./server.ts";

export interface Serving {
  readonly port: number;
  /** Accepts nothing new, lets what runs end. */
  readonly stop: () => Promise<void>;
}

/** Resolves once webhooks are accepted; the first sweep has begun by then. */
export async function serve(
  app: App,
  config: Pick<Config, "host" | "port" | "webhookPath">,
): Promise<Serving> {
  const { host, webhookPath } = config;
  const server = createAppServer({
    webhooks: await createNodeMiddleware(app.register, { probot: app.probot, webhooksPath: webhookPath }),
    webhookPath,
    healthy: app.healthy,
    ready: app.ready,
  });
  const port = await server.listen(host, config.port);
  app.log.info("listening", { host, port, webhookPath });
  app.start();
  return {
    port,
    stop: async () => {
      await Promise.all([server.close(), app.stop()]);
      app.log.info("stopped");
    },
  };
}

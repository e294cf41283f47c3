// The yardstick: Probot with one empty handler and nothing else. A process of its own, started by the benchmarks with
// APP_ID, PRIVATE_KEY, WEBHOOK_SECRET and PORT.

import { createServer } from "node:http";
import { createNodeMiddleware, Probot } from "probot";

const { APP_ID = "", PRIVATE_KEY = "", WEBHOOK_SECRET = "", PORT = "" } = process.env;
const probot = new Probot({
  appId: APP_ID,
  privateKey: PRIVATE_KEY,
  secret: WEBHOOK_SECRET,
  logLevel: "fatal",
});
const middleware = await createNodeMiddleware((app: Probot) => app.on("issues.opened", () => undefined), {
  probot,
  webhooksPath: "/api/github/webhooks",
});
createServer((request, response) => void middleware(request, response)).listen(Number(PORT), "127.0.0.1");

// `npm run sandbox`: the local GitHub on its own, for trying the app by hand. Says how to point the app at it and
// stays until it is interrupted. The app's key lies in a folder of this run only and goes with it.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { APP_WEBHOOKS, startSandbox } from "./sandbox.ts";

const port = Number(process.env.SANDBOX_PORT ?? 4010);
const webhooks = process.env.SANDBOX_WEBHOOK_URL ?? APP_WEBHOOKS;
const sandbox = await startSandbox({ port, webhookUrl: webhooks });
const folder = await mkdtemp(join(tmpdir(), "autoloop-sandbox-"));
const keyPath = join(folder, "app.pem");
await writeFile(keyPath, sandbox.privateKey, { mode: 0o600 });

const { owner, name } = sandbox.repository;
const issues = `${sandbox.url}/repos/${owner}/${name}/issues`;
// What the demo sets, too: this GitHub serves no git, asks nobody to be polite, and its CI begins at once.
process.stdout.write(`A local GitHub with the repository ${owner}/${name} is at ${sandbox.url}

Start the app against it in another terminal, in this folder:

  GITHUB_API_URL=${sandbox.url} \\
  APP_ID=${sandbox.appId} \\
  PRIVATE_KEY_PATH=${keyPath} \\
  WEBHOOK_SECRET=${sandbox.webhookSecret} \\
  PORT=${new URL(webhooks).port || 3000} \\
  AUTOLOOP_EXECUTOR=local \\
  AUTOLOOP_AGENT=tuner \\
  AUTOLOOP_CHECKOUT=api \\
  AUTOLOOP_WORK_DIR=${join(folder, "work")} \\
  AUTOLOOP_MIN_INTERVAL_SECONDS=0 \\
  AUTOLOOP_WRITE_INTERVAL_MS=0 \\
  AUTOLOOP_CI_SETTLE_SECONDS=0 \\
  npm start

Open the carton's program as a maintainer:

  node --input-type=module --eval 'import { readFileSync } from "node:fs";
    const body = readFileSync("fixtures/carton/program.md", "utf8");
    const issue = { title: "[Autoloop: carton]", labels: ["autoloop-program"], body };
    const headers = { authorization: "Bearer ${sandbox.tokens.maintainer}" };
    const { status } = await fetch("${issues}", { method: "POST", headers, body: JSON.stringify(issue) });
    console.log(status);'

Tokens of people, for the API:

  maintainer  ${sandbox.tokens.maintainer}
  stranger    ${sandbox.tokens.stranger}

Webhooks go to ${webhooks} (SANDBOX_WEBHOOK_URL). Ctrl-C stops it.
`);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
}
process.once("SIGINT", () => void stop());
process.once("SIGTERM", () => void stop());

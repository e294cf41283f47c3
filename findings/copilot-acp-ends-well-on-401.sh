#!/bin/sh
# @github/copilot 1.0.102 (npm), against a server on this machine that refuses its key, seen 2026-12-01.
#
# Headless (`copilot -p`) it ends with exit code 1. Over the Agent Client Protocol (`copilot --acp`) the same refusal is no
# error: the prompt is answered with the stop reason `end_turn`, as after work that is done, and that nothing was done
# stands in the text that its model is supposed to have said. A client that goes by the protocol takes the turn for a
# success.
#
# Seen:
#   -p    exit 1
#   --acp stopReason end_turn error none
#   --acp said Error: Authentication failed with provider at HERE (HTTP 401).

set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @github/copilot@1.0.102
cat >see.mjs <<'SEE'
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

const error = { message: "No such key.", type: "invalid_request_error", param: null, code: "invalid_api_key" };
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(401, { "content-type": "application/json" });
    response.end(JSON.stringify({ error }));
  });
}).listen(0, "127.0.0.1", see);

async function see() {
  const url = `http://127.0.0.1:${server.address().port}/v1`;
  const home = `${process.cwd()}/home`;
  const cwd = `${home}/work`;
  mkdirSync(cwd, { recursive: true });
  const start = (flags, stdin) =>
    spawn(`${process.cwd()}/node_modules/.bin/copilot`, flags, {
      cwd,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        COPILOT_AUTO_UPDATE: "false",
        COPILOT_OFFLINE: "true",
        COPILOT_MODEL: "gpt-5",
        COPILOT_PROVIDER_API_KEY: "any",
        COPILOT_PROVIDER_BASE_URL: url,
      },
      stdio: [stdin, "pipe", "ignore"],
    });

  const headless = start(["-p", "Say hello."], "ignore");
  headless.stdout.resume();
  console.log("-p    exit", await new Promise((resolve) => headless.on("exit", resolve)));

  const agent = start(["--acp"], "pipe");
  const waiting = new Map();
  let said = "";
  createInterface({ input: agent.stdout }).on("line", (line) => {
    const message = JSON.parse(line);
    if (message.method === undefined) waiting.get(message.id)(message);
    const { sessionUpdate, content } = message.params?.update ?? {};
    if (sessionUpdate === "agent_message_chunk") said += `${content.text}\n`;
  });
  const ask = (method, params) => {
    const id = waiting.size + 1;
    agent.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    return new Promise((resolve) => waiting.set(id, resolve));
  };
  await ask("initialize", { protocolVersion: 1, clientCapabilities: {} });
  const { result } = await ask("session/new", { cwd, mcpServers: [] });
  const prompt = [{ type: "text", text: "Say hello." }];
  const answer = await ask("session/prompt", { sessionId: result.sessionId, prompt });
  console.log("--acp stopReason", answer.result?.stopReason, "error", answer.error?.code ?? "none");
  const refusal = said.split("\n").find((line) => line.startsWith("Error:"));
  console.log("--acp said", refusal?.replace(url, "HERE"));
  agent.on("exit", () => server.closeAllConnections());
  agent.kill();
  server.close();
}
SEE
node see.mjs | tee seen
diff - seen <<'SEEN'
-p    exit 1
--acp stopReason end_turn error none
--acp said Error: Authentication failed with provider at HERE (HTTP 401).
SEEN

#!/bin/sh
# @openai/codex 0.169.0 (npm), headless, against a server on this machine, seen 2026-12-01.
#
# A server answers every request with an error whose message names its cause. For the status 503 codex prints status and
# message. For 500 it prints neither: `turn.failed` says that there is high demand, whatever the server said, and nothing
# in the output tells a broken server from a busy one.
#
# Seen:
#   503 unexpected status 503 Service Unavailable: the index is being rebuilt
#   500 We’re currently experiencing high demand, which may cause temporary errors.

set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @openai/codex@0.169.0
cat >see.mjs <<'SEE'
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";

const message = "the index is being rebuilt";

function failed(status) {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      // It tries a WebSocket first, and takes this for a no.
      response.writeHead(request.method === "GET" ? 426 : status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message, type: "server_error", param: null, code: null } }));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const url = `http://127.0.0.1:${server.address().port}/v1`;
      const flags = ["--json", "--skip-git-repo-check", "--ephemeral", "-c", `openai_base_url="${url}"`];
      const home = `${process.cwd()}/home`;
      mkdirSync(home, { recursive: true });
      const env = { PATH: process.env.PATH, HOME: home, CODEX_API_KEY: "any" };
      const child = spawn("node_modules/.bin/codex", ["exec", ...flags, "Say hello."], {
        env,
        stdio: ["ignore", "pipe", "ignore"],
      });
      let printed = "";
      child.stdout.on("data", (chunk) => {
        printed += chunk;
      });
      child.on("exit", () => {
        server.close();
        server.closeAllConnections();
        const lines = printed.split("\n").filter((line) => line.startsWith("{"));
        const last = lines.map((line) => JSON.parse(line)).find(({ type }) => type === "turn.failed");
        resolve(last.error.message.split(", url:")[0]);
      });
    });
  });
}

for (const status of [503, 500]) console.log(status, await failed(status));
SEE
node see.mjs | tee seen
diff - seen <<'SEEN'
503 unexpected status 503 Service Unavailable: the index is being rebuilt
500 We’re currently experiencing high demand, which may cause temporary errors.
SEEN

#!/bin/sh
# @openai/codex 0.169.0 (npm), headless, against a server on this machine, seen 2026-12-01.
#
# Before its first POST codex asks for a WebSocket on the same path. A server that has none and knows only POST there says
# 404 (or 405) to such a GET. Codex takes that for a fault that may pass: it asks seven times, some six seconds, before it
# goes on over HTTP. Only 426 makes it go on at once. So a gateway that works costs every run these seconds.
#
# Seen, requests for a socket before the first POST:
#   404 7
#   405 7
#   426 1

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

function sockets(status) {
  let asked = 0;
  const server = createServer((request, response) => {
    if (request.method === "GET") asked += 1;
    request.resume().on("end", () => {
      response.writeHead(request.method === "GET" ? status : 400, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "no", type: "invalid_request_error" } }));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const url = `http://127.0.0.1:${server.address().port}/v1`;
      const flags = ["--json", "--skip-git-repo-check", "--ephemeral", "-c", `openai_base_url="${url}"`];
      const home = `${process.cwd()}/home`;
      mkdirSync(home, { recursive: true });
      const env = { PATH: process.env.PATH, HOME: home, CODEX_API_KEY: "any" };
      const child = spawn("node_modules/.bin/codex", ["exec", ...flags, "Say hello."], { env, stdio: "ignore" });
      child.on("exit", () => {
        server.close();
        server.closeAllConnections();
        resolve(asked);
      });
    });
  });
}

for (const status of [404, 405, 426]) console.log(status, await sockets(status));
SEE
node see.mjs | tee seen
printf '%s\n' '404 7' '405 7' '426 1' | diff - seen

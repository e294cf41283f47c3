#!/bin/sh
# @anthropic-ai/claude-code 2.1.329 under node 24.21.0 (npm), seen 2026-12-01.
#
# `claude -p --output-format stream-json` against a server that streams one answer of 50 tokens. The line of the answer has
# the usage with which the stream began, so its output is 1; only the result at the end has 50. Whoever stops a session
# can add up what went in and not what came out.
#
# Seen:
#   assistant 1000 in, 1 out
#   result    1000 in, 50 out

set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"; [ -z "${server:-}" ] || kill "$server"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0 @anthropic-ai/claude-code@2.1.329 2>/dev/null
mkdir home work
cat >server.mjs <<'SERVER'
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
const usage = { input_tokens: 1000, output_tokens: 1 };
const message = { id: "msg_1", type: "message", role: "assistant", model: "m", content: [], stop_reason: null, stop_sequence: null, usage };
const events = [
  { type: "message_start", message },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hello." } },
  { type: "content_block_stop", index: 0 },
  { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 50 } },
  { type: "message_stop" },
];
const server = createServer((request, response) => {
  request.resume();
  if (request.method !== "POST") return response.end();
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""));
});
server.listen(0, "127.0.0.1", () => writeFileSync("port", String(server.address().port)));
SERVER
node server.mjs &
server=$!
until [ -s port ]; do sleep 0.1; done
cat >read.mjs <<'READ'
for (const line of (await new Response(process.stdin).text()).trim().split("\n").map((one) => JSON.parse(one))) {
  const usage = line.type === "assistant" ? line.message.usage : line.type === "result" ? line.usage : null;
  if (usage) console.log(`${line.type.padEnd(9)} ${usage.input_tokens} in, ${usage.output_tokens} out`);
}
READ
cd work
echo "Say hello." | env -i HOME="$folder/home" PATH="$folder/node_modules/.bin:/usr/bin:/bin" ANTHROPIC_API_KEY=none \
  ANTHROPIC_BASE_URL="http://127.0.0.1:$(cat ../port)" CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 \
  claude -p --output-format stream-json --verbose | node ../read.mjs | tee ../seen
printf '%s\n' 'assistant 1000 in, 1 out' 'result    1000 in, 50 out' | diff - ../seen

#!/bin/sh
# @openai/codex 0.169.0 (npm), headless, against a server on this machine, seen 2026-12-01.
#
# When a conversation grows beyond `model_auto_compact_token_limit`, codex has the server condense it by a request of its
# own to /v1/responses, which ends in an item `compaction_trigger` and whose answer has a usage like every other. The
# usage of `turn.completed`, and `total_token_usage` in the file of the session, leave that request out: here most of the
# input, and nearly all of the output. Only the server (or its bill) tells.
#
# Seen:
#   served work       input 60000 output 10
#   served compaction input 70000 output 500
#   served work       input 1000 output 10
#   told   turn       input 61000 output 20
#   told   session    input 61000 output 20

set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @openai/codex@0.169.0
cat >see.mjs <<'SEE'
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";

const tool = { type: "function_call", id: "fc_1", call_id: "call_1", status: "completed" };
const content = [{ type: "output_text", text: "Hello.", annotations: [] }];
/** What the server answers, one after the other, and what each of it used. */
const ANSWERS = [
  {
    kind: "work",
    item: { ...tool, namespace: "collaboration", name: "list_agents", arguments: "{}" },
    usage: { input_tokens: 60000, output_tokens: 10, total_tokens: 60010 },
  },
  {
    kind: "compaction",
    item: { type: "compaction", id: "cmp_1", encrypted_content: "YW55" },
    usage: { input_tokens: 70000, output_tokens: 500, total_tokens: 70500 },
  },
  {
    kind: "work",
    item: { type: "message", id: "msg_1", role: "assistant", status: "completed", content },
    usage: { input_tokens: 1000, output_tokens: 10, total_tokens: 1010 },
  },
];
let served = 0;

function answer(body, response) {
  const { kind, item, usage } = ANSWERS[served++];
  const asked = JSON.parse(body).input.at(-1).type === "compaction_trigger" ? "compaction" : "work";
  if (asked !== kind) throw new Error(`asked for ${asked}`);
  console.log(`served ${kind.padEnd(10)} input ${usage.input_tokens} output ${usage.output_tokens}`);
  const whole = { id: `resp_${served}`, object: "response", status: "completed", output: [item], usage };
  const events = [
    { type: "response.created", response: { ...whole, status: "in_progress", output: [], usage: null } },
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response: whole },
  ];
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(events.map((one) => `event: ${one.type}\ndata: ${JSON.stringify(one)}\n\n`).join(""));
}

const valuesIn = (text) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
const tell = (where, { input_tokens, output_tokens }) =>
  console.log(`told   ${where.padEnd(10)} input ${input_tokens} output ${output_tokens}`);

const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    // It tries a WebSocket first, and takes this for a no.
    if (request.method === "GET") response.writeHead(426).end();
    else answer(Buffer.concat(pieces).toString(), response);
  });
}).listen(0, "127.0.0.1", () => {
  const url = `http://127.0.0.1:${server.address().port}/v1`;
  const limits = ["-c", `openai_base_url="${url}"`, "-c", "model_auto_compact_token_limit=50000"];
  const home = `${process.cwd()}/home`;
  mkdirSync(home, { recursive: true });
  const flags = ["exec", "--json", "--skip-git-repo-check", ...limits, "Say hello."];
  const child = spawn("node_modules/.bin/codex", flags, {
    env: { PATH: process.env.PATH, HOME: home, CODEX_API_KEY: "any" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  child.on("exit", () => {
    server.close();
    server.closeAllConnections();
    tell("turn", valuesIn(printed).find(({ type }) => type === "turn.completed").usage);
    const sessions = `${home}/.codex/sessions`;
    const [file] = readdirSync(sessions, { recursive: true }).filter((path) => path.endsWith(".jsonl"));
    const counts = valuesIn(readFileSync(`${sessions}/${file}`, "utf8")).flatMap(
      ({ payload }) => payload?.info?.total_token_usage ?? [],
    );
    tell("session", counts.at(-1));
  });
});
SEE
node see.mjs | tee seen
diff - seen <<'SEEN'
served work       input 60000 output 10
served compaction input 70000 output 500
served work       input 1000 output 10
told   turn       input 61000 output 20
told   session    input 61000 output 20
SEEN

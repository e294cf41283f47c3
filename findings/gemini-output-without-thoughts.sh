#!/bin/sh
# @google/gemini-cli 0.61.0 (npm), headless, against a server on this machine, seen 2026-12-01.
#
# Gemini's API counts what a model thought apart from what it wrote (`thoughtsTokenCount`, `candidatesTokenCount`); both
# are paid for as output. The statistics that `--output-format stream-json` ends with have `output_tokens` without the
# thoughts and no field for them: they show only as the difference to `total_tokens`. Who adds up `output_tokens` counts
# too little, here 10 of 510.
#
# Seen:
#   served input 1000 written 10 thought 500 total 1510
#   told   input 1000 output 10 total 1510 thoughts undefined

set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @google/gemini-cli@0.61.0
cat >see.mjs <<'SEE'
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

const usage = { promptTokenCount: 1000, candidatesTokenCount: 10, thoughtsTokenCount: 500, totalTokenCount: 1510 };
const content = { role: "model", parts: [{ text: "Hello." }] };
const answer = { candidates: [{ index: 0, content, finishReason: "STOP" }], usageMetadata: usage };

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(`data: ${JSON.stringify(answer)}\n\n`);
  });
}).listen(0, "127.0.0.1", () => {
  const home = `${process.cwd()}/home`;
  mkdirSync(`${home}/.gemini`, { recursive: true });
  writeFileSync(`${home}/.gemini/settings.json`, '{"security":{"auth":{"selectedType":"gemini-api-key"}}}');
  const GOOGLE_GEMINI_BASE_URL = `http://127.0.0.1:${server.address().port}`;
  const env = { PATH: process.env.PATH, HOME: home, GEMINI_API_KEY: "any", GOOGLE_GEMINI_BASE_URL };
  // With a model that is named, no other request chooses one.
  const flags = ["--output-format", "stream-json", "--skip-trust", "--model", "gemini-2.5-pro"];
  const child = spawn("node_modules/.bin/gemini", ["-p", "Say hello.", ...flags], {
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
    const { stats } = lines.map((line) => JSON.parse(line)).find(({ type }) => type === "result");
    console.log("served input 1000 written 10 thought 500 total 1510");
    const { input_tokens, output_tokens, total_tokens } = stats;
    const thoughts = stats.thoughts_tokens ?? stats.thoughts;
    console.log(`told   input ${input_tokens} output ${output_tokens} total ${total_tokens} thoughts ${thoughts}`);
  });
});
SEE
node see.mjs | tee seen
diff - seen <<'SEEN'
served input 1000 written 10 thought 500 total 1510
told   input 1000 output 10 total 1510 thoughts undefined
SEEN

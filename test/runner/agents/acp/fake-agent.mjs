// An agent of the Agent Client Protocol that does what its script says: `fake-agent.mjs <script>`, JSON. Written without a
// library, so that both sides cannot be wrong alike. Keeps what it heard in the script's `log`, one message a line.

import { appendFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const script = JSON.parse(process.argv[2]);
const waiting = new Map();
let promptId = null;
let nextId = 100;

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const update = (update) => send({ method: "session/update", params: { sessionId: "s", update } });
const ask = (method, params) =>
  new Promise((resolve) => {
    const id = nextId++;
    waiting.set(id, resolve);
    send({ id, method, params: { sessionId: "s", ...params } });
  });
const permission = async (toolCall) => {
  const options = script.options ?? [
    { optionId: "forever", name: "Always", kind: "allow_always" },
    { optionId: "yes-42", name: "Once", kind: "allow_once" },
    { optionId: "no-42", name: "No", kind: "reject_once" },
  ];
  return ask("session/request_permission", { toolCall: { toolCallId: "t", ...toolCall }, options });
};

writeFileSync(`${script.log}.pid`, String(process.pid));
process.stderr.write("noise of the adapter\n");
if (script.deaf) process.on("SIGTERM", () => undefined);
const lines = createInterface({ input: process.stdin });
lines.on("close", () => {
  if (!script.deaf) process.exit(0);
});
lines.on("line", (line) => {
  appendFileSync(script.log, `${line}\n`);
  const { id, method, params, result, error } = JSON.parse(line);
  if (method === undefined) {
    waiting.get(id)(result ?? error);
    return;
  }
  if (method === "session/cancel") cancelled();
  else if (script.errors?.[method]) send({ id, error: script.errors[method] });
  else if (method === "session/prompt") {
    promptId = id;
    prompted();
  } else send({ id, result: answers(method, params) });
});

function answers(method, params) {
  if (method === "initialize") {
    return {
      protocolVersion: script.version ?? 1,
      agentInfo: { name: script.name ?? "fake", version: "1.0.0" },
      agentCapabilities: script.capabilities ?? {},
      authMethods: script.authMethods ?? [],
    };
  }
  if (method === "session/new") return { sessionId: "s", ...script.session };
  if (method === "session/set_config_option") {
    const set = (option) =>
      option.id === params.configId && !script.stubborn ? { ...option, currentValue: params.value } : option;
    return { configOptions: script.session.configOptions.map(set) };
  }
  return {};
}

async function prompted() {
  for (const step of script.steps ?? []) {
    if (step.write) writeFileSync(step.write.path, step.write.text);
    if (step.update) {
      // What follows at once arrives in one piece with it.
      process.stdout.cork();
      setImmediate(() => process.stdout.uncork());
      update(step.update);
    }
    if (step.ask) {
      const { outcome } = await permission(step.ask);
      if (script.endsOnReject && outcome.optionId === "no-42") break;
    }
    if (step.request) await ask(step.request.method, step.request.params);
    if (step.exit !== undefined) process.exit(step.exit);
    if (step.silent) return;
  }
  send({ id: promptId, result: { stopReason: "end_turn", ...script.answer } });
}

async function cancelled() {
  if (script.deaf) return;
  await permission({ kind: "read", locations: [{ path: "a.txt" }] });
  send({ id: promptId, result: { stopReason: "cancelled", ...script.answer } });
}

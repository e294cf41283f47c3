// The server as anyone on the network meets it, with the real Probot behind it.

import { createHmac, generateKeyPairSync } from "node:crypto";
import { request } from "node:http";
import { createNodeMiddleware, Probot } from "probot";
import { afterEach, describe, expect, it } from "vitest";
import { createEar, registerHandlers } from "../../src/app/handlers.ts";
import { createLogger } from "../../src/app/log.ts";
import { type AppServer, createAppServer } from "../../src/app/server.ts";
import { systemClock } from "../../src/app/system-clock.ts";
import { WEBHOOK_BYTES } from "../../src/domain/limits.ts";
import { createPresses } from "../../src/reconcile/presses.ts";
import { createProgramIndex } from "../../src/reconcile/program-index.ts";
import { memoryLog } from "../support/memory-log.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const PATH = "/api/github/webhooks";
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const EVENT = {
  action: "edited",
  installation: { id: 7 },
  repository: { name: "repo", owner: { login: "octo" } },
  issue: { number: 12, labels: [{ name: "autoloop-program" }] },
  sender: { login: "mona", type: "User" },
};

const running: AppServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** A listening app; `added` is what reached the queue. */
async function world({ programs = {} }: { programs?: Readonly<Record<string, number>> } = {}) {
  const added: string[] = [];
  const state = { healthy: true, ready: true };
  const logged: string[] = [];
  const index = createProgramIndex();
  for (const [name, issue] of Object.entries(programs)) {
    index.learn({ installation: 7, owner: "octo", name: "repo", issue }, name);
  }
  const probot = new Probot({
    appId: 1,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    secret: SECRET,
    log: createLogger({
      level: "debug",
      format: "json",
      scrub: (text) => text,
      write: (line) => logged.push(line),
    }),
  });
  const webhooks = await createNodeMiddleware(
    (app) =>
      registerHandlers(
        app,
        createEar({
          queue: { add: (key) => added.push(key), drain: () => Promise.resolve() },
          log: memoryLog().log,
          self: () => "autoloop[bot]",
          index,
          presses: createPresses(),
          clock: systemClock,
        }),
      ),
    { probot, webhooksPath: PATH },
  );
  const server = createAppServer({
    webhooks,
    webhookPath: PATH,
    healthy: () => state.healthy,
    ready: () => state.ready,
  });
  running.push(server);
  const url = `http://127.0.0.1:${await server.listen("127.0.0.1", 0)}`;
  const deliver = async (body: string, headers: Record<string, string> = {}) => {
    const response = await fetch(url + PATH, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-github-event": "issues",
        "x-github-delivery": "d1",
        "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
        ...headers,
      },
    });
    await response.text();
    return response.status;
  };
  return { url, added, state, logged, server, deliver };
}

describe("createAppServer", () => {
  it("turns a signed delivery into the key of its program", async () => {
    const { deliver, added } = await world();
    expect(await deliver(JSON.stringify(EVENT))).toBe(200);
    expect(added).toEqual(["7/octo/repo#12"]);
  });

  it("wakes the program of a branch it knows, and the repository for one it does not", async () => {
    const push = JSON.stringify({ ...EVENT, ref: "refs/heads/autoloop/carton" });
    const knowing = await world({ programs: { carton: 12, other: 13 } });
    const ignorant = await world();
    await knowing.deliver(push, { "x-github-event": "push" });
    await ignorant.deliver(push, { "x-github-event": "push" });
    expect([knowing.added, ignorant.added]).toEqual([["7/octo/repo#12"], ["7/octo/repo"]]);
  });

  it("wakes every program it knows when a check does not say of which branch it is", async () => {
    const check = JSON.stringify({ ...EVENT, action: "completed", check_suite: { head_branch: null } });
    const { deliver, added } = await world({ programs: { carton: 12, other: 13 } });
    await deliver(check, { "x-github-event": "check_suite" });
    expect(added).toEqual(["7/octo/repo#12", "7/octo/repo#13"]);
  });

  it("answers what it does not know with 200 and does nothing", async () => {
    const { deliver, added } = await world();
    expect(await deliver(JSON.stringify(EVENT), { "x-github-event": "star" })).toBe(200);
    expect(await deliver("{}")).toBe(200);
    expect(added).toEqual([]);
  });

  it.each([
    ["a wrong signature", JSON.stringify(EVENT), { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
    ["a signature that is none", JSON.stringify(EVENT), { "x-hub-signature-256": "x" }],
    ["broken JSON", '{"action":', {}],
    ["JSON that is no object", "null", {}],
    ["a JSON string", '"{}"', {}],
    ["an empty body", "", {}],
    [
      "an event name that is a property of every object",
      JSON.stringify(EVENT),
      { "x-github-event": "__proto__" },
    ],
    ["an empty event name", JSON.stringify(EVENT), { "x-github-event": "" }],
  ])("refuses %s with 400", async (_, body, headers) => {
    const { deliver, added } = await world();
    expect(await deliver(body, headers)).toBe(400);
    expect(added).toEqual([]);
  });

  it("does not log what a stranger sends", async () => {
    const { deliver, logged } = await world();
    await deliver(JSON.stringify({ ...EVENT, canary: "canary".repeat(1_000) }), {
      "x-hub-signature-256": "sha256=0",
    });
    expect(logged.join("")).toContain("signature does not match");
    expect(logged.join("")).not.toContain("canary");
  });

  it("refuses another content type", async () => {
    const { deliver } = await world();
    expect(await deliver(JSON.stringify(EVENT), { "content-type": "text/plain" })).toBe(415);
  });

  it("refuses a body that says it is too large before reading it", async () => {
    const { url } = await world();
    const status = await new Promise((resolve, reject) => {
      const headers = { "x-github-event": "push", "content-length": WEBHOOK_BYTES + 1 };
      const client = request(url + PATH, { method: "POST", headers }, (response) => {
        resolve(response.statusCode);
        client.destroy();
      });
      client.on("error", reject);
      client.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it("refuses a body that turns out to be too large", async () => {
    const { url } = await world();
    const chunk = new Uint8Array(1024 * 1024);
    let left = 26;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (left-- > 0) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const response = await fetch(url + PATH, {
      method: "POST",
      body,
      duplex: "half",
      headers: { "x-github-event": "push" },
    });
    expect(response.status).toBe(413);
  });

  it("says whether it is healthy and ready", async () => {
    const { url, state } = await world();
    const status = async (path: string) => (await fetch(url + path)).status;
    expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 200]);
    state.ready = false;
    expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 503]);
    state.healthy = false;
    expect([await status("/healthz"), await status("/readyz")]).toEqual([503, 503]);
  });

  it.each([
    ["GET", "/", 200],
    ["HEAD", "/", 200],
    ["GET", "/?x=1", 200],
    ["POST", "/", 404],
    ["GET", "/probot", 404],
    ["GET", "/../../etc/passwd", 404],
    ["GET", PATH, 405],
    ["GET", `${PATH}/`, 404],
    ["POST", `${PATH}/more`, 404],
  ])("answers %s %s with %i", async (method, path, status) => {
    const { url } = await world();
    expect((await fetch(url + path, { method })).status).toBe(status);
  });

  it("accepts nothing after it was closed", async () => {
    const { url, server } = await world();
    await server.close();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it("says when it cannot listen", async () => {
    const { url } = await world();
    const second = createAppServer({
      webhooks: () => {},
      webhookPath: PATH,
      healthy: () => true,
      ready: () => true,
    });
    await expect(second.listen("127.0.0.1", Number(new URL(url).port))).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});

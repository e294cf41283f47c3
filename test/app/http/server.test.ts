// The server as anyone on the network meets it, with the real front door and receiver behind it.

import { afterEach, describe, expect, it } from "vitest";
import { createAppServer } from "../../../src/app/http/server.ts";
import { systemClock } from "../../../src/app/system-clock.ts";
import { WEBHOOK_BYTES } from "../../../src/domain/limits.ts";
import {
  closeServed,
  METRICS_TOKEN,
  PATH,
  statusOfUnfinished,
  served as world,
} from "../../support/loop/served.ts";

/** Headers of a delivery that claims to be signed. */
const SIGNED = {
  "content-type": "application/json",
  "x-github-event": "push",
  "x-github-delivery": "d1",
  "x-hub-signature-256": `sha256=${"0".repeat(64)}`,
};
const EVENT = {
  action: "edited",
  installation: { id: 7 },
  repository: { name: "repo", owner: { login: "octo" } },
  issue: { number: 12, labels: [{ name: "autoloop-program" }] },
  sender: { login: "mona", type: "User" },
};

afterEach(closeServed);

describe("createAppServer", () => {
  it("turns a signed delivery into the key of its program, which somebody waits for", async () => {
    const { deliver, added, urgencies } = await world();
    expect(await deliver(JSON.stringify(EVENT))).toBe(200);
    expect(added).toEqual(["7/octo/repo#12"]);
    expect([...urgencies]).toEqual(["urgent"]);
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

  it("keeps a pressed button, of which only this delivery tells, to this process", async () => {
    const { deliver, added, urgencies } = await world();
    const press = JSON.stringify({
      ...EVENT,
      action: "requested_action",
      requested_action: { identifier: "pause" },
      check_run: { id: 5, external_id: "autoloop:12:0123456789abcdef" },
    });
    await deliver(press, { "x-github-event": "check_run" });
    expect(added).toEqual(["7/octo/repo#12 here"]);
    expect([...urgencies]).toEqual(["urgent"]);
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

  it("says that deliveries are unsigned once a minute, and nothing of what is in them", async () => {
    const { deliver, clock, lines } = await world();
    const forge = () =>
      deliver(JSON.stringify({ ...EVENT, canary: "canary".repeat(1_000) }), {
        "x-hub-signature-256": `sha256=${"0".repeat(64)}`,
      });
    for (let count = 0; count < 5; count += 1) await forge();
    await clock.advance(60_000);
    await forge();
    expect(lines.map(({ message, fields }) => [message, fields])).toEqual([
      [expect.stringContaining("WEBHOOK_SECRET"), { count: 1 }],
      [expect.stringContaining("WEBHOOK_SECRET"), { count: 5 }],
    ]);
  });

  it("refuses another content type", async () => {
    const { deliver } = await world();
    expect(await deliver(JSON.stringify(EVENT), { "content-type": "text/plain" })).toBe(415);
  });

  it("refuses a body that says it is too large before reading it", async () => {
    const { url } = await world();
    expect(
      await statusOfUnfinished(url + PATH, { headers: { ...SIGNED, "content-length": WEBHOOK_BYTES + 1 } }),
    ).toBe(413);
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
      headers: SIGNED,
    });
    expect(response.status).toBe(413);
  });

  it("is alive while it answers, and ready only while it does its work", async () => {
    const { url, state } = await world();
    const answers = async () => {
      const [alive, ready] = await Promise.all([fetch(`${url}/healthz`), fetch(`${url}/readyz`)]);
      return [alive.status, ready.status, await ready.text()];
    };
    expect(await answers()).toEqual([200, 200, "ok\n"]);
    state.readiness = "starting";
    expect(await answers()).toEqual([200, 503, expect.stringContaining("first look")]);
    state.readiness = "unreachable";
    expect(await answers()).toEqual([200, 503, expect.stringContaining("GitHub")]);
    state.readiness = "stopping";
    expect(await answers()).toEqual([200, 503, expect.stringContaining("stopping")]);
  });

  it("shows metrics to whoever has the token, and to nobody else", async () => {
    const { url, deliver } = await world();
    await deliver(JSON.stringify(EVENT));
    await deliver(JSON.stringify(EVENT), { "x-github-event": "a_name_that_a_stranger_made_up" });
    await deliver(JSON.stringify(EVENT), { "x-hub-signature-256": `sha256=${"0".repeat(64)}` });
    const get = (authorization?: string) =>
      fetch(`${url}/metrics`, { headers: authorization === undefined ? {} : { authorization } });
    for (const wrong of [undefined, METRICS_TOKEN, `Bearer ${METRICS_TOKEN}x`, "Bearer "]) {
      const response = await get(wrong);
      expect([response.status, await response.text()]).toEqual([
        401,
        expect.not.stringContaining("autoloop_"),
      ]);
    }
    const response = await get(`Bearer ${METRICS_TOKEN}`);
    expect(response.headers.get("content-type")).toContain("text/plain");
    const page = await response.text();
    expect(page).toContain('autoloop_deliveries_total{event="issues",answer="taken"} 1');
    expect(page).toContain('autoloop_deliveries_total{event="other",answer="taken"} 1');
    expect(page).toContain('autoloop_deliveries_total{event="issues",answer="unsigned"} 1');
    expect(page).not.toContain("made_up");
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
    const { port } = await world();
    const second = createAppServer({
      webhooks: () => Promise.resolve("gone"),
      webhookPath: PATH,
      readiness: () => "ready",
      metrics: null,
      clock: systemClock,
    });
    await expect(second.listen("127.0.0.1", port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("has no metrics page without a token", async () => {
    const server = createAppServer({
      webhooks: () => Promise.resolve("gone"),
      webhookPath: PATH,
      readiness: () => "ready",
      metrics: null,
      clock: systemClock,
    });
    const port = await server.listen("127.0.0.1", 0);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
    await server.close();
  });
});

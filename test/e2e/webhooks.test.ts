// Webhooks are hints: lost, doubled, late and forged ones change nothing about what is done.

import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { countingAgent } from "../support/e2e/agents.ts";
import { closeStages, program, Stage } from "../support/e2e/stage.ts";
import { completed, expectWhole, readWorld } from "../support/e2e/world.ts";

vi.setConfig({ testTimeout: 180_000 });

interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

let relay: Server | null = null;
afterEach(async () => {
  await closeStages();
  relay?.close();
  relay?.closeAllConnections();
  relay = null;
});

/** Takes what the sandbox sends and hands it on. @returns its address */
async function relayTo(hand: (delivery: Delivery) => Promise<void>): Promise<string> {
  relay = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.end();
    const wanted = Object.entries(request.headers).filter(([name]) => /^(x-|content-type)/.test(name));
    const headers = Object.fromEntries(wanted.map(([name, value]) => [name, String(value)]));
    await hand({ headers, body: Buffer.concat(chunks).toString() });
  }).listen(0, "127.0.0.1");
  await once(relay, "listening");
  const address = relay.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

/** @returns the status; 0: nobody was there */
async function deliver(url: string, { headers, body }: Delivery): Promise<number> {
  const answer = await fetch(url, { method: "POST", headers, body }).catch(() => null);
  await answer?.arrayBuffer();
  return answer?.status ?? 0;
}

function signed(secret: string, event: string, payload: object): Delivery {
  const body = JSON.stringify(payload);
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return {
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": `sha256=${signature}`,
    },
  };
}

describe("webhooks", () => {
  it("may all be lost: the sweep and the timers find what there is to do", async () => {
    const stage = await Stage.open({
      webhooks: null,
      agent: countingAgent,
      environment: { AUTOLOOP_SWEEP_SECONDS: "1" },
    });
    await stage.start();
    const issue = await stage.openProgram("Number", program());
    await completed(stage, issue);
    await expectWhole(stage, await readWorld(stage, issue, "number"));
    expect(await stage.agentsBegun()).toBe(2);
  });

  it("may come twice, late and again, in any order", async () => {
    const past: Delivery[] = [];
    let app = "";
    const url = await relayTo(async (delivery) => {
      past.push(delivery);
      await Promise.all([deliver(app, delivery), deliver(app, delivery)]);
    });
    const stage = await Stage.open({ webhooks: url, agent: countingAgent });
    app = stage.webhookUrl;
    await stage.start();
    const issue = await stage.openProgram("Number", program());
    await completed(stage, issue);
    const before = await readWorld(stage, issue, "number");
    await expectWhole(stage, before);
    expect(await stage.agentsBegun()).toBe(2);

    for (const delivery of past.toReversed()) expect(await deliver(app, delivery)).toBe(200);
    // By the end of another program everything that was asked for before has been looked at.
    await completed(stage, await stage.openProgram("Other", program()));
    expect(await readWorld(stage, issue, "number")).toEqual({
      ...before,
      branches: ["autoloop/number", "autoloop/other"],
    });
    expect(await stage.agentsBegun()).toBe(4);
  });

  it("are refused unsigned, with a wrong signature, and with somebody else's", async () => {
    const stage = await Stage.open();
    await stage.start();
    const payload = await lie(stage);
    const good = signed(stage.sandbox.webhookSecret, "issues", payload);
    const { "x-hub-signature-256": signature = "", ...unsigned } = good.headers;
    const refused = [
      { ...good, headers: unsigned },
      { ...good, body: good.body.replace("labeled", "opened") },
      { ...good, headers: { ...unsigned, "x-hub-signature-256": `${signature.slice(0, -1)}!` } },
      signed("a secret that everybody could have guessed", "issues", payload),
    ];
    for (const delivery of refused) expect(await deliver(stage.webhookUrl, delivery)).toBe(400);
    expect(await deliver(stage.webhookUrl, good)).toBe(200);
  });

  it("are not believed: what a signed one claims is looked up", async () => {
    const stage = await Stage.open({ agent: countingAgent });
    await stage.start();
    const payload = await lie(stage);
    await deliver(stage.webhookUrl, signed(stage.sandbox.webhookSecret, "issues", payload));
    await completed(stage, await stage.openProgram("True", program()));
    const world = await readWorld(stage, payload.issue.number, "a-lie");
    expect(world).toMatchObject({ events: [], pulls: [], statusComments: [], iterationComments: [] });
    expect(world.branches).toEqual(["autoloop/true"]);
  });
});

/** A stranger's plain issue, and a payload that makes it a maintainer's program. */
async function lie(stage: Stage) {
  const path = `${stage.base}/issues`;
  const opened = await stage.stranger<{ number: number }>("POST", path, { title: "A lie", body: program() });
  const repository = await stage.maintainer<object>("GET", stage.base);
  return {
    action: "labeled",
    issue: { number: opened.body.number, body: program(), labels: [{ name: "autoloop-program" }] },
    label: { name: "autoloop-program" },
    repository: repository.body,
    installation: { id: stage.sandbox.installation },
    sender: { login: "maintainer", type: "User" },
  };
}

// Autoloop in a Probot of somebody else's: it hears every event that it reads, once, and asks GitHub nothing for it.

import { generateKeyPairSync } from "node:crypto";
import { Probot } from "probot";
import { describe, expect, it } from "vitest";
import { EVENTS } from "../../../src/app/events.ts";
import { type Delivery, registerHandlers } from "../../../src/app/webhook/handlers.ts";

const PEM = generateKeyPairSync("rsa", { modulusLength: 2_048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();

describe(registerHandlers, () => {
  it("hands on what the library received, and nothing that was not subscribed to", async () => {
    const heard: Delivery[] = [];
    const asked: string[] = [];
    const probot = new Probot({
      ...{ appId: 1, privateKey: PEM, secret: "0123456789abcdef", logLevel: "fatal" },
      request: {
        fetch: (url: string) => {
          asked.push(url);
          return Promise.reject(new Error("GitHub must not be asked"));
        },
      },
    });
    await probot.load((app) => registerHandlers(app, (delivery) => heard.push(delivery)));
    const payload = { installation: { id: 7 }, repository: { name: "repo", owner: { login: "octo" } } };
    for (const name of [...EVENTS, "star"]) {
      const event = { id: `d-${name}`, name, payload } as unknown as Parameters<Probot["receive"]>[0];
      await probot.receive(event);
    }
    expect(heard).toEqual(EVENTS.map((name) => ({ id: `d-${name}`, name, payload })));
    expect(asked).toEqual([]);
  });
});

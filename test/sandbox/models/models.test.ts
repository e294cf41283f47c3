// The model service on loopback: what each format makes of a turn, in which order turns come, and what is refused.

import { afterEach, describe, expect, it } from "vitest";
import { type Models, startModels } from "../../../sandbox/models/models.ts";
import { IMPROVE } from "../../../sandbox/models/script/carton.ts";
import type { Plan } from "../../../sandbox/models/script/plan.ts";
import { costOf } from "../../../sandbox/models/script/player.ts";
import { CLIENTS, type Client, eventsIn, type Understood } from "./clients.ts";

const KEY = "the-key-of-this-test";
const TOLD = "Working directory: /run/workspace\nYour answer goes to /run/exchange/answer.json.";
const TOOLS = ["read_file", "write_file", "replace"];
const FILE = "/run/workspace/src/carton.mjs";

let models: Models;
afterEach(() => models.close());

async function begin(plan: Plan): Promise<void> {
  models = await startModels({ plan, key: KEY });
}

function post(client: Client, body: unknown, { streamed = false, key = KEY } = {}): Promise<Response> {
  return fetch(models.url + client.path(streamed), {
    method: "POST",
    headers: { "content-type": "application/json", ...client.headers(key) },
    body: JSON.stringify(body),
  });
}

async function turn(client: Client, results: readonly string[], streamed: boolean): Promise<Understood> {
  const answer = await post(client, client.body(TOLD, TOOLS, results, streamed), { streamed });
  expect(answer.status).toBe(200);
  return streamed ? client.streamed(eventsIn(await answer.text())) : client.whole(await answer.json());
}

describe.each(CLIENTS.map((client) => [client.name, client] as const))("a model over %s", (_, client) => {
  it.each([false, true])("plays its script one turn for each result (streamed: %s)", async (streamed) => {
    await begin(IMPROVE);
    const turns = [
      await turn(client, [], streamed),
      await turn(client, ["one"], streamed),
      await turn(client, ["one", "two"], streamed),
      await turn(client, ["one", "two", "three"], streamed),
    ];
    expect(turns.map(({ call }) => call?.name ?? null)).toEqual(["read_file", "write_file", "replace", null]);
    const [first, second, third] = turns.map(({ call }) => call?.input);
    expect(first).toEqual({ file_path: FILE });
    expect(second).toMatchObject({ file_path: "/run/exchange/answer.json" });
    expect(third).toMatchObject({ old_string: "export const WIDTH_CM = 4;" });
    expect(turns.map(({ text }) => text)).toEqual(["", "", "", "I am done."]);
  });

  it.each([false, true])("tells what it counted as this format does (streamed: %s)", async (streamed) => {
    await begin(IMPROVE);
    const { fresh, cached, visible, thought } = costOf(2);
    const { usage } = await turn(client, ["one", "two"], streamed);
    expect(usage).toEqual(client.counts(fresh, cached, visible, thought));
    expect(models.asked().map((one) => one.usage)).toEqual([costOf(2)]);
  });

  it("answers a question without tools beside its script", async () => {
    await begin(IMPROVE);
    const answer = await post(client, client.body(TOLD, [], [], false));
    expect(JSON.parse(client.whole(await answer.json()).text)).toMatchObject({ title: "A carton" });
  });

  it("lets nobody in without the key", async () => {
    await begin(IMPROVE);
    const answer = await post(client, client.body(TOLD, TOOLS, [], false), { key: "another" });
    expect([answer.status, client.refusal(await answer.json())]).toEqual([401, "the key is not valid"]);
    expect(models.asked().map(({ status, usage }) => [status, usage])).toEqual([[401, null]]);
  });

  it.each([401, 403, 429, 500] as const)(
    "refuses everything with %i in the words of this format",
    async (status) => {
      await begin({ kind: "refuse", status });
      const answer = await post(client, client.body(TOLD, TOOLS, [], true), { streamed: true });
      expect([answer.status, client.refusal(await answer.json())]).toEqual([
        status,
        expect.stringMatching(/\w/),
      ]);
    },
  );

  it("refuses a body that is none of this format, and says which field", async () => {
    await begin(IMPROVE);
    const field = client.name === "gemini" ? "contents" : "model";
    const answer = await post(client, { [field]: 1 });
    expect([answer.status, client.refusal(await answer.json())]).toEqual([
      400,
      expect.stringContaining(field),
    ]);
  });
});

describe("the model service", () => {
  const [first] = CLIENTS;
  if (first === undefined) throw new Error("there are no clients");

  it("knows no other path, and remembers who asked for one", async () => {
    await begin(IMPROVE);
    const answer = await fetch(`${models.url}/v1/models?key=${KEY}`);
    expect(answer.status).toBe(404);
    expect(models.asked()).toMatchObject([{ method: "GET", path: "/v1/models", format: null, status: 404 }]);
  });

  it("refuses a body that is no JSON", async () => {
    await begin(IMPROVE);
    const headers = first.headers(KEY);
    const answer = await fetch(models.url + first.path(false), { method: "POST", headers, body: "{" });
    expect([answer.status, first.refusal(await answer.json())]).toEqual([400, "the body is no JSON"]);
  });

  it("has no WebSockets", async () => {
    await begin(IMPROVE);
    const { request } = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      const headers = { connection: "Upgrade", upgrade: "websocket" };
      request(`${models.url}/v1/responses`, { headers }, (answer) => resolve(answer.statusCode))
        .once("error", reject)
        .end();
    });
    expect(status).toBe(426);
  });

  it("takes a request and never answers where it is silent, and closes all the same", async () => {
    await begin({ kind: "silent" });
    const answer = post(first, first.body(TOLD, TOOLS, [], false)).catch((error: unknown) => error);
    await expect.poll(() => models.asked().map(({ heard }) => heard?.model)).toEqual(["m"]);
    await models.close();
    expect(await answer).toBeInstanceOf(TypeError);
    expect(models.asked()).toMatchObject([{ status: null, usage: null }]);
    await begin(IMPROVE);
  });
});

// A GitHub that throws every secret back at the app, in every kind of answer: none of them may be read in the log, on a
// page, or in what the app asks for next.

import { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compose } from "../../src/app/compose.ts";
import { serve } from "../../src/app/serve.ts";
import { readConfig } from "../../src/app/settings/config.ts";
import { systemClock } from "../../src/app/system-clock.ts";
import { until } from "../support/e2e/until.ts";
import { heartOf, leaksIn } from "../support/loop/canaries.ts";

const PEM = generateKeyPairSync("rsa", { modulusLength: 2_048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
const SECRETS = {
  webhook: "canary-webhook-0123456789abcdef0123456789",
  metrics: "canary-metrics-0123456789",
  agent: "canary-agent-0123456789",
  // Of a shape that no pattern knows: it must not get as far as where patterns are looked for.
  installation: "canary.installation.0123456789",
  key: heartOf(PEM),
};

/** What GitHub says to everything but the first few questions; `said` is all that it was told about itself. */
type Answer = (response: ServerResponse, told: string) => void;

const json =
  (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response, told) => {
    response.writeHead(status, {
      "content-type": "application/json",
      "x-github-request-id": told,
      ...headers,
    });
    response.end(
      JSON.stringify({ message: `bad ${told}`, documentation_url: `https://${told}@github.com`, ...body }),
    );
  };
const ANSWERS: Readonly<Record<string, Answer>> = {
  "400": json(400, {}),
  "401": json(401, {}),
  "403": json(403, {}),
  "404": json(404, {}),
  "409": json(409, {}),
  "410": json(410, {}),
  "422": json(422, { errors: [{ code: "custom", message: Object.values(SECRETS).join(" ") }] }),
  "451": json(451, {}),
  "500": json(500, {}),
  "503": json(503, {}),
  "errors of GraphQL": json(200, { data: null, errors: [{ message: Object.values(SECRETS).join(" ") }] }),
  "GraphQL that is nonsense": json(200, { data: { repository: Object.values(SECRETS) } }),
  "a page of HTML": (response, told) => {
    response.writeHead(502, { "content-type": "text/html" });
    response.end(`<html>${told}</html>`);
  },
  "half an answer": (response, told) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100000" });
    response.write(`{"message":"${told}`);
    setImmediate(() => response.destroy());
  },
  "a redirect": (response, told) => {
    response.writeHead(302, { location: `http://x-access-token:${told.slice(0, 20)}@127.0.0.1:1/` });
    response.end();
  },
  silence: (response) => {
    response.destroy();
  },
  // Stops everything for a while: the last.
  "a limit": json(429, {}, { "retry-after": "60" }),
};

const asked: string[] = [];
const lines: string[] = [];
const printed: string[] = [];
const ends: (() => Promise<unknown>)[] = [];
let answer: Answer = json(500, {});
let url = "";

function github(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url?.split("?")[0] ?? "";
  let body = "";
  request.on("data", (chunk) => {
    body += String(chunk);
  });
  request.on("end", () => {
    asked.push(`${request.method} ${request.url} ${body}`);
    const told = `${request.headers.authorization} ${Object.values(SECRETS).join(" ")}`;
    const answers: Readonly<Record<string, object>> = {
      "/app": { slug: "autoloop" },
      "/app/installations": [],
      "/app/installations/7/access_tokens": {
        token: SECRETS.installation,
        expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      },
    };
    const known = answers[path];
    if (known === undefined) return answer(response, told.replace(/[^\x20-\x7e]/g, ""));
    response.writeHead(path.endsWith("access_tokens") ? 201 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(known));
  });
}

beforeAll(async () => {
  const host = createServer(github);
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise((resolve) => host.close(resolve).closeAllConnections()));
  const config = readConfig({
    APP_ID: "12",
    PRIVATE_KEY: PEM,
    WEBHOOK_SECRET: SECRETS.webhook,
    AUTOLOOP_METRICS_TOKEN: SECRETS.metrics,
    AUTOLOOP_EXECUTOR: "local",
    AUTOLOOP_AGENT_ENV: "AGENT_API_KEY",
    AGENT_API_KEY: SECRETS.agent,
    AUTOLOOP_ISOLATION: "none",
    AUTOLOOP_WORK_DIR: "/nonexistent/autoloop",
    GITHUB_API_URL: `http://127.0.0.1:${(host.address() as AddressInfo).port}`,
    PORT: "0",
    LOG_FORMAT: "json",
    LOG_LEVEL: "trace",
  });
  // What libraries print past the log.
  for (const stream of [process.stdout, process.stderr]) {
    const { write } = stream;
    stream.write = (chunk: string | Uint8Array, ...rest: never[]) => {
      printed.push(Buffer.from(chunk as string).toString());
      return write.call(stream, chunk, ...rest);
    };
    ends.push(() => Promise.resolve(Object.assign(stream, { write })));
  }
  const app = compose(config, systemClock, (line) => lines.push(line));
  const { port, stop } = await serve(app, config, systemClock);
  ends.push(stop);
  url = `http://127.0.0.1:${port}`;
  await until("the app is ready", () => app.readiness() === "ready");
});
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Wakes a program, a repository or an installation and waits until each was looked at. */
async function provoke(event: string, payload: object): Promise<void> {
  const delivery = randomUUID();
  const body = JSON.stringify({ installation: { id: 7 }, ...payload });
  const response = await fetch(`${url}/api/github/webhooks`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": delivery,
      "x-hub-signature-256": `sha256=${createHmac("sha256", SECRETS.webhook).update(body).digest("hex")}`,
    },
  });
  expect(response.status).toBe(200);
  await until("everything that was asked for has been looked at", () =>
    lines.some((line) => line.includes(delivery) && line.includes('"looked"')),
  );
}

describe(leaksIn, () => {
  it.each(["", "a", "ab", "abc"])("finds a secret behind %j, plain, in JSON and in base64", (before) => {
    const text = `${before}${SECRETS.webhook} and more`;
    const forms = [text, JSON.stringify({ a: [text] }), Buffer.from(text).toString("base64")];
    expect(forms.map((form) => leaksIn(form, SECRETS))).toEqual([["webhook"], ["webhook"], ["webhook"]]);
    expect(leaksIn(Buffer.from(before).toString("base64"), SECRETS)).toEqual([]);
  });
});

const repository = { name: "carton", owner: { login: "octo" }, default_branch: "main" };
let issue = 0;

describe("secrets", () => {
  it.each(Object.keys(ANSWERS))("are not in the log when GitHub answers with %s", async (name) => {
    answer = ANSWERS[name] ?? answer;
    issue += 1;
    const label = { name: "autoloop-program" };
    const before = lines.length;
    await provoke("issues", { action: "edited", repository, issue: { number: issue, labels: [label] } });
    await provoke("push", { ref: "refs/heads/main", repository });
    const log = lines.slice(before).join("");
    // Something went wrong and was told.
    expect(log).toMatch(/"level":"(?:warn|error)"/);
    expect(leaksIn(log, SECRETS)).toEqual([]);
    expect(log).not.toMatch(/eyJ[\w-]+\.|BEGIN/);
  });

  it("are in no request but the header that they are for", () => {
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((request) => leaksIn(request, SECRETS).length > 0)).toEqual([]);
  });

  it("are not printed past the log", () => {
    expect(leaksIn(printed.join(""), SECRETS)).toEqual([]);
  });

  it("are on no page, nor are names of repositories and programs", async () => {
    const headers = { authorization: `Bearer ${SECRETS.metrics}` };
    const pages = await Promise.all(
      ["/", "/healthz", "/readyz", "/metrics", "/nothing", "/api/github/webhooks"].map((path) =>
        fetch(url + path, { headers }).then((response) => response.text()),
      ),
    );
    expect(pages[3]).toContain('autoloop_github_requests_total{kind="read",status="4xx"}');
    expect(leaksIn(pages.join("\n"), SECRETS)).toEqual([]);
    expect(pages.join("\n")).not.toMatch(/carton|octo\b/);
  });
});

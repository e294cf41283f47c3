// The app as one piece against a GitHub that has nothing to do: it comes up, says so, and goes down cleanly.

import { createHmac, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { compose } from "../../src/app/compose.ts";
import { serve } from "../../src/app/serve.ts";
import { readConfig } from "../../src/app/settings/config.ts";
import { ConfigError } from "../../src/app/settings/config-error.ts";
import { systemClock } from "../../src/app/system-clock.ts";

const SECRET = "canary-0123456789abcdef0123456789abcdef";
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** What a host has instead of an answer while it is ill. */
const ILL = "ill";

/** A host that answers the given routes with JSON and everything else with 404; `asked` is what it was asked. */
async function host(routes: Readonly<Record<string, object | typeof ILL>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    asked.push(`${request.method} ${path}`);
    const [status, body] = answered(routes[path]);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function answered(found: object | typeof ILL | undefined): readonly [status: number, body: object] {
  if (found === undefined) return [404, { message: "Not Found" }];
  return found === ILL ? [502, {}] : [200, found];
}

async function world(routes: Readonly<Record<string, object | typeof ILL>>) {
  const { url: apiUrl, asked } = await host(routes);
  const config = readConfig({
    APP_ID: "12",
    PRIVATE_KEY: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    WEBHOOK_SECRET: SECRET,
    AUTOLOOP_EXECUTOR: "local",
    AUTOLOOP_ISOLATION: "none",
    AUTOLOOP_WORK_DIR: "/nonexistent/autoloop",
    GITHUB_API_URL: apiUrl,
    PORT: "0",
    LOG_FORMAT: "json",
    LOG_LEVEL: "debug",
  });
  const lines: string[] = [];
  const app = compose(config, systemClock, (line) => lines.push(line));
  const { port, stop } = await serve(app, config, systemClock);
  ends.push(stop);
  return { app, url: `http://127.0.0.1:${port}`, stop, lines, asked };
}

/** A push to the default branch of a repository, signed with this secret. */
function push(url: string, repo: string, secret: string): Promise<Response> {
  const body = JSON.stringify({
    ref: "refs/heads/main",
    installation: { id: 7 },
    repository: { name: repo, owner: { login: "octo" }, default_branch: "main" },
  });
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return fetch(`${url}/api/github/webhooks`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": "push",
      "x-github-delivery": "1",
      "x-hub-signature-256": `sha256=${signature}`,
    },
  });
}

describe("serve", () => {
  it("is ready after the first sweep and knows whom it speaks for", async () => {
    const { app, url, lines } = await world({ "/app": { slug: "autoloop" }, "/app/installations": [] });
    await expect.poll(app.readiness).toBe("ready");
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await expect.poll(() => lines.join("")).toContain('"login":"autoloop[bot]"');
    expect(lines.join("")).not.toMatch(/canary|PRIVATE KEY|eyJ/);
  });

  it("stays up and not ready while GitHub does not know it, and says what to check", async () => {
    const { app, url, lines } = await world({});
    await expect.poll(() => lines.join("")).toContain("are APP_ID and the private key of the same app?");
    await expect.poll(() => lines.join("")).toContain("could not sweep");
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect(app.readiness()).toBe("starting");
  });

  it("takes what is delivered before the loop is there, and looks at it then", async () => {
    const { url, asked } = await world({ "/app": { slug: "autoloop" }, "/app/installations": [] });
    expect((await push(url, "early", SECRET)).status).toBe(200);
    await expect.poll(() => asked.join("\n")).toContain("POST /app/installations/7/access_tokens");
  });

  it("stops before it has begun", async () => {
    const { app, stop, asked } = await world({});
    await stop();
    expect([app.readiness(), asked]).toEqual(["stopping", []]);
  });

  it("takes no name from an answer that has none", async () => {
    const { app, lines } = await world({ "/app": {}, "/app/installations": [] });
    await expect.poll(app.readiness).toBe("ready");
    await expect.poll(() => lines.join("")).toContain("did not say who this app is");
    expect(lines.join("")).not.toContain("undefined[bot]");
  });

  it("does not blame its key where GitHub is ill", async () => {
    const { lines } = await world({ "/app": ILL, "/app/installations": ILL });
    await expect.poll(() => lines.join("")).toContain("did not say who this app is");
    expect(lines.join("")).toContain("GET /app: 502");
    expect(lines.join("")).not.toContain("APP_ID");
  });

  it("asks about a repository that a webhook names, and about nothing that a forged one names", async () => {
    const { app, url, asked } = await world({ "/app": { slug: "autoloop" }, "/app/installations": [] });
    await expect.poll(app.readiness).toBe("ready");
    const deliver = (repo: string, secret: string) => push(url, repo, secret);
    expect((await deliver("forged", "development")).status).toBe(400);
    expect((await deliver("real", SECRET)).status).toBe(200);
    await expect.poll(() => asked.join("\n")).toContain("POST /app/installations/7/access_tokens");
    expect(asked.join("\n")).not.toContain("forged");
  });

  it("tells in its log the way from a delivery over its key to every line of the runs that follow", async () => {
    const { app, url, lines } = await world({ "/app": { slug: "autoloop" }, "/app/installations": [] });
    await expect.poll(app.readiness).toBe("ready");
    const body = JSON.stringify({
      action: "edited",
      installation: { id: 7 },
      repository: { name: "carton", owner: { login: "octo" } },
      issue: { number: 12, labels: [{ name: "autoloop-program" }] },
    });
    const signature = createHmac("sha256", SECRET).update(body).digest("hex");
    const delivery = "72d3162e-cc78-11e3-81ab-4c9367dc0958";
    await fetch(`${url}/api/github/webhooks`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-github-event": "issues",
        "x-github-delivery": delivery,
        "x-hub-signature-256": `sha256=${signature}`,
      },
    });
    const told = () =>
      lines
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
        .filter((line) => line.delivery === delivery);
    await expect.poll(() => told().map(({ msg }) => msg)).toContain("looked");
    const [first, ...rest] = told();
    expect(first).toMatchObject({ msg: "a delivery asks for a look", keys: "7/octo/carton#12" });
    expect(rest.length).toBeGreaterThan(1);
    const [{ reconcile } = {}] = rest;
    expect(reconcile).toMatch(/^[0-9a-f]{32}$/);
    for (const line of rest) expect(line).toMatchObject({ program: "7/octo/carton#12", reconcile });
    // What GitHub's library writes meanwhile is among them.
    expect(rest.some(({ name }) => name !== undefined)).toBe(true);
  });

  it("answers nothing and takes nothing once it was stopped", async () => {
    const { app, url, stop } = await world({ "/app": { slug: "autoloop" }, "/app/installations": [] });
    await stop();
    expect(app.readiness()).toBe("stopping");
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it("says what to do where the port is taken, and keeps the error of the system to itself", async () => {
    const { app, url } = await world({});
    const taken = {
      host: "127.0.0.1",
      port: Number(new URL(url).port),
      webhookPath: "/",
      webhookSecret: SECRET,
      metricsToken: null,
    };
    const error = await serve(app, taken, systemClock).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toMatch(
      /cannot listen on 127\.0\.0\.1, port \d+\. Somebody listens there already: .* `PORT`/,
    );
    expect(String(error)).not.toContain("EADDRINUSE");
  });
});

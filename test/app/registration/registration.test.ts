import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { parseEnv } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { register } from "../../../src/app/registration/exchange.ts";
import { apiOf, checkWish, envText, manifestOf } from "../../../src/app/registration/manifest.ts";
import { Terminal, UserInput } from "../../../src/domain/errors.ts";

const WISH = { url: "https://autoloop.example.com", organization: null, name: "Autoloop" };
const PEM = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n";
const APP = {
  id: 12,
  pem: PEM,
  webhook_secret: "s".repeat(40),
  html_url: "https://github.com/apps/autoloop",
};

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A GitHub that answers every exchange so. */
async function host(status: number, body: object) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  ends.push(() => void server.close().closeAllConnections());
  const address = server.address();
  return { asked, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}` };
}

/** The form of the page on this machine, as a browser would send it. */
async function form(page: string) {
  const html = await (await fetch(page)).text();
  const plain = (text = "") =>
    text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&");
  const [, action] = /action="([^"]*)"/.exec(html) ?? [];
  const [, manifest] = /value="([^"]*)"/.exec(html) ?? [];
  return { action: new URL(plain(action)), manifest: JSON.parse(plain(manifest)) };
}

describe("register", () => {
  it("hands the manifest to GitHub and gives back what GitHub says of the app", async () => {
    const github = await host(201, APP);
    const { page, done, close } = await register({ ...WISH, organization: "acme" }, github.url, 0);
    ends.push(close);
    const { action, manifest } = await form(page);
    expect(action.pathname).toBe("/organizations/acme/settings/apps/new");
    expect(manifest).toMatchObject({
      hook_attributes: { url: "https://autoloop.example.com/api/github/webhooks" },
      redirect_url: `${page}registered`,
      public: false,
    });
    const state = action.searchParams.get("state") ?? "";
    for (const wrong of ["", "?code=c", `?code=c&state=${"0".repeat(64)}`, `?state=${state}`])
      expect((await fetch(`${page}registered${wrong}`)).status).toBe(404);
    expect((await fetch(`${page}registered?code=a%2Fb&state=${state}`)).status).toBe(200);
    expect(await done).toEqual({ id: 12, pem: PEM, webhookSecret: APP.webhook_secret, page: APP.html_url });
    expect(github.asked).toEqual(["POST /api/v3/app-manifests/a%2Fb/conversions"]);
  });

  it.each([
    [404, {}],
    [201, { id: "x" }],
  ])("fails where GitHub answers with %i and no app", async (status, body) => {
    const github = await host(status, body);
    const { page, done, close } = await register(WISH, github.url, 0);
    ends.push(close);
    const failed = expect(done).rejects.toThrow(Terminal);
    const { action } = await form(page);
    expect(action.pathname).toBe("/settings/apps/new");
    await fetch(`${page}registered?code=c&state=${action.searchParams.get("state")}`);
    await failed;
  });
});

describe("checkWish", () => {
  it("takes a host, with a port as well", () => {
    for (const url of ["https://a.example", "https://a.example/", "https://a.example:8443"])
      expect(() => checkWish({ ...WISH, url })).not.toThrow();
  });

  it.each([
    { url: "autoloop.example.com" },
    { url: "http://autoloop.example.com" },
    { url: "https://localhost" },
    { url: "https://127.0.0.1:3000" },
    { url: "https://[::1]" },
    { url: "https://a.example/hooks" },
    { url: "https://a.example/?x" },
    { organization: "a/b" },
    { organization: "" },
    { name: "" },
    { name: "n".repeat(35) },
  ])("refuses %j before GitHub does", (change) => {
    expect(() => checkWish({ ...WISH, ...change })).toThrow(UserInput);
  });
});

describe("apiOf", () => {
  it.each([
    ["https://github.com", "https://api.github.com"],
    ["https://acme.ghe.com", "https://api.acme.ghe.com"],
    ["https://github.example.com", "https://github.example.com/api/v3"],
  ])("of %s is %s", (web, api) => {
    expect(apiOf(web)).toBe(api);
  });
});

describe("the manifest", () => {
  it("asks for what app.yml asks for", () => {
    const { default_permissions, default_events } = parse(readFileSync("app.yml", "utf8"));
    expect(manifestOf(WISH, "x")).toMatchObject({ default_permissions, default_events });
  });
});

describe("envText", () => {
  it("is a file that the app reads, whose only gap is the decision where agents run", () => {
    const registered = { id: 12, pem: PEM, webhookSecret: "s", page: "" };
    const read = parseEnv(envText(registered, "https://ghe.example.com/api/v3"));
    expect(read).toEqual({
      APP_ID: "12",
      PRIVATE_KEY: PEM.trim(),
      WEBHOOK_SECRET: "s",
      GITHUB_API_URL: "https://ghe.example.com/api/v3",
      AUTOLOOP_EXECUTOR: "",
      AUTOLOOP_AGENT: "claude",
      AUTOLOOP_AGENT_ENV: "",
    });
    expect(envText(registered, "https://api.github.com")).not.toContain("GITHUB_API_URL");
  });
});

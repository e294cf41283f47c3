import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { Probot } from "probot";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Retryable } from "../../../src/domain/errors.ts";
import { AutoloopOctokit, connectThrough } from "../../../src/github/http/octokit.ts";
import { unasked } from "../../support/github-http/nock-github.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

afterEach(() => {
  expect(unasked()).toEqual([]);
});

/** An app as `main` makes it, with a plugin that tells what options its clients end up with. */
function app(baseUrl?: string) {
  const options: { throttle: unknown; retry: unknown }[] = [];
  const Watched = AutoloopOctokit.plugin((_octokit, { throttle, retry }) => {
    options.push({ throttle: throttle?.enabled, retry: retry?.enabled });
  });
  const probot = new Probot({
    ...{ appId: 1, privateKey, Octokit: Watched, logLevel: "fatal" },
    ...(baseUrl !== undefined && { baseUrl }),
  });
  nock.disableNetConnect();
  return { connection: connectThrough(probot), options };
}

function tokenOf(scope: nock.Scope): nock.Scope {
  return scope.post("/app/installations/7/access_tokens").reply(201, {
    token: "ghs_x",
    expires_at: "2099-01-01T00:00:00Z",
    permissions: {},
    repository_selection: "all",
  });
}

describe("AutoloopOctokit", () => {
  it("neither retries nor throttles, for the app and for its installations", async () => {
    const { connection, options } = app();
    await connection.asApp();
    await connection.asInstallation(7);
    expect(options.length).toBeGreaterThanOrEqual(2);
    for (const one of options) expect(one).toEqual({ throttle: false, retry: false });
  });

  it("sends a create once, whatever comes back", async () => {
    const { connection } = app();
    for (const status of [409, 500, 502, 503]) {
      const scope = nock("https://api.github.com");
      tokenOf(scope);
      let sent = 0;
      scope
        .post("/repos/o/r/issues/1/comments")
        .times(5)
        .reply(() => {
          sent += 1;
          return [status, {}];
        });
      const client = await connection.asInstallation(7);
      const parameters = { owner: "o", repo: "r", n: 1, body: "once" };
      await expect(
        client.request("POST /repos/{owner}/{repo}/issues/{n}/comments", parameters),
      ).rejects.toMatchObject({
        status,
      });
      expect(sent).toBe(1);
      nock.cleanAll();
    }
  });

  it.each([
    ["https://github.example.com/api/v3", "https://github.example.com", "/api/v3", "/api/graphql"],
    ["http://127.0.0.1:9", "http://127.0.0.1:9", "", "/graphql"],
  ])("speaks REST and GraphQL to the server at %s", async (baseUrl, origin, rest, graphql) => {
    const { connection } = app(baseUrl);
    const scope = nock(origin);
    scope
      .post(`${rest}/app/installations/7/access_tokens`)
      .reply(201, {
        token: "ghs_x",
        expires_at: "2099-01-01T00:00:00Z",
        permissions: {},
        repository_selection: "all",
      })
      .get(`${rest}/repos/o/r`)
      .matchHeader("authorization", "token ghs_x")
      .reply(200, { id: 1 })
      .post(graphql)
      .matchHeader("authorization", "token ghs_x")
      .reply(200, { data: { viewer: { login: "autoloop[bot]" } } });
    const client = await connection.asInstallation(7);
    expect((await client.request("GET /repos/{owner}/{repo}", { owner: "o", repo: "r" })).data).toEqual({
      id: 1,
    });
    expect(await client.graphql("query Q { viewer { login } }", {})).toEqual({
      viewer: { login: "autoloop[bot]" },
    });
  });
});

describe("the time of an answer", () => {
  const DATE = "Thu, 01 Jan 2026 00:00:00 GMT";

  it.each([
    [200, [DATE, DATE]],
    [500, [DATE, DATE]],
  ])("is told, whatever the answer is (%i), also of the request for a token", async (status, expected) => {
    const told: unknown[] = [];
    const probot = new Probot({ appId: 1, privateKey, Octokit: AutoloopOctokit, logLevel: "fatal" });
    const connection = connectThrough(probot, undefined, { ask: () => (date) => told.push(date) });
    const scope = nock("https://api.github.com").defaultReplyHeaders({ date: DATE });
    tokenOf(scope);
    scope.get("/repos/o/r").reply(status, {});
    const client = await connection.asInstallation(7);
    await client.request("GET /repos/{owner}/{repo}", { owner: "o", repo: "r" }).catch(() => undefined);
    expect(told).toEqual(expected);
  });
});

describe("the token of an installation", () => {
  const GOOD = {
    ...{ token: "ghs_good", expires_at: "2099-01-01T00:00:00Z" },
    ...{ permissions: {}, repository_selection: "all" },
  };
  const REPOSITORY = { owner: "o", repo: "r" };
  const get = async (connection: ReturnType<typeof app>["connection"]) => {
    const client = await connection.asInstallation(7);
    return () => client.request("GET /repos/{owner}/{repo}", REPOSITORY);
  };

  it.each([
    ["a part of JSON", '{"token":"ghs_b', "application/json"],
    ["nothing", "", "application/json"],
    ["null", "null", "application/json"],
    ["no token", "{}", "application/json"],
    ["a page", "<html></html>", "text/html"],
  ])(
    "is not taken from an answer that holds %s: the next request asks for one again",
    async (_what, body, type) => {
      const { connection } = app();
      const scope = nock("https://api.github.com");
      const mint = "/app/installations/7/access_tokens";
      scope.post(mint).reply(201, body, { "content-type": type });
      scope.post(mint).reply(201, GOOD);
      scope.get("/repos/o/r").matchHeader("authorization", "token ghs_good").reply(200, { id: 1 });
      const ask = await get(connection);
      await expect(ask()).rejects.toBeInstanceOf(Retryable);
      expect((await ask()).data).toEqual({ id: 1 });
    },
  );

  it("is fetched anew from the same server when that refuses it, also after that failed", async () => {
    const { connection } = app("https://github.example.com/api/v3");
    const scope = nock("https://github.example.com/api/v3");
    const mint = "/app/installations/7/access_tokens";
    const old = new Date(Date.now() - 60_000);
    vi.useFakeTimers({ now: old, toFake: ["Date"] });
    scope.post(mint).reply(201, { ...GOOD, token: "ghs_old" });
    scope.get("/repos/o/r").matchHeader("authorization", "token ghs_old").reply(200, { id: 1 });
    const ask = await get(connection);
    expect((await ask()).data).toEqual({ id: 1 });
    vi.useRealTimers();
    scope.get("/repos/o/r").matchHeader("authorization", "token ghs_old").reply(401, {});
    scope.post(mint).reply(502, "");
    scope.post(mint).reply(201, {});
    scope.post(mint).reply(201, GOOD);
    scope.get("/repos/o/r").matchHeader("authorization", "token ghs_good").reply(200, { id: 2 });
    await expect(ask()).rejects.toMatchObject({ status: 401 });
    await expect(ask()).rejects.toMatchObject({ status: 502 });
    await expect(ask()).rejects.toBeInstanceOf(Retryable);
    expect((await ask()).data).toEqual({ id: 2 });
    // Another client of the same installation has the new one, too.
    scope.get("/repos/o/r").matchHeader("authorization", "token ghs_good").reply(200, { id: 3 });
    expect((await (await get(connection))()).data).toEqual({ id: 3 });
  });
});

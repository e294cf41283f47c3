import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Terminal } from "../../../src/domain/errors.ts";
import { webUrlOf } from "../../../src/github/checkout/checkout.ts";
import { serveGit } from "../../support/github-http/git-http.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";

describe("webUrlOf", () => {
  it.each([
    ["https://api.github.com", "https://github.com"],
    ["https://api.github.com/", "https://github.com"],
    ["https://api.octo.ghe.com", "https://octo.ghe.com"],
    ["https://github.example.com/api/v3", "https://github.example.com"],
    ["https://api.example.com/api/v3", "https://api.example.com"],
    ["https://example.com:8443/api/v3/", "https://example.com:8443"],
    ["http://127.0.0.1:4000", "http://127.0.0.1:4000"],
  ])("turns %s into %s", (api, web) => {
    expect(webUrlOf(api)).toBe(web);
  });
});

describe("overApi", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "autoloop-api-test-"));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true, force: true });
    expect(unasked()).toEqual([]);
  });

  const entry = (path: string, mode: string, type: string, sha: string) => ({ path, mode, type, sha });

  it("asks for a tree and every blob once, and for nothing that it leaves out", async () => {
    const { api, github } = scriptedGithub();
    const tree = [
      entry("src", "040000", "tree", "t2"),
      entry("src/a", "100644", "blob", "b1"),
      entry("same", "100755", "blob", "b1"),
      entry("link", "120000", "blob", "b2"),
      entry("module", "160000", "commit", "b3"),
      entry("../up", "100644", "blob", "b4"),
    ];
    api.get(`${REPO}/git/trees/c1`).query({ recursive: "1" }).reply(200, { truncated: false, tree });
    api.get(`${REPO}/git/blobs/b1`).reply(200, { content: "AP8=\n", encoding: "base64" });
    const checkout = github.checkouts.overApi();
    const first = join(directory, "1");
    expect(await checkout.materialise(KEY, "c1", first)).toEqual({
      leftOut: ["link", "module", "../up"],
      form: "files",
    });
    expect(await readdir(first)).toEqual(["same", "src"]);
    expect([...(await readFile(join(first, "src/a")))]).toEqual([0, 255]);
    await checkout.materialise(KEY, "c1", join(directory, "2"));
  });

  it("refuses a tree that GitHub cut short", async () => {
    const { api, github } = scriptedGithub();
    api.get(`${REPO}/git/trees/c1`).query(true).reply(200, { truncated: true, tree: [] });
    await expect(github.checkouts.overApi().materialise(KEY, "c1", directory)).rejects.toBeInstanceOf(
      Terminal,
    );
  });
});

describe("overGit", () => {
  afterEach(() => {
    expect(unasked()).toEqual([]);
  });

  it("asks for a token that can only read this one repository, uses it again, and another one when git fails", async () => {
    const root = await mkdtemp(join(tmpdir(), "autoloop-git-test-"));
    const store = join(root, "octo/carton.git");
    const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
    const git = (...args: readonly string[]) =>
      execFileSync("git", ["-C", root, ...args], { env, input: "", encoding: "utf8" }).trim();
    git("init", "--quiet", "--bare", store);
    const self = ["-c", "user.name=a", "-c", "user.email=a@b"];
    const commit = git(
      "--git-dir",
      store,
      ...self,
      "commit-tree",
      git("--git-dir", store, "mktree"),
      "-m",
      "x",
    );
    git("--git-dir", store, "update-ref", "refs/heads/main", commit);

    const { api, github } = scriptedGithub();
    nock.enableNetConnect("127.0.0.1");
    const body = { repositories: ["carton"], permissions: { contents: "read" } };
    for (const token of ["ghs_first", "ghs_second"])
      api
        .post("/app/installations/7/access_tokens", body)
        .reply(201, { token, expires_at: "2026-01-01T01:00:00Z" });
    const servers = await Promise.all(["ghs_first", "ghs_second"].map((token) => serveGit(root, token)));
    const [first, second] = servers.map(({ url }) => github.checkouts.overGit(url, env.PATH ?? ""));
    try {
      const empty = () => mkdtemp(join(root, "base-"));
      const whole = { leftOut: [], form: "objects" };
      for (const checkout of [first, first])
        expect(await checkout?.materialise(KEY, commit, await empty())).toEqual(whole);
      await expect(second?.materialise(KEY, commit, await empty())).rejects.toThrow("git fetch");
      expect(await second?.materialise(KEY, commit, await empty())).toEqual(whole);
    } finally {
      for (const server of servers) await server.close();
      await rm(root, { recursive: true, force: true });
    }
  });
});

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Terminal } from "../../../src/domain/errors.ts";
import { webUrlOf } from "../../../src/github/checkout/checkout.ts";
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

  it("asks for a token that can only read this one repository, and uses it again", async () => {
    const { api, github } = scriptedGithub();
    const body = { repositories: ["carton"], permissions: { contents: "read" } };
    api
      .post("/app/installations/7/access_tokens", body)
      .reply(201, { token: "ghs_narrow", expires_at: "2026-01-01T01:00:00Z" });
    const checkout = github.checkouts.overGit("http://127.0.0.1:1", process.env.PATH ?? "");
    for (let times = 0; times < 2; times += 1) {
      await expect(checkout.materialise(KEY, "a".repeat(40), tmpdir())).rejects.toMatchObject({
        message: expect.stringContaining("git fetch"),
      });
    }
  });
});

// What the front adds to the emulator's REST API, and where it is as strict as GitHub.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installationToken } from "../../sandbox/api.ts";
import { branchWith, commitFiles, headOf, startWorld, type World } from "./world.ts";

let world: World;
let issue: number;

beforeAll(async () => {
  world = await startWorld({ ci: "off", people: { triager: "triage" } });
  const made = await world.maintainer<{ number: number }>("POST", `${world.base}/issues`, {
    title: "one",
    body: "b",
  });
  issue = made.body.number;
});

afterAll(() => world.close());

describe("reactions", () => {
  it("are given once by each account", async () => {
    const path = `${world.base}/issues/${issue}/reactions`;
    const first = await world.app<{ id: number }>("POST", path, { content: "eyes" });
    const again = await world.app<{ id: number }>("POST", path, { content: "eyes" });
    await world.maintainer("POST", path, { content: "+1" });
    const all = await world.stranger<{ content: string; user: { login: string } }[]>("GET", path);
    expect([first.status, again.status, again.body.id]).toEqual([201, 200, first.body.id]);
    expect(all.body.map(({ content, user }) => [content, user.login])).toEqual([
      ["eyes", "autoloop[bot]"],
      ["+1", "maintainer"],
    ]);
  });

  it("must be one of GitHub's and on something that exists", async () => {
    const wrong = await world.app("POST", `${world.base}/issues/${issue}/reactions`, { content: "tada" });
    const nowhere = await world.app("POST", `${world.base}/issues/comments/777/reactions`, {
      content: "eyes",
    });
    expect([wrong.status, nowhere.status]).toEqual([422, 404]);
  });
});

describe("commit statuses", () => {
  it("combine to the worst newest state of each context", async () => {
    const head = await branchWith(world, "statuses", { "s.txt": "s" });
    const combined = async () =>
      (await world.app<{ state: string }>("GET", `${world.base}/commits/statuses/status`)).body.state;
    const post = (context: string, state: string) =>
      world.maintainer("POST", `${world.base}/statuses/${head}`, { context, state });
    expect(await combined()).toBe("pending");
    await post("lint", "failure");
    expect(await combined()).toBe("failure");
    await post("lint", "success");
    expect(await combined()).toBe("success");
    const all = await world.app<unknown[]>("GET", `${world.base}/commits/${head}/statuses`);
    expect(all.body).toHaveLength(2);
    expect(
      (await world.stranger("POST", `${world.base}/statuses/${head}`, { state: "success" })).status,
    ).toBe(404);
  });
});

describe("merges", () => {
  it("hold both sides' changes, also within one file", async () => {
    const { status: put } = await world.maintainer("PUT", `${world.base}/contents/list.txt`, {
      ...{ message: "list", branch: "main", content: Buffer.from("1\n2\n3\n4\n5\n6\n").toString("base64") },
    });
    const ours = await branchWith(world, "ours", { "list.txt": "one\n2\n3\n4\n5\n6\n", "ours.txt": "o" });
    const theirs = await branchWith(world, "theirs", {
      "list.txt": "1\n2\n3\n4\n5\nsix\n",
      "theirs.txt": "t",
    });
    const path = `${world.base}/merges`;
    const merge = { base: "ours", head: "theirs", commit_message: "together" };
    const merged = await world.app<{ sha: string; parents: { sha: string }[] }>("POST", path, merge);
    expect([put, merged.status]).toEqual([201, 201]);
    expect(merged.body.parents.map(({ sha }) => sha)).toEqual([ours, theirs]);
    expect(await headOf(world, "ours")).toBe(merged.body.sha);
    const list = await world.app<{ content: string }>("GET", `${world.base}/contents/list.txt?ref=ours`);
    expect(Buffer.from(list.body.content, "base64").toString()).toBe("one\n2\n3\n4\n5\nsix\n");
    expect((await world.app("GET", `${world.base}/contents/theirs.txt?ref=ours`)).status).toBe(200);
    expect((await world.app("POST", path, merge)).status).toBe(204);
  });

  it("answer 409 for a conflict and move nothing", async () => {
    const left = await branchWith(world, "left", { "src/carton.mjs": "left\n" });
    await branchWith(world, "right", { "src/carton.mjs": "right\n" });
    const conflict = await world.app("POST", `${world.base}/merges`, { base: "left", head: "right" });
    expect(conflict).toMatchObject({ status: 409, body: { message: "Merge conflict" } });
    expect(await headOf(world, "left")).toBe(left);
  });

  it("answer 404 for a branch that is not there", async () => {
    const nowhere = await world.app("POST", `${world.base}/merges`, { base: "nowhere", head: "main" });
    expect(nowhere).toMatchObject({ status: 404, body: { message: "Base does not exist" } });
  });
});

describe("pull requests", () => {
  const open = (head: string, base = "main") =>
    world.app<{ number: number; errors?: { message?: string; field?: string }[] }>(
      "POST",
      `${world.base}/pulls`,
      {
        ...{ title: "t", body: "b", head, base, draft: true },
      },
    );

  it("are one for a head and base", async () => {
    await branchWith(world, "single", { "p.txt": "p" });
    expect((await open("single")).status).toBe(201);
    const second = await open("acme:single");
    expect(second.status).toBe(422);
    expect(second.body.errors?.[0]?.message).toBe("A pull request already exists for acme:single.");
  });

  it("need branches that exist and commits between them", async () => {
    await branchWith(world, "equal");
    expect((await open("nowhere")).body.errors).toMatchObject([{ field: "head", code: "invalid" }]);
    expect((await open("equal", "nowhere")).body.errors).toMatchObject([{ field: "base", code: "invalid" }]);
    expect((await open("equal")).body.errors).toMatchObject([
      { message: "No commits between main and equal" },
    ]);
    expect(await headOf(world, "nowhere")).toBeNull();
  });

  it("follow their branch until they are closed", async () => {
    const first = await branchWith(world, "follow", { "f.txt": "1" });
    const { number } = (await open("follow")).body;
    const path = `${world.base}/pulls/${number}`;
    const headNow = async () => (await world.app<{ head: { sha: string } }>("GET", path)).body.head.sha;
    const second = await commitFiles(world, "follow", first, { "f.txt": "2" });
    expect(await headNow()).toBe(second);
    await world.maintainer("PATCH", path, { state: "closed" });
    await commitFiles(world, "follow", second, { "f.txt": "3" });
    expect(await headNow()).toBe(second);
  });

  it("bring their newest commits to the base when a maintainer merges them", async () => {
    const first = await branchWith(world, "landing", { "l.txt": "1" });
    const { number } = (await open("landing")).body;
    const second = await commitFiles(world, "landing", first, { "l.txt": "2" });
    const path = `${world.base}/pulls/${number}`;
    expect((await world.maintainer("PUT", `${path}/merge`)).status).toBe(405);
    await world.maintainer("PATCH", path, { draft: false });
    expect((await world.stranger("PUT", `${path}/merge`)).status).toBe(404);
    const merged = await world.maintainer<{ sha: string }>("PUT", `${path}/merge`);
    expect(await headOf(world, "main")).toBe(merged.body.sha);
    const file = await world.app<{ content: string }>("GET", `${world.base}/contents/l.txt`);
    expect(Buffer.from(file.body.content, "base64").toString()).toBe("2");
    expect((await world.app("GET", path)).body).toMatchObject({
      merged: true,
      state: "closed",
      head: { sha: second },
    });
  });

  it("are closed when their branch is deleted", async () => {
    const head = await branchWith(world, "doomed", { "d.txt": "d" });
    const { number } = (await open("doomed")).body;
    await world.maintainer("DELETE", `${world.base}/git/refs/heads/doomed`);
    const after = await world.app("GET", `${world.base}/pulls/${number}`);
    expect(after.body).toMatchObject({ state: "closed", merged: false, head: { sha: head } });
  });

  it("are found among the issues too, marked as what they are", async () => {
    await branchWith(world, "listed", { "i.txt": "i" });
    const { number } = (await open("listed")).body;
    await world.app("POST", `${world.base}/issues/${number}/labels`, { labels: ["both"] });
    const found = await world.app<{ number: number; pull_request?: object }[]>(
      "GET",
      `${world.base}/issues?labels=both`,
    );
    expect(found.body).toMatchObject([{ number, pull_request: {} }]);
    expect((await world.app("GET", `${world.base}/issues/${number}`)).body).toMatchObject({
      pull_request: {},
    });
  });
});

describe("refs", () => {
  it("move forward only, and only where they are", async () => {
    const old = await branchWith(world, "forward");
    const head = await commitFiles(world, "forward", old, { "r.txt": "r" });
    const path = `${world.base}/git/refs/heads/forward`;
    const back = await world.app("PATCH", path, { sha: old });
    const gone = await world.app("PATCH", `${world.base}/git/refs/heads/nowhere`, { sha: head });
    const twice = await world.app("POST", `${world.base}/git/refs`, { ref: "refs/heads/forward", sha: old });
    expect(back).toMatchObject({ status: 422, body: { message: "Update is not a fast forward" } });
    expect(gone).toMatchObject({ status: 422, body: { message: "Reference does not exist" } });
    expect(twice).toMatchObject({ status: 422, body: { message: "Reference already exists" } });
    expect(await headOf(world, "forward")).toBe(head);
  });
});

describe("texts", () => {
  it("are refused above GitHub's limits", async () => {
    const post = (path: string, body: object) => world.maintainer("POST", `${world.base}${path}`, body);
    const long = "x".repeat(65_537);
    expect((await post("/issues", { title: "t", body: long })).status).toBe(422);
    expect((await post("/issues", { title: "t".repeat(257), body: "" })).status).toBe(422);
    expect((await post(`/issues/${issue}/comments`, { body: long })).status).toBe(422);
    expect((await post(`/issues/${issue}/comments`, { body: long.slice(1) })).status).toBe(201);
  });
});

describe("people", () => {
  it("have the role they were given, and strangers can only read", async () => {
    const roleOf = async (login: string) => {
      const path = `${world.base}/collaborators/${login}/permission`;
      const { status, body } = await world.app<{ role_name?: string; permission?: string }>("GET", path);
      return [status, body.role_name, body.permission];
    };
    expect(await roleOf("maintainer")).toEqual([200, "maintain", "write"]);
    expect(await roleOf("triager")).toEqual([200, "triage", "read"]);
    expect(await roleOf("stranger")).toEqual([200, "read", "read"]);
    expect((await roleOf("nobody"))[0]).toBe(404);
  });

  it("without rights may comment and open issues but not label, edit others or push", async () => {
    const opened = await world.stranger<{ number: number; labels: unknown[] }>(
      "POST",
      `${world.base}/issues`,
      {
        ...{ title: "please", body: "b", labels: ["autoloop-program"] },
      },
    );
    expect([opened.status, opened.body.labels]).toEqual([201, []]);
    const own = `${world.base}/issues/${opened.body.number}`;
    const others = `${world.base}/issues/${issue}`;
    const statuses = [
      await world.stranger("PATCH", own, { body: "mine to change" }),
      await world.stranger("PATCH", others, { body: "not mine" }),
      await world.stranger("POST", `${own}/labels`, { labels: ["autoloop-program"] }),
      await world.stranger("POST", `${world.base}/git/refs`, {
        ref: "refs/heads/x",
        sha: await headOf(world, "main"),
      }),
      await world.stranger("POST", `${others}/comments`, { body: "hello" }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 403, 403, 403, 201]);
  });

  it("are made with tokens as GitHub gives them since 2026", async () => {
    const { url, appId, installation, privateKey } = world.sandbox;
    const token = await installationToken(url, { appId, installation }, privateKey);
    expect(token).toMatch(/^ghs_4242_eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/);
    expect(token.length).toBeGreaterThan(500);
    expect(token.length).toBeLessThan(540);
  });

  it("with a token that nobody was given are refused", async () => {
    const answer = await world.sandbox.api("ghp_made_up")("GET", world.base);
    expect(answer).toMatchObject({ status: 401, body: { message: "Bad credentials" } });
  });
});

describe("the installation", () => {
  it("sees its repository", async () => {
    const { body } = await world.app("GET", "/installation/repositories");
    expect(body).toMatchObject({ total_count: 1, repositories: [{ full_name: "acme/carton" }] });
    expect((await world.maintainer("GET", "/installation/repositories")).status).toBe(403);
  });

  it("acts as the app's bot", async () => {
    const made = await world.app("POST", `${world.base}/issues/${issue}/comments`, { body: "hello" });
    expect(made.body).toMatchObject({ user: { login: "autoloop[bot]", type: "Bot" } });
  });
});

describe("conditional requests", () => {
  it("answer 304 until something changes, and are counted", async () => {
    world.sandbox.resetRequests();
    const path = `${world.base}/issues/${issue}`;
    const etag = async () => (await world.app("GET", path)).headers.get("etag") ?? "";
    const known = await etag();
    const same = await world.app("GET", path, undefined, { "if-none-match": known });
    await world.maintainer("PATCH", path, { title: "renamed" });
    const changed = await world.app("GET", path, undefined, { "if-none-match": known });
    expect([same.status, same.body, changed.status]).toEqual([304, null, 200]);
    expect(world.sandbox.requests()).toMatchObject({ total: 3, writes: 0, notModified: 1 });
  });

  it("work under the Enterprise prefix too", async () => {
    expect((await world.app("GET", `/api/v3${world.base}`)).body).toMatchObject({ full_name: "acme/carton" });
  });
});

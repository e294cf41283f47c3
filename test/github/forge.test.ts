import { afterEach, describe, expect, it } from "vitest";
import { Retryable, Terminal } from "../../src/domain/errors.ts";
import type { LeftOut } from "../../src/ports/forge/repository-reads.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../support/github-http/nock-github.ts";
import { FakeClock } from "../support/loop/fake-clock.ts";

// What GitHub answers where the local GitHub of the contract suite cannot be made to: limits, broken answers,
// pages, conditional requests.

const COMMENTS = `${REPO}/issues/12/comments`;
const REFS = `${REPO}/git/matching-refs/heads%2Fmemory%2Fautoloop`;

afterEach(() => {
  expect(unasked()).toEqual([]);
});

describe("postComment", () => {
  it("is sent once when the gateway breaks, and says that it may be tried again", async () => {
    const { api, github } = scriptedGithub();
    let sent = 0;
    api.post(COMMENTS).reply(() => {
      sent += 1;
      return [502, "<html>bad gateway</html>", { "content-type": "text/html" }];
    });
    await expect(github.forge.postComment(KEY, "once")).rejects.toBeInstanceOf(Retryable);
    expect(sent).toBe(1);
  });

  it("does not take an answer that breaks off for one", async () => {
    const { api, github } = scriptedGithub();
    api.post(COMMENTS).reply(201, '{"id": 12', { "content-type": "application/json" });
    await expect(github.forge.postComment(KEY, "cut")).rejects.toBeInstanceOf(Retryable);
  });

  it("stops everything for as long as a secondary limit says", async () => {
    const clock = new FakeClock();
    const { api, github } = scriptedGithub(clock);
    api.post(COMMENTS).reply(403, { message: "slow down" }, { "retry-after": "30" });
    await expect(github.forge.postComment(KEY, "one")).rejects.toMatchObject({ afterMs: 30_000 });
    await clock.advance(10_000);
    await expect(github.forge.postComment(KEY, "two")).rejects.toMatchObject({ afterMs: 20_000 });
    await expect(github.forge.programIssues(KEY)).rejects.toMatchObject({
      kind: "retryable",
      afterMs: 20_000,
    });
    await clock.advance(20_000);
    api.post(COMMENTS).reply(201, { id: 5 });
    expect(await github.forge.postComment(KEY, "three")).toBe(5);
  });

  it("waits longer each time that a secondary limit does not go away", async () => {
    const clock = new FakeClock();
    const { api, github } = scriptedGithub(clock);
    for (const afterMs of [60_000, 120_000, 240_000]) {
      api.post(COMMENTS).reply(429, { message: "slow down" });
      await expect(github.forge.postComment(KEY, "again")).rejects.toMatchObject({ afterMs });
      await clock.advance(afterMs);
    }
    api.post(COMMENTS).reply(201, { id: 5 });
    expect(await github.forge.postComment(KEY, "at last")).toBe(5);
  });

  it("stops everything until the hour is over once its last request was answered", async () => {
    const clock = new FakeClock();
    const { api, github } = scriptedGithub(clock);
    const reset = String(clock.now() / 1_000 + 600);
    api.post(COMMENTS).reply(201, { id: 5 }, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset });
    expect(await github.forge.postComment(KEY, "the last")).toBe(5);
    await expect(github.forge.programIssues(KEY)).rejects.toMatchObject({ afterMs: 601_000 });
    await expect(github.forge.postComment(KEY, "more")).rejects.toMatchObject({ afterMs: 601_000 });
  });

  it("does not stop another installation", async () => {
    const { api, github } = scriptedGithub();
    api.post(COMMENTS).reply(403, {}, { "retry-after": "30" });
    await expect(github.forge.postComment(KEY, "one")).rejects.toBeInstanceOf(Retryable);
    api.post(COMMENTS).reply(201, { id: 6 });
    expect(await github.forge.postComment({ ...KEY, account: "8" }, "other")).toBe(6);
  });
});

describe("a write", () => {
  const moved = "https://api.github.com/repositories/5/issues/12/comments";

  it.each([301, 302, 307, 308])("goes by the same method where the repository is now: %i", async (status) => {
    const { api, github } = scriptedGithub();
    api.post(COMMENTS, { body: "hello" }).reply(status, { url: moved }, { location: moved });
    api.post("/repositories/5/issues/12/comments", { body: "hello" }).reply(201, { id: 5 });
    expect(await github.forge.postComment(KEY, "hello")).toBe(5);
  });

  it.each([
    ["another host", "https://elsewhere.example/repositories/5"],
    ["another scheme", "http://api.github.com/repositories/5"],
    ["nowhere", undefined],
  ])("is sent to nobody but GitHub: %s", async (_where, location) => {
    const { api, github } = scriptedGithub();
    api.post(COMMENTS).reply(301, {}, location === undefined ? {} : { location });
    await expect(github.forge.postComment(KEY, "hello")).rejects.toBeInstanceOf(Terminal);
  });

  it("is not sent round in circles", async () => {
    const { api, github } = scriptedGithub();
    api.post(COMMENTS).reply(307, {}, { location: moved });
    api.post("/repositories/5/issues/12/comments").reply(307, {}, { location: COMMENTS });
    await expect(github.forge.postComment(KEY, "hello")).rejects.toBeInstanceOf(Terminal);
  });

  it.each([[], [{ id: 1 }], {}, { id: null }, { id: "5" }, { id: 0 }])(
    "made nothing where the answer does not name it: %j",
    async (answer) => {
      const { api, github } = scriptedGithub();
      api.post(COMMENTS).reply(200, answer);
      await expect(github.forge.postComment(KEY, "hello")).rejects.toBeInstanceOf(Retryable);
    },
  );

  it("of an issue or a label names what was made, too", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${REPO}/issues`).reply(200, []);
    const text = { title: "T", body: "B", labels: [] };
    await expect(github.forge.openIssue(KEY, text)).rejects.toBeInstanceOf(Retryable);
    api.post(`${REPO}/labels`).reply(200, []);
    await expect(github.forge.createLabel(KEY, "x")).rejects.toBeInstanceOf(Retryable);
  });
});

describe("setLabels", () => {
  const label = `${REPO}/issues/12/labels/x`;

  it("has nothing to take off an issue that was deleted", async () => {
    const { api, github } = scriptedGithub();
    api.delete(label).reply(410, { message: "This issue was deleted" });
    await github.forge.setLabels(KEY, { add: [], remove: ["x"] });
  });

  it("tells a label that is not there from an issue that cannot be seen", async () => {
    const { api, github } = scriptedGithub();
    api.delete(label).reply(404, {});
    api.get(`${REPO}/issues/12`).reply(200, {});
    await github.forge.setLabels(KEY, { add: [], remove: ["x"] });
    api.delete(label).reply(404, {});
    api.get(`${REPO}/issues/12`).reply(404, {});
    await expect(github.forge.setLabels(KEY, { add: [], remove: ["x"] })).rejects.toBeInstanceOf(Terminal);
  });
});

describe("programIssues", () => {
  it("follows pages by number and asks again only with what it knows", async () => {
    const { api, github } = scriptedGithub();
    const page = (n: number) => ({ labels: "autoloop-program", state: "open", per_page: 100, page: n });
    const issue = (number: number) => ({ number, updated_at: "2026-01-01T00:00:00Z" });
    const more = { link: '<https://elsewhere.example/?page=2>; rel="next"', etag: '"one"' };
    api
      .get(`${REPO}/issues`)
      .query(page(1))
      .reply(200, [issue(1), { ...issue(2), pull_request: {} }], more)
      .get(`${REPO}/issues`)
      .query(page(2))
      .reply(200, [issue(3)], { etag: '"two"' });
    const expected = [
      { number: 1, updatedAt: "2026-01-01T00:00:00Z" },
      { number: 3, updatedAt: "2026-01-01T00:00:00Z" },
    ];
    expect(await github.forge.programIssues(KEY)).toEqual(expected);
    for (const etag of ['"one"', '"two"'])
      api.get(`${REPO}/issues`).query(true).matchHeader("if-none-match", etag).reply(304);
    expect(await github.forge.programIssues(KEY)).toEqual(expected);
  });
});

describe("memoryHead", () => {
  it("asks again only with what it knows", async () => {
    const { api, github } = scriptedGithub();
    api.get(REFS).query(true).reply(200, [], { etag: '"none"' });
    expect(await github.forge.memoryHead(KEY)).toBe("absent");
    api.get(REFS).query(true).matchHeader("if-none-match", '"none"').reply(304);
    expect(await github.forge.memoryHead(KEY)).toBe("absent");
  });

  it("takes only the memory branch itself for the memory branch", async () => {
    const { api, github } = scriptedGithub();
    const ref = (name: string, sha: string) => ({ ref: `refs/heads/${name}`, object: { sha } });
    api
      .get(REFS)
      .query(true)
      .reply(200, [ref("memory/autoloop-old", "1"), ref("memory/autoloop", "2")]);
    expect(await github.forge.memoryHead(KEY)).toBe("2");
  });

  it("knows an empty repository from a failure", async () => {
    const { api, github } = scriptedGithub();
    api.get(REFS).query(true).reply(409, { message: "Git Repository is empty." });
    expect(await github.forge.memoryHead(KEY)).toBe("absent");
    api.get(REFS).query(true).reply(404, {});
    await expect(github.forge.memoryHead(KEY)).rejects.toBeInstanceOf(Terminal);
  });
});

describe("repositories", () => {
  it("asks every installation that is not suspended, and names those that do not answer", async () => {
    const { api, github } = scriptedGithub();
    api
      .get("/app/installations")
      .query(true)
      .reply(200, [
        { id: 7, account: { login: "octo" }, suspended_at: null },
        { id: 8, account: { login: "gone" }, suspended_at: "2026-01-01T00:00:00Z" },
        { id: 9, account: { slug: "behind-a-wall" }, suspended_at: null },
        { id: 10, account: null, suspended_at: null },
      ]);
    const repositories = [{ name: "carton", owner: { login: "octo" } }];
    api.get("/installation/repositories").query(true).reply(200, { total_count: 1, repositories });
    api.get("/installation/repositories").query(true).reply(403, { message: "IP address is not permitted" });
    api.get("/installation/repositories").query(true).reply(502, {});
    const leftOut: LeftOut[] = [];
    expect(await github.forge.repositories((one) => leftOut.push(one))).toEqual([
      { account: "7", owner: "octo", name: "carton" },
    ]);
    expect(leftOut).toEqual([
      { account: "8", owner: "gone", why: "suspended" },
      { account: "9", owner: "behind-a-wall", why: "refused" },
      { account: "10", owner: "", why: "unanswered" },
    ]);
  });
});

describe("openPull", () => {
  const request = {
    title: "T",
    body: "B",
    head: "autoloop/box",
    base: "main",
    labels: ["automation", "autoloop"],
  };

  it("adopts the open one and adds only the labels that are missing", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${REPO}/pulls`, (body) => body.draft === true).reply(422, {});
    api
      .get(`${REPO}/pulls`)
      .query({ state: "open", head: "octo:autoloop/box", per_page: 1 })
      .reply(200, [{ number: 9, labels: [{ name: "automation" }] }]);
    api.post(`${REPO}/issues/9/labels`, { labels: ["autoloop"] }).reply(200, []);
    expect(await github.forge.openPull(KEY, request)).toBe(9);
  });

  it("passes a refusal on when there is none to adopt and an ordinary one is refused, too", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${REPO}/pulls`, (body) => body.draft === true).reply(422, {});
    api.get(`${REPO}/pulls`).query(true).reply(200, []);
    const errors = [{ message: "No commits between main and autoloop/box" }];
    api
      .post(`${REPO}/pulls`, (body) => body.draft === false)
      .reply(422, { message: "Validation Failed", errors });
    await expect(github.forge.openPull(KEY, request)).rejects.toMatchObject({
      kind: "terminal",
      said: "Validation Failed No commits between main and autoloop/box",
    });
  });

  it("opens an ordinary one, with a text that says so, where there are no drafts", async () => {
    const { api, github } = scriptedGithub();
    const errors = [{ message: "Draft pull requests are not supported in this repository." }];
    api.post(`${REPO}/pulls`, (body) => body.draft === true).reply(422, { errors });
    api.get(`${REPO}/pulls`).query(true).reply(200, []);
    const { title, head, base } = request;
    api
      .post(`${REPO}/pulls`, { title, head, base, body: "Ordinary", draft: false })
      .reply(201, { number: 9, labels: [] });
    api.post(`${REPO}/issues/9/labels`).reply(200, []);
    expect(await github.forge.openPull(KEY, { ...request, ordinaryBody: "Ordinary" })).toBe(9);
  });

  it("is sent once when nobody can tell whether it happened", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${REPO}/pulls`).replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
    await expect(github.forge.openPull(KEY, request)).rejects.toBeInstanceOf(Retryable);
  });
});

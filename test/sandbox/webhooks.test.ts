// What the front tells the app, signed and once.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { branchWith, commitFiles, type Delivery, signatureOf, startWorld, type World } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ ci: "off" });
});

afterAll(() => world.close());

const of = (event: string, action?: string) => (one: Delivery) =>
  one.event === event && one.action === action;
const push = (branch: string, wanted: object) => (one: Delivery) =>
  one.event === "push" &&
  Object.entries({ ref: `refs/heads/${branch}`, ...wanted }).every(([k, v]) => one.payload[k] === v);

describe("a delivery", () => {
  it("is signed with the app's secret, names the installation and has an id of its own", async () => {
    await world.stranger("POST", `${world.base}/issues`, { title: "hello", body: "b" });
    const { raw, signature, payload, id } = await world.hooks.first(of("issues", "opened"));
    expect(signature).toBe(signatureOf(world.sandbox.webhookSecret, raw));
    expect(payload.installation).toEqual({ id: world.sandbox.installation });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("carries times of whole seconds", async () => {
    const { raw } = await world.hooks.first(of("issues", "opened"));
    expect(raw).toMatch(/"created_at":"[^"]*:\d\dZ"/);
  });
});

describe("issues and comments", () => {
  it("are announced when they are opened with labels, edited, commented on and closed", async () => {
    const opened = await world.maintainer<{ number: number }>("POST", `${world.base}/issues`, {
      ...{ title: "program", body: "b", labels: ["autoloop-program"] },
    });
    const path = `${world.base}/issues/${opened.body.number}`;
    await world.maintainer("PATCH", path, { body: "changed" });
    const comment = await world.stranger<{ id: number }>("POST", `${path}/comments`, { body: "c" });
    await world.stranger("PATCH", `${world.base}/issues/comments/${comment.body.id}`, { body: "d" });
    await world.stranger("DELETE", `${world.base}/issues/comments/${comment.body.id}`);
    await world.maintainer("PATCH", path, { state: "closed" });
    for (const action of ["labeled", "edited", "closed"]) await world.hooks.first(of("issues", action));
    for (const action of ["created", "edited", "deleted"])
      await world.hooks.first(of("issue_comment", action));
    const { payload } = await world.hooks.first(of("issues", "labeled"));
    expect(payload).toMatchObject({ label: { name: "autoloop-program" }, sender: { login: "maintainer" } });
  });
});

describe("branches", () => {
  it("are announced when they are made, moved, merged into and deleted", async () => {
    const made = await branchWith(world, "autoloop/hooked");
    const moved = await commitFiles(world, "autoloop/hooked", made, { "h.txt": "h" });
    const { body } = await world.app<{ sha: string }>("POST", `${world.base}/merges`, {
      ...{ base: "main", head: "autoloop/hooked" },
    });
    await world.maintainer("DELETE", `${world.base}/git/refs/heads/autoloop/hooked`);
    await world.hooks.first(push("autoloop/hooked", { created: true, after: made }));
    await world.hooks.first(push("autoloop/hooked", { created: false, before: made, after: moved }));
    await world.hooks.first(push("main", { before: made, after: body.sha }));
    const deleted = await world.hooks.first(push("autoloop/hooked", { deleted: true, before: moved }));
    expect(deleted.payload.sender).toMatchObject({ login: "maintainer" });
  });

  it("tell their pull requests", async () => {
    const head = await branchWith(world, "autoloop/pulled", { "h.txt": "1" });
    const pull = { title: "t", head: "autoloop/pulled", base: "main", draft: true };
    const { body } = await world.app<{ number: number }>("POST", `${world.base}/pulls`, pull);
    await world.app("POST", `${world.base}/issues/${body.number}/labels`, { labels: ["automation"] });
    await commitFiles(world, "autoloop/pulled", head, { "h.txt": "2" });
    await world.maintainer("PATCH", `${world.base}/pulls/${body.number}`, { state: "closed" });
    for (const action of ["opened", "labeled", "synchronize", "closed"]) {
      const { payload } = await world.hooks.first(of("pull_request", action));
      expect(payload.pull_request).toMatchObject({ number: body.number });
    }
  });
});

describe("others", () => {
  it("are statuses and check runs with the app that made them", async () => {
    const sha = await branchWith(world, "autoloop/checked", { "c.txt": "c" });
    await world.maintainer("POST", `${world.base}/statuses/${sha}`, { state: "pending", context: "deploy" });
    const ci = world.sandbox.api(world.sandbox.tokens.ci);
    const run = { name: "lint", head_sha: sha, status: "completed", conclusion: "success" };
    await ci("POST", `${world.base}/check-runs`, run);
    expect((await world.maintainer("POST", `${world.base}/check-runs`, run)).status).toBe(403);
    expect((await world.hooks.first(of("status"))).payload).toMatchObject({ sha, state: "pending" });
    const { payload } = await world.hooks.first(of("check_run", "created"));
    expect(payload.check_run).toMatchObject({ head_sha: sha, app: { slug: "github-actions" } });
  });

  it("say that the app was installed when somebody connects it", async () => {
    await world.sandbox.connect(world.hooks.url);
    const { payload } = await world.hooks.first(of("installation", "created"));
    expect(payload).toMatchObject({ repositories: [{ full_name: "acme/carton" }] });
  });
});

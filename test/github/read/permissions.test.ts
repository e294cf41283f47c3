import { afterEach, describe, expect, it } from "vitest";
import { KEY, REPO, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

describe("permission", () => {
  const path = `${REPO}/collaborators/ann/permission`;

  it("is remembered for a minute, by login in any case", async () => {
    const clock = new FakeClock();
    const { api, github } = scriptedGithub(clock);
    api.get(path).reply(200, { permission: "write", role_name: "maintain", user: { login: "ann", id: 7 } });
    expect(await github.forge.standing(KEY, "ann")).toEqual({ permission: "maintain", id: 7 });
    await clock.advance(59_000);
    expect(await github.forge.standing(KEY, "Ann")).toEqual({ permission: "maintain", id: 7 });
    await clock.advance(1_000);
    api.get(path).reply(200, { permission: "none", role_name: "none", user: { login: "ann", id: 7 } });
    expect(await github.forge.standing(KEY, "ann")).toEqual({ permission: "none", id: 7 });
  });

  it("is unknown after an error, which is no answer, and asked for again", async () => {
    const { api, github } = scriptedGithub();
    api.get(path).reply(500);
    await expect(github.forge.standing(KEY, "ann")).rejects.toMatchObject({ kind: "retryable" });
    api.get(path).reply(404);
    expect(await github.forge.standing(KEY, "ann")).toEqual({ permission: "none", id: null });
  });

  it("is unknown where the answer tells none, and that is not remembered", async () => {
    const { api, github } = scriptedGithub();
    api.get(path).reply(200, { message: "Welcome" });
    await expect(github.forge.standing(KEY, "ann")).rejects.toMatchObject({ kind: "retryable" });
    api.get(path).reply(200, { permission: "write" });
    expect(await github.forge.standing(KEY, "ann")).toEqual({ permission: "write", id: null });
  });

  it("is the base of a role that somebody made up, and none where that is no role either", async () => {
    const { api, github } = scriptedGithub();
    api.get(path).reply(200, { permission: "write", role_name: "chief of everything", user: null });
    expect(await github.forge.standing(KEY, "ann")).toEqual({ permission: "write", id: null });
    const bob = `${REPO}/collaborators/bob/permission`;
    api.get(bob).reply(200, { permission: "lord", role_name: "chief of everything", user: null });
    expect(await github.forge.standing(KEY, "bob")).toEqual({ permission: "none", id: null });
  });
});

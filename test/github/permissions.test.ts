import { afterEach, describe, expect, it } from "vitest";
import { FakeClock } from "../support/fake-clock.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../support/nock-github.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

describe("permission", () => {
  const path = `${REPO}/collaborators/ann/permission`;

  it("is remembered for a minute, by login in any case", async () => {
    const clock = new FakeClock();
    const { api, github } = scriptedGithub(clock);
    api.get(path).reply(200, { permission: "write", role_name: "maintain" });
    expect(await github.forge.permission(KEY, "ann")).toBe("maintain");
    await clock.advance(59_000);
    expect(await github.forge.permission(KEY, "Ann")).toBe("maintain");
    await clock.advance(1_000);
    api.get(path).reply(200, { permission: "none", role_name: "none" });
    expect(await github.forge.permission(KEY, "ann")).toBe("none");
  });

  it("counts errors and unknown roles as none, and asks again after an error", async () => {
    const { api, github } = scriptedGithub();
    api.get(path).reply(500);
    expect(await github.forge.permission(KEY, "ann")).toBe("none");
    api.get(path).reply(200, { permission: "admin", role_name: "chief of everything" });
    expect(await github.forge.permission(KEY, "ann")).toBe("none");
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { Retryable } from "../../../src/domain/errors.ts";
import { OwnChecks } from "../../../src/github/write/own-checks.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

const CHECK = {
  head: "c".repeat(40),
  name: "Autoloop / carton",
  conclusion: "success",
  title: "Best 750",
  summary: "All is well.",
  buttons: [{ label: "Pause", description: "Nothing new begins", identifier: "pause" }],
  externalId: "autoloop:12:0123456789abcdef",
} as const;

describe(OwnChecks, () => {
  it("are completed check runs with buttons, as GitHub documents them", async () => {
    const { api, github } = scriptedGithub();
    api
      .post(`${REPO}/check-runs`, {
        ...{ name: CHECK.name, head_sha: CHECK.head, status: "completed", conclusion: "success" },
        external_id: CHECK.externalId,
        output: { title: CHECK.title, summary: CHECK.summary },
        actions: CHECK.buttons,
      })
      .reply(201, { id: 4 });
    expect(await github.forge.writeCheck(KEY, CHECK)).toBe("written");
  });

  it("are left out for an hour where the app may not write them", async () => {
    const clock = new FakeClock();
    const { api, github } = scriptedGithub(clock);
    api.post(`${REPO}/check-runs`).reply(403, { message: "Resource not accessible by integration" });
    expect(await github.forge.writeCheck(KEY, CHECK)).toBe("not allowed");
    await clock.advance(59 * 60_000);
    expect(await github.forge.writeCheck(KEY, CHECK)).toBe("not allowed");
    await clock.advance(60_000);
    api.post(`${REPO}/check-runs`).reply(201, { id: 5 });
    expect(await github.forge.writeCheck(KEY, CHECK)).toBe("written");
  });

  it("are left out this once where GitHub will not have this very one", async () => {
    const { api, github } = scriptedGithub();
    for (const status of [422, 410]) {
      api.post(`${REPO}/check-runs`).reply(status, { message: `No commit found for SHA: ${CHECK.head}` });
      expect(await github.forge.writeCheck(KEY, CHECK)).toBe("not now");
    }
    api.post(`${REPO}/check-runs`).reply(201, { id: 5 });
    expect(await github.forge.writeCheck(KEY, CHECK)).toBe("written");
  });

  it("are tried again when the host did not answer", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${REPO}/check-runs`).reply(502);
    await expect(github.forge.writeCheck(KEY, CHECK)).rejects.toBeInstanceOf(Retryable);
  });
});

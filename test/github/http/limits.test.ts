// What answers say of the next request: heeded before it is sent, whatever the answer was and by which way it came.

import nock from "nock";
import { afterEach, describe, expect, it } from "vitest";
import { Retryable } from "../../../src/domain/errors.ts";
import { GithubApi } from "../../../src/github/http/api.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

const RESET_MS = 20 * 60_000;

function usedUp(clock: FakeClock) {
  return {
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": String((clock.now() + RESET_MS) / 1_000),
  };
}

const COMMENTS = { data: { repository: { commit: null }, viewer: { login: "autoloop[bot]" } } };
const SHA = "a".repeat(40);

describe(GithubApi, () => {
  it("asks no further query once a successful one was the last of its hour, and goes on after the reset", async () => {
    const clock = new FakeClock();
    const { api, github } = scriptedGithub(clock);
    api.post("/graphql").reply(200, COMMENTS, usedUp(clock));
    expect(await github.forge.checksAt(KEY, SHA)).toEqual([]);
    await expect(github.forge.checksAt(KEY, SHA)).rejects.toMatchObject({ afterMs: RESET_MS + 1_000 });
    // REST is counted apart.
    api.get(`${REPO}/issues`).query(true).reply(200, []);
    expect(await github.forge.programIssues(KEY)).toEqual([]);
    await clock.advance(RESET_MS + 1_000);
    api.post("/graphql").reply(200, COMMENTS);
    expect(await github.forge.checksAt(KEY, SHA)).toEqual([]);
  });

  it("asks one query of ten when the first is refused for the limit, by whichever of its names", async () => {
    for (const type of ["RATE_LIMIT", "RATE_LIMITED"]) {
      const clock = new FakeClock();
      const { api, github } = scriptedGithub(clock);
      let asked = 0;
      const refused = () => {
        asked += 1;
        return [200, { data: null, errors: [{ type, message: "limit" }] }, usedUp(clock)] as const;
      };
      api.post("/graphql").times(10).reply(refused);
      const outcomes: unknown[] = [];
      for (let n = 0; n < 10; n += 1)
        outcomes.push(await github.forge.checksAt(KEY, SHA).catch((e: unknown) => e));
      expect(asked).toBe(1);
      for (const one of outcomes) expect(one).toBeInstanceOf(Retryable);
      expect(outcomes.at(-1)).toMatchObject({ afterMs: RESET_MS + 1_000 });
      nock.cleanAll();
    }
  });

  it.each([
    ["is there", 200, []],
    ["is not there", 404, { message: "Not Found" }],
    ["is broken", 502, {}],
  ])("waits as an answer to REST asks, that %s", async (_, status, body) => {
    const clock = new FakeClock();
    const { api, github } = scriptedGithub(clock);
    api.get(`${REPO}/issues`).query(true).reply(status, body, { "retry-after": "120" });
    await github.forge.programIssues(KEY).catch(() => undefined);
    await expect(github.forge.programIssues(KEY)).rejects.toMatchObject({ afterMs: 120_000 });
    await expect(github.forge.checksAt(KEY, SHA)).rejects.toMatchObject({ afterMs: 120_000 });
  });
});

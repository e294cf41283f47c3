// What an answer to a GraphQL document says where it holds a list of errors.

import { afterEach, describe, expect, it } from "vitest";
import { Retryable } from "../../../src/domain/errors.ts";
import { GithubApi } from "../../../src/github/http/api.ts";
import { KEY, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";

const SHA = "a".repeat(40);
const CHECKS = { repository: { commit: null }, viewer: { login: "autoloop[bot]" } };

afterEach(() => {
  expect(unasked()).toEqual([]);
});

/** What becomes of a query that is answered so. */
function asked(answer: object): Promise<unknown> {
  const { api, github } = scriptedGithub(new FakeClock());
  api.post("/graphql").reply(200, answer);
  return github.forge.checksAt(KEY, SHA);
}

describe(GithubApi, () => {
  it("takes an empty list of errors for none", async () => {
    expect(await asked({ data: CHECKS, errors: [] })).toEqual([]);
  });

  it.each([
    ["no data beside an empty list of errors", { data: null, errors: [] }],
    ["nothing but an empty list of errors", { errors: [] }],
    ["data without the repository beside an empty list of errors", { data: { viewer: {} }, errors: [] }],
    ["data beside errors that are none", { data: CHECKS, errors: ["what?"] }],
  ])("asks again after %s", async (_, answer) => {
    await expect(asked(answer)).rejects.toBeInstanceOf(Retryable);
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { Conflict, Retryable, Terminal } from "../../src/domain/errors.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../support/nock-github.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

describe("fastForward", () => {
  it("never forces, and calls a refusal a conflict", async () => {
    const { api, github } = scriptedGithub();
    api
      .patch(`${REPO}/git/refs/heads%2Fautoloop%2Fbox`, { sha: "abc", force: false })
      .reply(422, { message: "Update is not a fast forward" });
    await expect(github.forge.fastForward(KEY, "autoloop/box", "abc")).rejects.toBeInstanceOf(Conflict);
  });
});

describe("createBranch", () => {
  it("looks where the branch is when GitHub will not make it", async () => {
    const { api, github } = scriptedGithub();
    const path = `${REPO}/git/matching-refs/heads%2Fautoloop%2Fbox`;
    const there = (sha: string) => [{ ref: "refs/heads/autoloop/box", object: { sha } }];
    const attempt = () => {
      api.post(`${REPO}/git/refs`, { ref: "refs/heads/autoloop/box", sha: "abc" }).reply(422, {});
      return github.forge.createBranch(KEY, "autoloop/box", "abc");
    };
    api.get(path).query(true).reply(200, there("abc"));
    await attempt();
    api.get(path).query(true).reply(200, there("def"));
    await expect(attempt()).rejects.toBeInstanceOf(Conflict);
    api.get(path).query(true).reply(200, []);
    await expect(attempt()).rejects.toBeInstanceOf(Terminal);
  });

  it("does not look at all when the outcome is unknown", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${REPO}/git/refs`).reply(500);
    await expect(github.forge.createBranch(KEY, "autoloop/box", "abc")).rejects.toBeInstanceOf(Retryable);
  });
});

describe("commit", () => {
  const files = [{ path: "a", mode: "100644" as const, contents: "MQ==" }];
  const request = {
    branch: "autoloop/box",
    expectedHead: "abc",
    message: "Title\n\nBody\n\nTrailer: x",
    files,
  };

  it("is one request that carries the expected head", async () => {
    const { api, github } = scriptedGithub();
    const input = {
      branch: { repositoryNameWithOwner: "octo/carton", branchName: "autoloop/box" },
      expectedHeadOid: "abc",
      message: { headline: "Title", body: "Body\n\nTrailer: x" },
      fileChanges: { additions: [{ path: "a", contents: "MQ==" }], deletions: [] },
    };
    api
      .post("/graphql", (body) => JSON.stringify(body.variables) === JSON.stringify({ input }))
      .reply(200, { data: { createCommitOnBranch: { commit: { oid: "def" } } } });
    expect(await github.forge.commit(KEY, request)).toBe("def");
  });

  it("calls stale data a conflict", async () => {
    const { api, github } = scriptedGithub();
    const errors = [
      { type: "STALE_DATA", path: ["createCommitOnBranch"], message: "Expected branch to point to" },
    ];
    api.post("/graphql").reply(200, { data: { createCommitOnBranch: null }, errors });
    await expect(github.forge.commit(KEY, request)).rejects.toBeInstanceOf(Conflict);
  });

  it("tells a branch that is gone from a commit that cannot be", async () => {
    const { api, github } = scriptedGithub();
    const errors = [{ type: "NOT_FOUND", path: ["createCommitOnBranch"], message: "?" }];
    const refs = `${REPO}/git/matching-refs/heads%2Fautoloop%2Fbox`;
    const attempt = () => {
      api.post("/graphql").reply(200, { data: { createCommitOnBranch: null }, errors });
      return github.forge.commit(KEY, request);
    };
    api.get(refs).query(true).reply(200, []);
    await expect(attempt()).rejects.toBeInstanceOf(Conflict);
    api
      .get(refs)
      .query(true)
      .reply(200, [{ ref: "refs/heads/autoloop/box", object: { sha: "abc" } }]);
    await expect(attempt()).rejects.toBeInstanceOf(Terminal);
    api.get(refs).query(true).reply(404);
    await expect(attempt()).rejects.toBeInstanceOf(Terminal);
  });
});

describe("merge", () => {
  it("tells what a machine cannot merge from a branch that is gone", async () => {
    const { api, github } = scriptedGithub();
    const merge = () => github.forge.merge(KEY, "autoloop/box", "main", "Merge");
    const body = { base: "autoloop/box", head: "main", commit_message: "Merge" };
    api.post(`${REPO}/merges`, body).reply(409, { message: "Merge conflict" });
    expect(await merge()).toBe("conflict");
    api.post(`${REPO}/merges`).reply(404, {});
    api.get(`${REPO}/git/matching-refs/heads%2Fautoloop%2Fbox`).query(true).reply(200, []);
    await expect(merge()).rejects.toBeInstanceOf(Conflict);
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { Conflict, Retryable, Terminal } from "../../../src/domain/errors.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

describe("fastForward", () => {
  const refs = `${REPO}/git/matching-refs/heads%2Fautoloop%2Fbox`;
  const at = (sha: string) => [{ ref: "refs/heads/autoloop/box", object: { sha } }];
  const refused = (message: string, status = 422) => {
    const scripted = scriptedGithub();
    scripted.api
      .patch(`${REPO}/git/refs/heads%2Fautoloop%2Fbox`, { sha: "abc", force: false })
      .reply(status, { message });
    return { ...scripted, moved: scripted.github.forge.fastForward(KEY, "autoloop/box", "abc") };
  };

  it.each([422, 404, 409])(
    "never forces, and calls a branch that has moved a conflict: %i",
    async (status) => {
      const { api, moved } = refused("Update is not a fast forward", status);
      api.get(refs).query(true).reply(200, at("def"));
      api.get(`${REPO}/compare/def...abc`).query(true).reply(200, { behind_by: 1 });
      await expect(moved).rejects.toBeInstanceOf(Conflict);
    },
  );

  it("calls a branch that is gone a conflict", async () => {
    const { api, moved } = refused("Reference does not exist");
    api.get(refs).query(true).reply(200, []);
    await expect(moved).rejects.toBeInstanceOf(Conflict);
  });

  it.each([422, 409])(
    "calls it a refusal where nobody moved the branch, and hands on why: %i",
    async (status) => {
      const why = "Repository rule violations found\n\nCannot update this protected ref.";
      const { api, moved } = refused(why, status);
      api.get(refs).query(true).reply(200, at("def"));
      api.get(`${REPO}/compare/def...abc`).query(true).reply(200, { behind_by: 0 });
      await expect(moved).rejects.toMatchObject({
        kind: "terminal",
        said: "Repository rule violations found Cannot update this protected ref.",
      });
    },
  );

  it("calls a commit that is not there a refusal, too", async () => {
    const { api, moved } = refused("Object does not exist");
    api.get(refs).query(true).reply(200, at("def"));
    api.get(`${REPO}/compare/def...abc`).query(true).reply(404, {});
    await expect(moved).rejects.toMatchObject({ kind: "terminal", said: "Object does not exist" });
  });

  it("does not know better than a look that fails", async () => {
    const { api, moved } = refused("Update is not a fast forward");
    api.get(refs).query(true).reply(200, at("def"));
    api.get(`${REPO}/compare/def...abc`).query(true).reply(502);
    await expect(moved).rejects.toBeInstanceOf(Retryable);
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

describe("restart", () => {
  const restart = (answer: object) => {
    const scripted = scriptedGithub();
    scripted.api.post("/graphql").reply(200, { data: { repository: { id: "R_1" } } });
    const input = {
      repositoryId: "R_1",
      refUpdates: [{ name: "refs/heads/autoloop/box", beforeOid: "abc", afterOid: "def", force: true }],
    };
    scripted.api
      .post("/graphql", (body) => JSON.stringify(body.variables) === JSON.stringify({ input }))
      .reply(200, answer);
    return { ...scripted, moved: scripted.github.forge.reset(KEY, "autoloop/box", "abc", "def") };
  };
  const refused = (type: string) => ({ data: { updateRefs: null }, errors: [{ type, message: "?" }] });
  const at = (sha: string) => [{ ref: "refs/heads/autoloop/box", object: { sha } }];
  const refs = `${REPO}/git/matching-refs/heads%2Fautoloop%2Fbox`;

  it("forces nothing but a branch that is where it was seen", async () => {
    await restart({ data: { updateRefs: { clientMutationId: null } } }).moved;
  });

  it.each(["UNPROCESSABLE", "NOT_FOUND", "FORBIDDEN"])(
    "tells a branch that has moved from a refusal: %s",
    async (type) => {
      for (const [found, error] of [
        [at("fff"), Conflict],
        [[], Conflict],
        [at("abc"), Terminal],
      ] as const) {
        const { api, moved } = restart(refused(type));
        api.get(refs).query(true).reply(200, found);
        await expect(moved).rejects.toBeInstanceOf(error);
      }
    },
  );

  it("does not look at all when the outcome is unknown", async () => {
    const untyped = { data: null, errors: [{ message: "Something went wrong while executing your query." }] };
    await expect(restart(untyped).moved).rejects.toBeInstanceOf(Retryable);
  });
});

describe("takeBack", () => {
  const entry = (path: string, sha: string, mode = "100644") => ({ path, mode, type: "blob", sha });
  const world = (head: readonly object[]) => {
    const scripted = scriptedGithub();
    const { api } = scripted;
    const tree = (commit: string, files: readonly object[]) =>
      api.get(`${REPO}/git/trees/${commit}`).query(true).reply(200, { truncated: false, tree: files });
    tree("head", head);
    tree("base", [entry("a", "a0", "100755"), entry("b", "b0")]);
    tree("ours", [entry("a", "a1"), entry("new", "n1")]);
    api.get(`${REPO}/git/commits/ours`).reply(200, { tree: { sha: "t-ours" }, parents: [{ sha: "base" }] });
    const request = { branch: "autoloop/box", expectedHead: "head", commits: ["ours"], message: "Undo" };
    return { api, takeBack: () => scripted.github.forge.revert(KEY, request) };
  };

  it("puts back contents and modes, brings back what was deleted, deletes what was new, and never forces", async () => {
    const { api, takeBack } = world([entry("a", "a1"), entry("new", "n1"), entry("mine", "m1")]);
    api.get(`${REPO}/git/commits/head`).reply(200, { tree: { sha: "t-head" }, parents: [{ sha: "ours" }] });
    const tree = [
      { path: "a", mode: "100755", type: "blob", sha: "a0" },
      { path: "b", mode: "100644", type: "blob", sha: "b0" },
      { path: "new", mode: "100644", type: "blob", sha: null },
    ];
    api.post(`${REPO}/git/trees`, { tree, base_tree: "t-head" }).reply(201, { sha: "t-new" });
    api
      .post(`${REPO}/git/commits`, { message: "Undo", tree: "t-new", parents: ["head"] })
      .reply(201, { sha: "new" });
    api
      .patch(`${REPO}/git/refs/heads%2Fautoloop%2Fbox`, { sha: "new", force: false })
      .reply(200, { ref: "x" });
    expect(await takeBack()).toEqual({ head: "new" });
  });

  it("writes nothing and names the files where somebody touched one since", async () => {
    const { takeBack } = world([entry("a", "a2"), entry("b", "b9"), entry("new", "n1")]);
    expect(await takeBack()).toEqual({ conflict: ["a", "b"] });
  });

  it("refuses in a repository that GitHub does not list whole", async () => {
    const { api, github } = scriptedGithub();
    api.get(`${REPO}/git/trees/head`).query(true).reply(200, { truncated: true, tree: [] });
    const request = { branch: "autoloop/box", expectedHead: "head", commits: ["ours"], message: "Undo" };
    await expect(github.forge.revert(KEY, request)).rejects.toBeInstanceOf(Terminal);
  });
});

describe("filesAt", () => {
  const trees = `${REPO}/git/trees/abc`;

  it("tells every file, link and submodule with its mode, and asks once for a commit", async () => {
    const { api, github } = scriptedGithub();
    const tree = [
      { path: "src", mode: "040000", type: "tree", sha: "t" },
      { path: "src/a", mode: "100755", type: "blob", sha: "b" },
      { path: "link", mode: "120000", type: "blob", sha: "l" },
      { path: "module", mode: "160000", type: "commit", sha: "m" },
    ];
    api.get(trees).query({ recursive: "1" }).reply(200, { truncated: false, tree });
    const modes = new Map([
      ["src/a", "100755"],
      ["link", "120000"],
      ["module", "160000"],
    ]);
    expect(await github.forge.filesAt(KEY, "abc")).toEqual(modes);
    expect(await github.forge.filesAt(KEY, "abc")).toEqual(modes);
  });

  it("gives no part of a list for the whole", async () => {
    const { api, github } = scriptedGithub();
    const tree = [{ path: "a", mode: "100644", type: "blob", sha: "b" }];
    api.get(trees).query(true).reply(200, { truncated: true, tree });
    expect(await github.forge.filesAt(KEY, "abc")).toBe("unlisted");
    api.get(trees).query(true).reply(404, {});
    expect(await github.forge.filesAt(KEY, "abc")).toBe("unlisted");
    api.get(trees).query(true).reply(502);
    await expect(github.forge.filesAt(KEY, "abc")).rejects.toBeInstanceOf(Retryable);
  });
});

describe("commit", () => {
  const listed = (api: ReturnType<typeof scriptedGithub>["api"], tree: readonly object[] = []) =>
    api.get(`${REPO}/git/trees/abc`).query(true).reply(200, { truncated: false, tree });
  const files = [{ path: "a", mode: "100644" as const, contents: "MQ==" }];
  const request = {
    branch: "autoloop/box",
    expectedHead: "abc",
    message: "Title\n\nBody\n\nTrailer: x",
    files,
  };

  it("is one request that carries the expected head", async () => {
    const { api, github } = scriptedGithub();
    listed(api);
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

  it.each([
    ["keeps a file executable in the one request", "100755", "100755"],
    ["takes the mode away where that was measured", "100644", "100755"],
    ["makes a new file executable", "100755", null],
  ] as const)("%s", async (_, mode, before) => {
    const { api, github } = scriptedGithub();
    listed(api, before === null ? [] : [{ path: "a", mode: before, type: "blob", sha: "x" }]);
    if (mode === before) {
      api.post("/graphql").reply(200, { data: { createCommitOnBranch: { commit: { oid: "def" } } } });
    } else {
      api.post(`${REPO}/git/blobs`).reply(201, { sha: "blob" });
      api.get(`${REPO}/git/commits/abc`).reply(200, { tree: { sha: "t" }, parents: [] });
      const tree = [{ path: "a", mode, type: "blob", sha: "blob" }];
      api.post(`${REPO}/git/trees`, { tree, base_tree: "t" }).reply(201, { sha: "t2" });
      api.post(`${REPO}/git/commits`).reply(201, { sha: "def" });
      api.patch(`${REPO}/git/refs/heads%2Fautoloop%2Fbox`).reply(200, { ref: "x" });
    }
    const one = [{ path: "a", mode, contents: "MQ==" }];
    expect(await github.forge.commit(KEY, { ...request, files: one })).toBe("def");
  });

  const refs = `${REPO}/git/matching-refs/heads%2Fautoloop%2Fbox`;
  const at = (sha: string) => [{ ref: "refs/heads/autoloop/box", object: { sha } }];
  const refused = (type: string | undefined, message = "?") => {
    const scripted = scriptedGithub();
    listed(scripted.api);
    const errors = [{ type, path: ["createCommitOnBranch"], message }];
    scripted.api.post("/graphql").reply(200, { data: { createCommitOnBranch: null }, errors });
    return { ...scripted, made: scripted.github.forge.commit(KEY, request) };
  };

  it.each(["STALE_DATA", "NOT_FOUND", "BRANCH_PROTECTION_RULE_VIOLATION", "SOMETHING_NEW"])(
    "looks where the branch is before it calls anything a conflict: %s",
    async (type) => {
      for (const found of [at("fff"), []]) {
        const { api, made } = refused(type);
        api.get(refs).query(true).reply(200, found);
        await expect(made).rejects.toBeInstanceOf(Conflict);
      }
    },
  );

  it("tries again where the branch is said to have moved and has not", async () => {
    const { api, made } = refused("STALE_DATA");
    api.get(refs).query(true).reply(200, at("abc"));
    await expect(made).rejects.toBeInstanceOf(Retryable);
  });

  it.each(["NOT_FOUND", "FORBIDDEN", "BRANCH_PROTECTION_RULE_VIOLATION", "SOMETHING_NEW"])(
    "calls it a refusal where nobody moved the branch, whatever the type, and hands on why: %s",
    async (type) => {
      const { api, made } = refused(type, "Changes must be made through a pull request.");
      api.get(refs).query(true).reply(200, at("abc"));
      await expect(made).rejects.toMatchObject({
        kind: "terminal",
        said: "Changes must be made through a pull request.",
      });
    },
  );

  it("does not look where GitHub tells of itself", async () => {
    for (const type of [undefined, "INTERNAL", "SERVICE_UNAVAILABLE"])
      await expect(refused(type).made).rejects.toBeInstanceOf(Retryable);
  });

  it("says no more than a look that is refused", async () => {
    const { api, made } = refused("NOT_FOUND");
    api.get(refs).query(true).reply(404);
    await expect(made).rejects.toBeInstanceOf(Terminal);
  });

  it.each([null, { commit: null }])(
    "made nothing where the answer does not name the commit: %j",
    async (made) => {
      const { api, github } = scriptedGithub();
      listed(api);
      api.post("/graphql").reply(200, { data: { createCommitOnBranch: made } });
      await expect(github.forge.commit(KEY, request)).rejects.toBeInstanceOf(Retryable);
    },
  );
});

describe("merge", () => {
  it("tells what a machine cannot merge from a branch that is gone", async () => {
    const { api, github } = scriptedGithub();
    const merge = () => github.forge.merge(KEY, "autoloop/box", "main", "Merge");
    const body = { base: "autoloop/box", head: "main", commit_message: "Merge" };
    const changed = (basehead: string, listing: readonly object[]) =>
      api
        .get(`${REPO}/compare/${encodeURIComponent(basehead)}`)
        .query(true)
        .reply(200, { files: listing });
    api.post(`${REPO}/merges`, body).reply(409, { message: "Merge conflict" });
    changed("main...autoloop/box", [{ filename: "b" }, { filename: "ours" }, { filename: "a" }]);
    changed("autoloop/box...main", [
      { filename: "new", previous_filename: "a", status: "renamed" },
      { filename: "theirs" },
      { filename: "b" },
    ]);
    expect(await merge()).toEqual({ conflict: ["a", "b"] });
    api.post(`${REPO}/merges`).reply(404, {});
    api.get(`${REPO}/git/matching-refs/heads%2Fautoloop%2Fbox`).query(true).reply(200, []);
    await expect(merge()).rejects.toBeInstanceOf(Conflict);
  });

  it("does not call it a conflict where no file was changed on both sides, and hands on why", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${REPO}/merges`).reply(409, { message: "Repository rule violations found" });
    const sides = { "main...autoloop/box": "ours", "autoloop/box...main": "theirs" };
    for (const [basehead, filename] of Object.entries(sides))
      api
        .get(`${REPO}/compare/${encodeURIComponent(basehead)}`)
        .query(true)
        .reply(200, { files: [{ filename }] });
    await expect(github.forge.merge(KEY, "autoloop/box", "main", "Merge")).rejects.toMatchObject({
      kind: "terminal",
      said: "Repository rule violations found",
    });
  });

  it("counts no answer without the commit as a merge", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${REPO}/merges`).reply(201, {});
    await expect(github.forge.merge(KEY, "autoloop/box", "main", "Merge")).rejects.toBeInstanceOf(Retryable);
  });
});

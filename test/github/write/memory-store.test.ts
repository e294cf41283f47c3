import { afterEach, describe, expect, it } from "vitest";
import { Conflict } from "../../../src/domain/errors.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

describe("githubMemoryStore", () => {
  it("reads back for free what it wrote, and reads anything else once", async () => {
    const { api, github } = scriptedGithub();
    api.post("/graphql").reply(200, { data: { createCommitOnBranch: { commit: { oid: "b" } } } });
    const files = [
      { path: "box.md", text: "hello\n" },
      { path: "gone.md", text: null },
    ];
    await github.memory.commit(KEY, { expectedHead: "a", message: "Write", files });
    // `printf 'hello\n' | git hash-object --stdin`
    const known = { path: "box.md", id: "ce013625030ba8dba906f756967f9e9ca394464a" };
    const other = { path: "other.md", id: "1".repeat(40) };
    api
      .get(`${REPO}/git/blobs/${other.id}`)
      .reply(200, { content: `${Buffer.from("é".repeat(50)).toString("base64")}\n`, encoding: "base64" });
    const expected = new Map([
      ["box.md", "hello\n"],
      ["other.md", "é".repeat(50)],
    ]);
    expect(await github.memory.read(KEY, [known, other])).toEqual(expected);
    expect(await github.memory.read(KEY, [known, other])).toEqual(expected);
  });

  it("never answers one repository from what another holds", async () => {
    const { api, github } = scriptedGithub();
    const file = { path: "x", id: "1".repeat(40) };
    api.get(`${REPO}/git/blobs/${file.id}`).reply(200, { content: "eA==", encoding: "base64" });
    await github.memory.read(KEY, [file]);
    api.get(`/repos/octo/other/git/blobs/${file.id}`).reply(404, {});
    await expect(github.memory.read({ ...KEY, name: "other" }, [file])).rejects.toMatchObject({
      kind: "terminal",
    });
  });

  it("asks GitHub Actions to leave its commits alone", async () => {
    const { api, github } = scriptedGithub();
    const messages: unknown[] = [];
    api
      .post("/graphql", (body) => {
        messages.push(body.variables.input.message);
        return true;
      })
      .times(2)
      .reply(200, { data: { createCommitOnBranch: { commit: { oid: "b" } } } });
    for (const message of ["Write", "Write\n\nTrailer: x"]) {
      await github.memory.commit(KEY, { expectedHead: "a", message, files: [] });
    }
    expect(messages).toEqual([
      { headline: "Write", body: "\nskip-checks: true" },
      { headline: "Write", body: "Trailer: x\n\n\nskip-checks: true" },
    ]);
  });

  it("begins the branch with a commit that has no parent, and never takes over one that exists", async () => {
    const { api, github } = scriptedGithub();
    const entry = { path: "box.md", mode: "100644", type: "blob", content: "x" };
    const attempt = () => {
      api.post(`${REPO}/git/trees`, { tree: [entry] }).reply(201, { sha: "t" });
      api
        .post(`${REPO}/git/commits`, { message: "Begin\n\n\nskip-checks: true", tree: "t", parents: [] })
        .reply(201, { sha: "c" });
      const files = [{ path: "box.md", text: "x" }];
      return github.memory.commit(KEY, { expectedHead: "absent", message: "Begin", files });
    };
    const creation = { ref: "refs/heads/memory/autoloop", sha: "c" };
    api.post(`${REPO}/git/refs`, creation).reply(201, {});
    expect(await attempt()).toMatchObject({ head: "c" });
    api.post(`${REPO}/git/refs`, creation).reply(422, {});
    api
      .get(`${REPO}/git/matching-refs/heads%2Fmemory%2Fautoloop`)
      .query(true)
      .reply(200, [{ ref: "refs/heads/memory/autoloop", object: { sha: "d" } }]);
    await expect(attempt()).rejects.toBeInstanceOf(Conflict);
  });
});

// The front's GraphQL: what the app asks in one look, and commits that compare and swap.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMIT } from "../../src/github/git/mutations.ts";
import { COMMENTS, LOOK, PULLS } from "../../src/github/read/queries.ts";
import { branchWith, headOf, startWorld, type World } from "./world.ts";

interface GraphqlError {
  readonly type?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

interface Reply<T> {
  readonly data: T;
  readonly errors?: readonly GraphqlError[];
}

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world.close());

async function ask<T = { repository: Record<string, unknown> | null }>(
  query: string,
  variables: object,
): Promise<Reply<T>> {
  const answer = await world.app<Reply<T>>("POST", "/graphql", { query, variables });
  expect(answer.status).toBe(200);
  return answer.body;
}

function lookAt(issue: number, branch: string) {
  return {
    ...{ owner: "acme", repo: "carton", issue, named: true, branch, branchRef: `refs/heads/${branch}` },
    ...{
      defaultBranch: "main",
      ...{ filed: false, directory: "HEAD:", bare: "HEAD:" },
      journal: `${branch}:src`,
      state: `${branch}:README.md`,
      results: `${branch}:nothing`,
    },
    ...{ registry: "memory/autoloop:registry.json", config: "main:.github/autoloop.yml", comments: 100 },
  };
}

async function commit(branch: string, expectedHeadOid: string, fileChanges?: object): Promise<Reply<object>> {
  const target = { repositoryNameWithOwner: "acme/carton", branchName: branch };
  const message = { headline: "better", body: "Autoloop-Run: 1" };
  return ask(COMMIT, {
    input: { branch: target, expectedHeadOid, message, ...(fileChanges && { fileChanges }) },
  });
}

const base64 = (content: string): string => Buffer.from(content).toString("base64");

async function openIssue(title: string, labels: readonly string[] = []): Promise<number> {
  const made = await world.maintainer<{ number: number }>("POST", `${world.base}/issues`, {
    title,
    body: "words",
    labels,
  });
  return made.body.number;
}

describe("the look", () => {
  it("serves every field that the app asks for", async () => {
    const issue = await openIssue("whole", ["autoloop-program"]);
    const head = await branchWith(world, "autoloop/whole", { "src/new.mjs": "export {};\n" });
    await world.maintainer("POST", `${world.base}/issues/${issue}/comments`, { body: "a comment" });
    const pull = { title: "t", body: "b", head: "autoloop/whole", base: "main", draft: true };
    await world.app("POST", `${world.base}/pulls`, pull);
    await world.sandbox.settled();
    const { data, errors } = await ask<{ viewer: object; repository: Record<string, unknown> }>(
      LOOK,
      lookAt(issue, "autoloop/whole"),
    );
    expect(errors).toBeUndefined();
    expect(data.viewer).toEqual({ login: "autoloop[bot]" });
    expect(data.repository).toMatchObject({
      defaultBranchRef: { name: "main", target: { oid: await headOf(world, "main") } },
      memory: null,
      registry: null,
      config: { oid: expect.stringMatching(/^[0-9a-f]{40}$/) },
      journal: {
        entries: [
          { name: "carton.mjs", type: "blob" },
          { name: "new.mjs", type: "blob" },
        ],
      },
      results: null,
      issue: {
        title: "whole",
        state: "OPEN",
        author: { __typename: "User", login: "maintainer" },
        labels: { nodes: [{ name: "autoloop-program" }] },
        timelineItems: { nodes: [{ actor: { login: "maintainer" }, label: { name: "autoloop-program" } }] },
        comments: {
          totalCount: 1,
          nodes: [{ body: "a comment", viewerDidAuthor: false, lastEditedAt: null }],
        },
      },
      branch: {
        compare: { aheadBy: 0, behindBy: 1 },
        target: {
          oid: head,
          history: { nodes: [{ oid: head }, { message: "A carton for one litre" }] },
          status: null,
          checkSuites: {
            nodes: [
              {
                app: { slug: "github-actions" },
                checkRuns: { nodes: [{ name: "ci / test", status: "COMPLETED", conclusion: "SUCCESS" }] },
              },
            ],
          },
        },
      },
      pullRequests: { nodes: [{ state: "OPEN", isDraft: true, headRefOid: head, viewerDidAuthor: true }] },
    });
    expect(
      (await ask(PULLS, { owner: "acme", repo: "carton", branch: "autoloop/whole" })).errors,
    ).toBeUndefined();
  });

  it("tells a missing issue from missing branches and files", async () => {
    const { data, errors } = await ask(LOOK, lookAt(9_999, "autoloop/nowhere"));
    expect(data.repository).toMatchObject({
      issue: null,
      branch: null,
      journal: null,
      pullRequests: { nodes: [] },
    });
    expect(errors).toMatchObject([{ type: "NOT_FOUND", path: ["repository", "issue"] }]);
  });

  it("does not take a pull request for an issue", async () => {
    await branchWith(world, "autoloop/pull", { "a.txt": "a" });
    const pull = { title: "t", head: "autoloop/pull", base: "main" };
    const { body } = await world.app<{ number: number }>("POST", `${world.base}/pulls`, pull);
    const { errors } = await ask(LOOK, lookAt(body.number, "autoloop/pull"));
    expect(errors).toMatchObject([{ type: "NOT_FOUND" }]);
  });

  it("answers NOT_FOUND for a repository that is not there", async () => {
    const { data, errors } = await ask(LOOK, { ...lookAt(1, "x"), repo: "elsewhere" });
    expect(data.repository).toBeNull();
    expect(errors).toMatchObject([{ type: "NOT_FOUND", path: ["repository"] }]);
  });

  it("counts commits on the default branch that the branch lacks", async () => {
    const before = await branchWith(world, "autoloop/behind");
    const input = { message: "m", content: base64("new"), branch: "main" };
    await world.maintainer("PUT", `${world.base}/contents/later.txt`, input);
    const { data } = await ask(LOOK, lookAt(1, "autoloop/behind"));
    expect(data.repository).toMatchObject({
      branch: { compare: { aheadBy: 1, behindBy: 0 }, target: { oid: before } },
    });
  });
});

describe("comments", () => {
  it("come newest change first, with who edited them and whose 👀 they have", async () => {
    const issue = await openIssue("comments");
    const path = `${world.base}/issues/${issue}/comments`;
    const first = await world.app<{ id: number }>("POST", path, { body: "first" });
    await world.maintainer("POST", path, { body: "second" });
    const comment = `${world.base}/issues/comments/${first.body.id}`;
    await world.maintainer("PATCH", comment, { body: "first, corrected" });
    await world.app("POST", `${comment}/reactions`, { content: "eyes" });
    const { data } = await ask(LOOK, lookAt(issue, "main"));
    const eyes = expect.arrayContaining([{ content: "EYES", viewerHasReacted: true }]);
    expect(data.repository).toMatchObject({
      issue: {
        comments: {
          nodes: [
            {
              body: "first, corrected",
              author: { __typename: "Bot", login: "autoloop" },
              editor: { login: "maintainer" },
              lastEditedAt: expect.stringMatching(/:\d\dZ$/),
              viewerDidAuthor: true,
              reactionGroups: eyes,
            },
            { body: "second", editor: null, lastEditedAt: null, viewerDidAuthor: false },
          ],
        },
      },
    });
  });

  it("are paged oldest first", async () => {
    const issue = await openIssue("pages");
    for (let n = 1; n <= 101; n++) {
      await world.maintainer("POST", `${world.base}/issues/${issue}/comments`, { body: `number ${n}` });
    }
    interface Comments {
      repository: {
        issueOrPullRequest: {
          comments: { nodes: { body: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        };
      };
    }
    const key = { owner: "acme", repo: "carton", issue };
    const first = (await ask<Comments>(COMMENTS, key)).data.repository.issueOrPullRequest.comments;
    const after = first.pageInfo.endCursor;
    const second = (await ask<Comments>(COMMENTS, { ...key, after })).data.repository.issueOrPullRequest
      .comments;
    expect([first.nodes.length, first.nodes[0]?.body, first.pageInfo.hasNextPage]).toEqual([
      100,
      "number 1",
      true,
    ]);
    expect([second.nodes.map(({ body }) => body), second.pageInfo.hasNextPage]).toEqual([
      ["number 101"],
      false,
    ]);
  });
});

describe("createCommitOnBranch", () => {
  it("adds, changes and deletes whole files and keeps modes", async () => {
    const main = (await headOf(world, "main")) ?? "";
    const { body: tree } = await world.app<{ sha: string }>("POST", `${world.base}/git/trees`, {
      tree: [
        { path: "run.sh", mode: "100755", type: "blob", content: "old" },
        { path: "gone.txt", mode: "100644", type: "blob", content: "gone" },
      ],
    });
    const start = await world.app<{ sha: string }>("POST", `${world.base}/git/commits`, {
      ...{ message: "start", tree: tree.sha, parents: [main] },
    });
    await world.app("POST", `${world.base}/git/refs`, { ref: "refs/heads/modes", sha: start.body.sha });
    const made = await commit("modes", start.body.sha, {
      additions: [
        { path: "run.sh", contents: base64("new") },
        { path: "deep/er/file.bin", contents: Buffer.from([0, 255, 254]).toString("base64") },
      ],
      deletions: [{ path: "gone.txt" }],
    });
    expect(made.errors).toBeUndefined();
    const head = await headOf(world, "modes");
    const after = await world.app<{ tree: { path: string; mode: string; type: string }[] }>(
      "GET",
      `${world.base}/git/trees/${head}?recursive=1`,
    );
    const blobs = after.body.tree.filter(({ type }) => type === "blob").map(({ path, mode }) => [path, mode]);
    expect(blobs.sort()).toEqual([
      ["deep/er/file.bin", "100644"],
      ["run.sh", "100755"],
    ]);
    const { body } = await world.app<{ message: string; author: object; parents: { sha: string }[] }>(
      "GET",
      `${world.base}/git/commits/${head}`,
    );
    expect(body).toMatchObject({
      message: "better\n\nAutoloop-Run: 1",
      author: { email: expect.stringContaining("autoloop[bot]") },
      parents: [{ sha: start.body.sha }],
    });
  });

  it("refuses a head that has moved", async () => {
    const head = await branchWith(world, "moved", { "a.txt": "a" });
    const main = (await headOf(world, "main")) ?? "";
    expect((await commit("moved", main)).errors).toMatchObject([
      { type: "STALE_DATA", message: expect.stringContaining("Expected branch to point to") },
    ]);
    expect(await headOf(world, "moved")).toBe(head);
  });

  it("lets one of two commits on the same head win", async () => {
    const head = await branchWith(world, "race");
    const change = (text: string) => ({ additions: [{ path: "race.txt", contents: base64(text) }] });
    const replies = await Promise.all(["a", "b", "c"].map((text) => commit("race", head, change(text))));
    expect(replies.map(({ errors }) => errors?.[0]?.type).sort()).toEqual([
      "STALE_DATA",
      "STALE_DATA",
      undefined,
    ]);
  });

  it("answers NOT_FOUND for a branch that is not there", async () => {
    const main = (await headOf(world, "main")) ?? "";
    expect((await commit("nowhere", main)).errors).toMatchObject([{ type: "NOT_FOUND" }]);
  });

  it("refuses to delete what is not there", async () => {
    const head = await branchWith(world, "missing");
    const { errors } = await commit("missing", head, { deletions: [{ path: "no.txt" }] });
    expect(errors).toMatchObject([{ type: "UNPROCESSABLE" }]);
  });
});

describe("a document", () => {
  it("that the schema refuses is an error with status 200", async () => {
    const { data, errors } = await ask("{ nothing }", {});
    expect(data).toBeUndefined();
    expect(errors?.[0]?.message).toContain("nothing");
  });

  it("with a field that the sandbox does not serve says so", async () => {
    const { errors } = await ask('{ repository(owner: "acme", name: "carton") { stargazerCount } }', {});
    expect(errors?.[0]?.message).toBe("The sandbox does not serve Repository.stargazerCount.");
  });
});

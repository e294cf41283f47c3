import { afterEach, describe, expect, it } from "vitest";
import { Dormant, Retryable, Terminal } from "../../../src/domain/errors.ts";
import { commentReply, issueReply, lookReply, pullReply } from "../../support/github-http/graphql-replies.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";
import { answering, page } from "../../support/github-http/scripted-look.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

const run = (name: string, status: string, conclusion: string | null) => ({ name, status, conclusion });
const suite = (slug: string | null, status: string, nodes: readonly object[], hasNextPage = false) => ({
  ...{ status, app: slug === null ? null : { slug } },
  checkRuns: { pageInfo: { hasNextPage }, nodes },
});
const head = (change: object) => ({
  compare: { aheadBy: 4, behindBy: 3 },
  target: { oid: "abc", history: { nodes: [] }, status: null, checkSuites: null, ...change },
});
describe("look", () => {
  it("reads the branch's side of the comparison the right way round", async () => {
    const { look } = answering(lookReply({ branch: head({}) }));
    expect((await look()).branch).toMatchObject({ ahead: 3, behind: 4 });
  });

  it("gives apps the login they have everywhere else, and tells ghosts", async () => {
    const { look } = answering(
      lookReply({
        issue: issueReply({
          author: null,
          editor: { __typename: "Bot", login: "autoloop" },
          lastEditedAt: "2026-01-02T00:00:00Z",
          comments: {
            totalCount: 2,
            nodes: [
              commentReply(2, { author: { __typename: "Mannequin", login: "imported" } }),
              commentReply(1, { author: { __typename: "Bot", login: "dependabot" } }),
            ],
          },
        }),
      }),
    );
    const { issue, comments } = await look();
    expect(issue).toMatchObject({
      author: null,
      edited: { login: "autoloop[bot]", at: "2026-01-02T00:00:00Z" },
    });
    expect(comments.map(({ author }) => author)).toEqual([
      { login: "dependabot[bot]", type: "Bot" },
      { login: "imported", type: "Other" },
    ]);
  });

  it.each([null, "", "none", 0])("takes no comment without an id: %j", async (fullDatabaseId) => {
    const comments = { totalCount: 1, nodes: [commentReply(1, { fullDatabaseId })] };
    const { look } = answering(lookReply({ issue: issueReply({ comments }) }));
    await expect(look()).rejects.toBeInstanceOf(Retryable);
  });

  it.each([{}, { repository: null }])("takes an answer without the repository for none: %j", async (part) => {
    const { look } = answering({ data: { viewer: { login: "autoloop[bot]" }, ...part }, errors: undefined });
    await expect(look()).rejects.toBeInstanceOf(Retryable);
  });

  it("takes a missing issue for an answer and any other error for a failure", async () => {
    const missing = { type: "NOT_FOUND", path: ["repository", "issue"], message: "?" };
    const data = lookReply({ issue: null });
    const { look } = answering(
      { data, errors: [missing] },
      { data, errors: [missing, { type: "FORBIDDEN", path: ["repository", "branch"], message: "?" }] },
      {
        data: { viewer: null, repository: null },
        errors: [{ type: "NOT_FOUND", path: ["repository"], message: "?" }],
      },
      { data, errors: [{ message: "Something went wrong" }] },
    );
    expect(await look()).toMatchObject({ issue: "absent", comments: [] });
    await expect(look()).rejects.toBeInstanceOf(Terminal);
    await expect(look()).rejects.toBeInstanceOf(Dormant);
    await expect(look()).rejects.toBeInstanceOf(Retryable);
  });

  it("is at rest where the app is not installed, and of a first look at a repository that is gone", async () => {
    const { api, github } = scriptedGithub();
    api.get(REPO).reply(404, { message: "Not Found" });
    await expect(github.forge.look({ key: KEY, name: null })).rejects.toBeInstanceOf(Dormant);
    api.get(REPO).reply(403, { message: "Forbidden" });
    await expect(github.forge.look({ key: KEY, name: null })).rejects.toBeInstanceOf(Terminal);
  });

  it("looks again after the default branch was renamed, never at a wrong comparison", async () => {
    const renamed = { name: "trunk", target: { oid: "d" } };
    const { look, asked } = answering(
      lookReply({ defaultBranchRef: renamed, branch: { ...head({}), compare: null } }),
      lookReply({ defaultBranchRef: renamed, branch: head({}) }),
    );
    await expect(look()).rejects.toBeInstanceOf(Retryable);
    expect((await look()).defaultBranch).toEqual({ name: "trunk", head: "d" });
    expect(asked.map(({ variables }) => variables.defaultBranch)).toEqual(["main", "trunk"]);
  });

  it("maps checks to four states and knows its own", async () => {
    const contexts = ["SUCCESS", "PENDING", "EXPECTED", "FAILURE", "ERROR"].map((state) => ({
      context: state,
      state,
    }));
    const runs = [
      run("ok", "COMPLETED", "SUCCESS"),
      run("no", "COMPLETED", "FAILURE"),
      run("late", "COMPLETED", "TIMED_OUT"),
      run("stopped", "COMPLETED", "CANCELLED"),
      run("asks", "COMPLETED", "ACTION_REQUIRED"),
      run("skipped", "COMPLETED", "SKIPPED"),
      run("neutral", "COMPLETED", "NEUTRAL"),
    ];
    const suites = [
      suite("github-actions", "COMPLETED", runs),
      suite("autoloop", "COMPLETED", [run("mine", "COMPLETED", "SUCCESS")]),
      suite("waits", "IN_PROGRESS", [run("first job", "COMPLETED", "SUCCESS")]),
      suite("never-runs", "QUEUED", []),
      suite("github-actions", "IN_PROGRESS", [run("Autoloop propose", "COMPLETED", "SUCCESS")]),
      suite("buildkite", "COMPLETED", [run("Autoloop evaluate", "COMPLETED", "SUCCESS")]),
      suite(null, "COMPLETED", [run("whose", "QUEUED", null)]),
    ];
    const checkSuites = { pageInfo: { hasNextPage: false }, nodes: suites };
    const { look } = answering(lookReply({ branch: head({ checkSuites, status: { contexts } }) }));
    const { checks } = await look();
    expect(checks.filter(({ isCancelled }) => isCancelled).map(({ name }) => name)).toEqual(["stopped"]);
    expect(checks.map(({ name, app, state }) => `${app} ${name}: ${state}`)).toEqual([
      "github-actions ok: success",
      "github-actions no: failure",
      "github-actions late: failure",
      "github-actions stopped: failure",
      "github-actions asks: failure",
      "github-actions skipped: neutral",
      "github-actions neutral: neutral",
      "autoloop mine: success",
      "waits first job: success",
      "github-actions Autoloop propose: success",
      "buildkite Autoloop evaluate: success",
      "null whose: pending",
      "waits further jobs: pending",
      "null SUCCESS: success",
      "null PENDING: pending",
      "null EXPECTED: pending",
      "null FAILURE: failure",
      "null ERROR: failure",
    ]);
    expect(checks.filter(({ own }) => own).map(({ name }) => name)).toEqual([
      "mine",
      // A job of Autoloop's own workflow says nothing about the commit that it stands on.
      "Autoloop propose",
    ]);
  });

  it("reads all check runs where the window does not hold them", async () => {
    const nodes = [suite("github-actions", "COMPLETED", [run("shown", "COMPLETED", "SUCCESS")], true)];
    const checkSuites = { pageInfo: { hasNextPage: false }, nodes };
    const { api, look } = answering(lookReply({ branch: head({ checkSuites }) }));
    const app = { slug: "github-actions" };
    api
      .get(`${REPO}/commits/abc/check-runs`)
      .query({ filter: "latest", per_page: 100, page: 1 })
      .reply(
        200,
        { check_runs: [{ name: "shown", status: "completed", conclusion: "success", app }] },
        {
          link: '<https://api.github.com/x>; rel="next"',
        },
      )
      .get(`${REPO}/commits/abc/check-runs`)
      .query({ filter: "latest", per_page: 100, page: 2 })
      .reply(200, { check_runs: [{ name: "hidden", status: "in_progress", conclusion: null, app }] });
    expect((await look()).checks).toMatchObject([
      { name: "shown", state: "success" },
      { name: "hidden", app: "github-actions", state: "pending" },
    ]);
  });

  it("finds the app's pull request behind any number of strangers' under the same name", async () => {
    const foreign = (number: number) =>
      pullReply(number, { isCrossRepository: true, viewerDidAuthor: false });
    const { look, asked } = answering(
      lookReply({ pullRequests: page([foreign(9), foreign(8)], "c1") }),
      { repository: { pullRequests: page([foreign(7)], "c2") } },
      { repository: { pullRequests: page([pullReply(2, {})]) } },
    );
    const { pulls } = await look();
    expect(pulls.map(({ number, own, sameRepository }) => [number, own, sameRepository])).toEqual([
      [9, false, false],
      [8, false, false],
      [7, false, false],
      [2, true, true],
    ]);
    expect(asked.slice(1).map(({ variables }) => variables.after)).toEqual(["c1", "c2"]);
  });

  it("asks for the memory branch by its full name and for files only of a named program", async () => {
    const { look, asked } = answering(
      lookReply({
        registry: { oid: "r" },
        journal: {
          entries: [
            { name: "000001.jsonl", oid: "j", type: "blob" },
            { name: "folder", oid: "t", type: "tree" },
          ],
        },
        state: { oid: "s" },
        results: null,
      }),
      lookReply({ registry: { oid: "r" } }),
    );
    expect((await look()).memory.files).toEqual([
      { path: "registry.json", id: "r" },
      { path: "box.md", id: "s" },
      { path: "journal/box/000001.jsonl", id: "j" },
    ]);
    expect((await look(null)).memory.files).toEqual([{ path: "registry.json", id: "r" }]);
    expect(asked[0]?.variables).toMatchObject({ named: true, state: "refs/heads/memory/autoloop:box.md" });
    expect(asked[1]?.variables).toMatchObject({ named: false });
  });
});

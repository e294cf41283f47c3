import nock from "nock";
import { afterEach, describe, expect, it } from "vitest";
import { failures } from "../../../src/github/read/failures.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

const SHA = "c".repeat(40);
const run = (id: number, name: string, slug: string, output: object = {}) => ({
  ...{ id, name, status: "completed", conclusion: "failure", app: { slug } },
  output: { title: null, summary: null, annotations_count: 0, ...output },
});
const runsAre = (api: nock.Scope, ...check_runs: readonly object[]) =>
  api
    .get(`${REPO}/commits/${SHA}/check-runs`)
    .query(true)
    .reply(200, { total_count: check_runs.length, check_runs });
const STORE = "https://results.example.com";

describe(failures, () => {
  it("gives annotations of failures and the end of a job's log, which is fetched without the app's token", async () => {
    const { api, github } = scriptedGithub();
    runsAre(
      api,
      run(5, "test", "github-actions", { title: "1 failed", annotations_count: 2 }),
      run(6, "other", "x"),
    );
    api.get(`${REPO}/check-runs/5/annotations`).reply(200, [
      { path: "src/a.ts", start_line: 3, annotation_level: "failure", message: "is wrong" },
      { path: "src/b.ts", start_line: 9, annotation_level: "warning", message: "is old" },
    ]);
    api.get(`${REPO}/actions/jobs/5/logs`).reply(302, "", { location: `${STORE}/log?sig=1` });
    nock(STORE, { badheaders: ["authorization"] })
      .get("/log?sig=1")
      .reply(200, "line one\nError: broken\n");
    expect(await github.forge.failures(KEY, SHA, ["test"])).toEqual([
      {
        name: "test",
        summary: "1 failed",
        annotations: [{ path: "src/a.ts", line: 3, message: "is wrong" }],
        log: "line one\nError: broken\n",
      },
    ]);
  });

  it("asks no other app for a log, and takes a commit status by its description", async () => {
    const { api, github } = scriptedGithub();
    runsAre(api, run(5, "circle", "circleci", { summary: "see there" }));
    api.get(`${REPO}/commits/${SHA}/status`).reply(200, {
      state: "failure",
      statuses: [{ context: "ci/jenkins", description: "2 tests failed", state: "failure" }],
    });
    const found = await github.forge.failures(KEY, SHA, ["circle", "ci/jenkins", "gone"]);
    expect(found.map(({ name, summary, log }) => [name, summary, log])).toEqual([
      ["circle", "see there", ""],
      ["ci/jenkins", "2 tests failed", ""],
      ["gone", "", ""],
    ]);
  });

  it("still names a check whose log is gone or may not be read", async () => {
    const { api, github } = scriptedGithub();
    runsAre(
      api,
      run(5, "test", "github-actions", { annotations_count: 1 }),
      run(6, "lint", "github-actions"),
    );
    api
      .get(`${REPO}/check-runs/5/annotations`)
      .reply(403, { message: "Resource not accessible by integration" });
    api.get(`${REPO}/actions/jobs/5/logs`).reply(410, { message: "Gone" });
    api.get(`${REPO}/actions/jobs/6/logs`).reply(404, { message: "Not Found" });
    const found = await github.forge.failures(KEY, SHA, ["test", "lint"]);
    expect(found).toEqual([
      { name: "test", summary: "", annotations: [], log: "" },
      { name: "lint", summary: "", annotations: [], log: "" },
    ]);
  });

  it("asks five checks at most", async () => {
    const { api, github } = scriptedGithub();
    const names = Array.from({ length: 9 }, (_, n) => `check-${n}`);
    runsAre(api, ...names.map((name, n) => run(n, name, "circleci")));
    expect((await github.forge.failures(KEY, SHA, names)).map(({ name }) => name)).toEqual(names.slice(0, 5));
  });
});

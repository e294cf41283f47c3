import nock from "nock";
import { afterEach, describe, expect, it } from "vitest";
import { Retryable, Terminal } from "../../../src/domain/errors.ts";
import { KEY, REPO, scriptedGithub, TOKEN, unasked } from "../../support/github-http/nock-github.ts";

// What GitHub documents about workflow runs and artifacts, as far as the adapter depends on it. The answers are those
// of docs.github.com ("REST API endpoints for workflows", "… workflow runs", "… artifacts"), shortened.

const WORKFLOW = `${REPO}/actions/workflows/autoloop.yml`;
const RUN = `${REPO}/actions/runs/30433642`;
const ORDER = { branch: "main", inputs: { program: "carton", nonce: "abc" } };
const SINCE = "2026-01-01T00:00:00.123Z";
/** Where GitHub sends downloads: a store of another company, with the right to read in the link. */
const STORE = "https://pipelines.actions.githubusercontent.com";

const aRun = (change: object = {}) => ({
  id: 30433642,
  name: "Autoloop",
  display_title: "autoloop carton iteration 3 abc",
  head_branch: "main",
  head_sha: "acb5820ced9479c074f688cc328bf03f341a511d",
  path: ".github/workflows/autoloop.yml@main",
  run_number: 562,
  run_attempt: 1,
  event: "workflow_dispatch",
  status: "queued",
  conclusion: null,
  workflow_id: 159038,
  created_at: "2026-01-22T19:33:08Z",
  updated_at: "2026-01-22T19:33:08Z",
  actor: { login: "autoloop[bot]" },
  ...change,
});

afterEach(() => {
  expect(unasked()).toEqual([]);
});

describe("dispatch", () => {
  const body = { ref: "refs/heads/main", inputs: ORDER.inputs };

  it("learns the run's id from a server that tells it", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${WORKFLOW}/dispatches`, { ...body, return_run_details: true }).reply(200, {
      workflow_run_id: 30433642,
      run_url: "https://api.github.com/repos/octo/carton/actions/runs/30433642",
      html_url: "https://github.com/octo/carton/actions/runs/30433642",
    });
    expect(await github.workflowRuns.dispatch(KEY, ORDER)).toEqual({ run: 30433642 });
  });

  it("knows no id where the server answers with nothing", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${WORKFLOW}/dispatches`).reply(204);
    expect(await github.workflowRuns.dispatch(KEY, ORDER)).toEqual({ run: null });
  });

  it.each([400, 422])("leaves out what an older server refuses to know (%i)", async (status) => {
    const { api, github } = scriptedGithub();
    api
      .post(`${WORKFLOW}/dispatches`, { ...body, return_run_details: true })
      .reply(status, { message: '"return_run_details" is not a permitted key.' })
      .post(`${WORKFLOW}/dispatches`, body)
      .reply(204);
    expect(await github.workflowRuns.dispatch(KEY, ORDER)).toEqual({ run: null });
  });

  it("tells a workflow that is not there", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${WORKFLOW}/dispatches`).reply(404, { message: "Not Found" });
    expect(await github.workflowRuns.dispatch(KEY, ORDER)).toEqual({
      ...{ refused: "missing", said: "Not Found" },
    });
  });

  it.each([
    ["active", "unfit"],
    ["disabled_manually", "disabled"],
    ["disabled_inactivity", "disabled"],
    ["disabled_fork", "disabled"],
  ])("tells by the state of the workflow (%s) why it took no order", async (state, refused) => {
    const { api, github } = scriptedGithub();
    api
      .post(`${WORKFLOW}/dispatches`)
      .times(2)
      .reply(422, { message: "told in words that may change" })
      .get(WORKFLOW)
      .reply(200, { id: 159038, name: "Autoloop", path: ".github/workflows/autoloop.yml", state });
    expect(await github.workflowRuns.dispatch(KEY, ORDER)).toEqual({
      ...{ refused, said: "told in words that may change" },
    });
  });

  it("does not take a lack of permission for a lack of the workflow", async () => {
    const { api, github } = scriptedGithub();
    api
      .post(`${WORKFLOW}/dispatches`)
      .reply(403, { message: "Resource not accessible by integration", documentation_url: "https://x" });
    await expect(github.workflowRuns.dispatch(KEY, ORDER)).rejects.toBeInstanceOf(Terminal);
  });

  it.each([
    ["breaks", 502],
    ["is too busy", 429],
  ])("is sent once when the server %s", async (_, status) => {
    const { api, github } = scriptedGithub();
    let sent = 0;
    api.post(`${WORKFLOW}/dispatches`).reply(() => {
      sent += 1;
      return [status, {}];
    });
    await expect(github.workflowRuns.dispatch(KEY, ORDER)).rejects.toBeInstanceOf(Retryable);
    expect(sent).toBe(1);
  });

  it("is sent once when nobody can tell whether it was heard", async () => {
    const { api, github } = scriptedGithub();
    api
      .post(`${WORKFLOW}/dispatches`)
      .replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
    await expect(github.workflowRuns.dispatch(KEY, ORDER)).rejects.toBeInstanceOf(Retryable);
  });
});

describe("find", () => {
  const page = (number: number) => ({
    event: "workflow_dispatch",
    created: ">=2026-01-01T00:00:00Z",
    per_page: 100,
    page: number,
  });
  const more = { link: '<https://api.github.com/next>; rel="next"' };
  const list = (...workflow_runs: readonly object[]) => ({
    total_count: workflow_runs.length,
    workflow_runs,
  });

  it("takes the oldest run of the nonce out of all pages", async () => {
    const { api, github } = scriptedGithub();
    const other = aRun({ id: 1, display_title: "autoloop carton iteration 3 abcd" });
    api
      .get("/app")
      .reply(200, { slug: "autoloop" })
      .get(`${WORKFLOW}/runs`)
      .query(page(1))
      .reply(200, list(aRun({ id: 9 }), other), more)
      .get(`${WORKFLOW}/runs`)
      .query(page(2))
      .reply(200, list(aRun({ id: 8, status: "in_progress" })));
    expect(await github.workflowRuns.find(KEY, "abc", SINCE)).toEqual({
      ...{ id: 8, attempt: 1, state: "running", changedAt: "2026-01-22T19:33:08Z" },
    });
  });

  it.each([{ login: "maintainer" }, { login: "another-app[bot]" }, {}, null, undefined])(
    "takes no run for ours that %j started",
    async (actor) => {
      const { api, github } = scriptedGithub();
      const theirs = aRun({ id: 1, actor, head_branch: "elsewhere" });
      api
        .get("/app")
        .reply(200, { slug: "autoloop" })
        .get(`${WORKFLOW}/runs`)
        .query(true)
        .twice()
        .reply(200, list(theirs));
      expect(await github.workflowRuns.find(KEY, "abc", SINCE)).toBeNull();
      expect(await github.workflowRuns.find(KEY, "abc", SINCE)).toBeNull();
    },
  );

  it("says nothing about whose run it is while GitHub does not say who the app is", async () => {
    const { api, github } = scriptedGithub();
    api.get(`${WORKFLOW}/runs`).query(true).twice().reply(200, list(aRun()));
    api.get("/app").reply(502, {});
    await expect(github.workflowRuns.find(KEY, "abc", SINCE)).rejects.toBeInstanceOf(Retryable);
    api.get("/app").reply(200, { slug: "autoloop" });
    expect(await github.workflowRuns.find(KEY, "abc", SINCE)).toMatchObject({ attempt: 1 });
  });

  it("finds none in a list that holds none, and none of a workflow that is not there", async () => {
    const { api, github } = scriptedGithub();
    api.get(`${WORKFLOW}/runs`).query(true).reply(200, list());
    expect(await github.workflowRuns.find(KEY, "abc", SINCE)).toBeNull();
    api.get(`${WORKFLOW}/runs`).query(true).reply(404, { message: "Not Found" });
    expect(await github.workflowRuns.find(KEY, "abc", SINCE)).toBeNull();
  });

  it.each([
    [502, Retryable],
    [403, Terminal],
  ])("does not take a list that fails with %i for one that holds none", async (status, error) => {
    const { api, github } = scriptedGithub();
    api.get(`${WORKFLOW}/runs`).query(true).reply(status, {});
    await expect(github.workflowRuns.find(KEY, "abc", SINCE)).rejects.toBeInstanceOf(error);
  });

  it("does not take a list that GitHub cut off for a complete one", async () => {
    const { api, github } = scriptedGithub();
    const others = Array.from({ length: 100 }, (_, id) => aRun({ id, display_title: "something else" }));
    for (let number = 1; number <= 10; number += 1) {
      api
        .get(`${WORKFLOW}/runs`)
        .query(page(number))
        .reply(200, list(...others), number < 10 ? more : {});
    }
    await expect(github.workflowRuns.find(KEY, "abc", SINCE)).rejects.toBeInstanceOf(Terminal);
  });

  it.each(["autoloop carton iteration 3", "abc", "autoloop carton iteration 3 x abc", "", undefined])(
    "takes no run for ours whose title is %j",
    async (display_title) => {
      const { api, github } = scriptedGithub();
      api
        .get(`${WORKFLOW}/runs`)
        .query(true)
        .reply(200, list(aRun({ display_title })));
      expect(await github.workflowRuns.find(KEY, "abc", SINCE)).toBeNull();
    },
  );
});

describe("run", () => {
  it.each([
    ["queued", null, "queued"],
    ["waiting", null, "queued"],
    ["pending", null, "queued"],
    ["requested", null, "queued"],
    ["in_progress", null, "running"],
    ["completed", "success", "succeeded"],
    ["completed", "failure", "failed"],
    ["completed", "cancelled", "cancelled"],
    ["completed", "timed_out", "timed-out"],
    ["completed", "startup_failure", "unstartable"],
    ["completed", "skipped", "other"],
    ["completed", "action_required", "other"],
    ["completed", "a word of tomorrow", "other"],
  ])("calls %s, %s: %s", async (status, conclusion, state) => {
    const { api, github } = scriptedGithub();
    api.get(RUN).reply(200, aRun({ status, conclusion, run_attempt: 2 }));
    expect(await github.workflowRuns.run(KEY, 30433642)).toMatchObject({ state, attempt: 2 });
  });

  it("tells a run that was deleted from one that cannot be read", async () => {
    const { api, github } = scriptedGithub();
    api.get(RUN).reply(404, {});
    expect(await github.workflowRuns.run(KEY, 30433642)).toBeNull();
    api.get(RUN).reply(500, {});
    await expect(github.workflowRuns.run(KEY, 30433642)).rejects.toBeInstanceOf(Retryable);
  });
});

describe("cancel", () => {
  it.each([
    ["is taken", 202],
    ["comes too late", 409],
    ["is about a run that is gone", 404],
  ])("is done when it %s", async (_, status) => {
    const { api, github } = scriptedGithub();
    api.post(`${RUN}/cancel`).reply(status, {});
    expect(await github.workflowRuns.cancel(KEY, 30433642)).toBeUndefined();
  });

  it("is not done when GitHub does not do it", async () => {
    const { api, github } = scriptedGithub();
    api.post(`${RUN}/cancel`).reply(500, {});
    await expect(github.workflowRuns.cancel(KEY, 30433642)).rejects.toBeInstanceOf(Retryable);
  });
});

describe("brokenJobs", () => {
  it("names job and step of what did not end well, in the first attempt", async () => {
    const { api, github } = scriptedGithub();
    const step = (name: string, conclusion: string | null) => ({ name, status: "completed", conclusion });
    const jobs = [
      {
        id: 399444496,
        name: "propose",
        conclusion: "failure",
        steps: [step("Set up job", "success"), step("Install", "failure"), step("Work", "skipped")],
      },
      { id: 399444497, name: "evaluate", conclusion: "skipped", steps: [] },
      { id: 399444498, name: "other", conclusion: "cancelled", steps: [] },
    ];
    api.get(`${RUN}/attempts/1/jobs`).query(true).reply(200, { total_count: 3, jobs });
    expect(await github.workflowRuns.brokenJobs(KEY, 30433642)).toEqual([
      { job: "propose", step: "Install" },
      { job: "other", step: null },
    ]);
  });
});

describe("artifacts", () => {
  it("are those of exactly this name", async () => {
    const { api, github } = scriptedGithub();
    const artifact = { id: 11, name: "autoloop-report-abc", size_in_bytes: 556, expired: false };
    api
      .get(`${RUN}/artifacts`)
      .query({ name: "autoloop-report-abc", per_page: 100, page: 1 })
      .reply(200, { total_count: 2, artifacts: [artifact, { ...artifact, id: 12, name: "other" }] });
    expect(await github.workflowRuns.artifacts(KEY, 30433642, "autoloop-report-abc")).toEqual([
      { id: 11, bytes: 556, expired: false },
    ]);
  });
});

describe("download", () => {
  const ZIP = `${REPO}/actions/artifacts/11/zip`;
  const signed =
    "/_apis/pipelines/1/runs/1/signedartifactscontent?urlSigningMethod=HMACV1&urlSignature=secret";

  /** GitHub answers with the link, and the store as a test says; what the store was asked with is noted. */
  function linked(status: number, body: string | Buffer = "") {
    const scripted = scriptedGithub();
    const asked: Record<string, string>[] = [];
    scripted.api
      .get(ZIP)
      .matchHeader("authorization", `token ${TOKEN}`)
      .reply(302, "", { location: `${STORE}${signed}` });
    nock(STORE)
      .get(signed)
      .reply(function () {
        asked.push(this.req.headers);
        return [status, body];
      });
    return {
      ...scripted,
      asked,
      get: (limit = 100) => scripted.github.workflowRuns.download(KEY, 11, limit),
    };
  }

  it("follows GitHub's link without the token", async () => {
    const { asked, get } = linked(200, Buffer.from("PK bytes"));
    expect(Buffer.from(await get()).toString()).toBe("PK bytes");
    expect(asked).toHaveLength(1);
    expect(JSON.stringify(asked)).not.toContain(TOKEN);
    expect(Object.keys(asked[0] ?? {}).map((name) => name.toLowerCase())).not.toContain("authorization");
  });

  it("reads no more than it may", async () => {
    expect(await linked(200, Buffer.alloc(101)).get(100)).toBe("too-big");
    expect(await linked(200, Buffer.alloc(100)).get(100)).toHaveLength(100);
  });

  it.each([404, 410])("says that it is gone when the store answers with %i", async (status) => {
    expect(await linked(status).get()).toBe("gone");
  });

  it.each([403, 500, 503])("may be tried again when the store answers with %i", async (status) => {
    const error = await linked(status).get().catch(String);
    expect(error).toContain("Retryable");
    expect(error).not.toContain("secret");
  });

  it.each([410, 404])("says that it is gone when GitHub answers with %i", async (status) => {
    const { api, github } = scriptedGithub();
    api.get(ZIP).reply(status, { message: "Artifact has expired" });
    expect(await github.workflowRuns.download(KEY, 11, 100)).toBe("gone");
  });

  it("takes nothing from GitHub itself that is no link", async () => {
    const { api, github } = scriptedGithub();
    api.get(ZIP).reply(200, Buffer.from("PK"), { "content-type": "application/zip" });
    await expect(github.workflowRuns.download(KEY, 11, 100)).rejects.toBeInstanceOf(Terminal);
  });
});

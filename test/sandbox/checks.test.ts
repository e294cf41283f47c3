// Check runs and suites: who may make and change them, what they show, what their buttons send.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Api } from "../../sandbox/sandbox.ts";
import { branchWith, type Delivery, startWorld, type World } from "./world.ts";

let world: World;
let ci: Api;
let head: string;

beforeAll(async () => {
  world = await startWorld({ ci: "off" });
  ci = world.sandbox.api(world.sandbox.tokens.ci);
  head = await branchWith(world, "checked", { "a.txt": "a" });
});

afterAll(() => world.close());

interface Shown {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly app: { readonly slug: string };
  readonly check_suite: { readonly id: number };
}

const post = (api: Api, body: object, sha = head) =>
  api<Shown & { message?: string }>("POST", `${world.base}/check-runs`, { head_sha: sha, ...body });
const patch = (api: Api, id: number, body: object) =>
  api<Shown>("PATCH", `${world.base}/check-runs/${id}`, body);
const button = (identifier: string, label = "Run now") => ({
  identifier,
  label,
  description: "Begin at once",
});
const of = (action: string, id: number) => (one: Delivery) =>
  one.event === "check_run" && one.action === action && (one.payload.check_run as Shown).id === id;

describe("a check run", () => {
  it("belongs to the app that made it, which alone may change it", async () => {
    const made = await post(world.app, { name: "Autoloop / carton", status: "in_progress" });
    expect(made).toMatchObject({
      status: 201,
      body: { status: "in_progress", conclusion: null, app: { id: 4242, slug: "autoloop" } },
    });
    expect((await patch(ci, made.body.id, { conclusion: "failure" })).status).toBe(403);
    expect((await patch(world.maintainer, made.body.id, { conclusion: "failure" })).status).toBe(403);
    const done = await patch(world.app, made.body.id, { conclusion: "neutral" });
    expect(done.body).toMatchObject({ status: "completed", conclusion: "neutral" });
    expect((await patch(world.app, 999_999, { status: "queued" })).status).toBe(404);
  });

  it("needs a commit that is there and the permission to write checks", async () => {
    const nowhere = await post(world.app, { name: "x" }, "0".repeat(40));
    expect([nowhere.status, nowhere.body.message]).toEqual([
      422,
      `No commit found for SHA: ${"0".repeat(40)}`,
    ]);
    const weak = await startWorld({ ci: "off", permissions: { checks: "read", contents: "write" } });
    const sha = await branchWith(weak, "weak", { "a.txt": "a" });
    const refused = await weak.app("POST", `${weak.base}/check-runs`, { name: "x", head_sha: sha });
    await weak.close();
    expect(refused).toMatchObject({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
  });

  it("is listed with the newest of each name, or with all", async () => {
    const sha = await branchWith(world, "listed", { "b.txt": "b" });
    const first = await post(ci, { name: "lint", conclusion: "failure" }, sha);
    const second = await post(ci, { name: "lint", conclusion: "success" }, sha);
    const own = await post(world.app, { name: "lint" }, sha);
    const ids = async (query: string) => {
      const path = `${world.base}/commits/listed/check-runs?${query}`;
      return (await world.app<{ check_runs: Shown[] }>("GET", path)).body.check_runs.map(({ id }) => id);
    };
    expect(await ids("")).toEqual([own.body.id, second.body.id]);
    expect(await ids("filter=all")).toEqual([own.body.id, second.body.id, first.body.id]);
    expect(await ids("app_id=15368&status=completed")).toEqual([second.body.id]);
    expect(await ids("per_page=1&page=2")).toEqual([second.body.id]);
  });
});

describe("output", () => {
  it("keeps the annotations of every update, with all that was said", async () => {
    const one = { path: "a.txt", start_line: 1, end_line: 2, annotation_level: "failure", message: "wrong" };
    const many = Array.from({ length: 50 }, (_, n) => ({ ...one, message: `wrong ${n}` }));
    const output = { title: "t", summary: "s" };
    const detailed = { ...one, title: "Wrong", raw_details: "stack" };
    const made = await post(world.app, { name: "notes", output: { ...output, annotations: [detailed] } });
    const updated = await patch(world.app, made.body.id, { output: { ...output, annotations: many } });
    expect(updated.body).toMatchObject({ output: { title: "t", annotations_count: 51 } });
    const path = `${world.base}/check-runs/${made.body.id}/annotations`;
    const all = await world.app<unknown[]>("GET", `${path}?per_page=100`);
    expect(all.body).toHaveLength(51);
    expect(all.body[0]).toEqual({
      ...{ ...detailed, start_column: null, end_column: null },
      blob_href: `${world.sandbox.url}/acme/carton/blob/${head}/a.txt`,
    });
    expect((await world.app<unknown[]>("GET", path)).body).toHaveLength(30);
  });

  it("has GitHub's limits", async () => {
    const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "notice", message: "m" };
    const statuses = await Promise.all(
      [
        { output: { title: "t", summary: "x".repeat(65_535) } },
        { output: { title: "t", summary: "x".repeat(65_536) } },
        { output: { title: "t", summary: "s", annotations: Array(51).fill(annotation) } },
        { actions: ["a", "b", "c", "d"].map((id) => button(id)) },
        { actions: [button("a", "x".repeat(21))] },
        { actions: [{ identifier: "a", label: "no description" }] },
      ].map(async (body) => (await post(world.app, { name: "limits", ...body })).status),
    );
    expect(statuses).toEqual([201, 422, 422, 422, 422, 422]);
  });
});

describe("a button", () => {
  it("tells the app which one was pressed, on what and by whom", async () => {
    const { body } = await post(world.app, {
      name: "buttons",
      actions: [button("run-now"), button("pause")],
    });
    await world.sandbox.press(body.id, "pause", "stranger");
    expect((await world.hooks.first(of("requested_action", body.id))).payload).toMatchObject({
      requested_action: { identifier: "pause" },
      check_run: { id: body.id, name: "buttons", head_sha: head, app: { slug: "autoloop" } },
      repository: { full_name: "acme/carton" },
      sender: { login: "stranger" },
      installation: { id: world.sandbox.installation },
    });
  });

  it("stays until an update says otherwise", async () => {
    const { body } = await post(world.app, { name: "buttons", actions: [button("run-now")] });
    await patch(world.app, body.id, { conclusion: "success" });
    await world.sandbox.press(body.id, "run-now", "maintainer");
    await patch(world.app, body.id, { actions: [button("resume")] });
    await expect(world.sandbox.press(body.id, "run-now", "maintainer")).rejects.toThrow(
      "has no button run-now",
    );
  });
});

describe("a suite", () => {
  it("is one for each app and commit, and ends with its last run", async () => {
    const sha = await branchWith(world, "suites", { "s.txt": "s" });
    const [one, two] = [await post(ci, { name: "one" }, sha), await post(ci, { name: "two" }, sha)];
    const own = await post(world.app, { name: "own", conclusion: "success" }, sha);
    expect(two.body.check_suite).toEqual(one.body.check_suite);
    expect(own.body.check_suite).not.toEqual(one.body.check_suite);
    const suite = `${world.base}/check-suites/${one.body.check_suite.id}`;
    const now = async () => (await world.app("GET", suite)).body;
    expect(await now()).toMatchObject({ status: "queued", conclusion: null });
    await patch(ci, one.body.id, { conclusion: "failure" });
    expect(await now()).toMatchObject({ status: "in_progress", conclusion: null });
    await patch(ci, two.body.id, { conclusion: "success" });
    expect(await now()).toMatchObject({ status: "completed", conclusion: "failure", head_sha: sha });
    const { payload } = await world.hooks.first(
      ({ event, payload }) =>
        event === "check_suite" && (payload.check_suite as Shown).id === one.body.check_suite.id,
    );
    expect(payload).toMatchObject({
      action: "completed",
      check_suite: { conclusion: "failure", head_sha: sha, app: { slug: "github-actions" } },
    });
    const all = await world.app("GET", `${world.base}/commits/${sha}/check-suites`);
    expect(all.body).toMatchObject({ total_count: 2 });
  });

  it("shows in one look what failed and where", async () => {
    const sha = await branchWith(world, "looked", { "l.txt": "l" });
    const annotations = [
      { path: "l.txt", start_line: 3, end_line: 3, annotation_level: "failure", message: "expected 2" },
    ];
    const output = { title: "1 failed", summary: "of 3", annotations };
    await post(ci, { name: "test", conclusion: "failure", output }, sha);
    const query = `query Red($expression: String!) {
      repository(owner: "acme", name: "carton") { object(expression: $expression) { ... on Commit {
        checkSuites(first: 5) { nodes {
          app { slug databaseId } status conclusion workflowRun { databaseId }
          checkRuns(first: 5, filterBy: { checkType: LATEST }) { nodes {
            databaseId name conclusion title summary detailsUrl
            annotations(first: 5) { nodes {
              path message annotationLevel location { start { line } end { line } }
            } }
          } }
        } }
      } } }
    }`;
    const answer = await world.app("POST", "/graphql", { query, variables: { expression: sha } });
    expect(answer.body).toMatchObject({
      data: {
        repository: {
          object: {
            checkSuites: {
              nodes: [
                {
                  ...{ app: { slug: "github-actions", databaseId: 15_368 }, workflowRun: null },
                  ...{ status: "COMPLETED", conclusion: "FAILURE" },
                  checkRuns: {
                    nodes: [
                      {
                        ...{ name: "test", conclusion: "FAILURE", title: "1 failed", summary: "of 3" },
                        annotations: {
                          nodes: [
                            {
                              ...{ path: "l.txt", message: "expected 2", annotationLevel: "FAILURE" },
                              location: { start: { line: 3 }, end: { line: 3 } },
                            },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        },
      },
    });
    expect(answer.body).not.toHaveProperty("errors");
  });
});

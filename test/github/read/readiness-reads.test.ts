import { afterEach, describe, expect, it } from "vitest";
import { Retryable, Terminal } from "../../../src/domain/errors.ts";
import type { GraphqlBody } from "../../support/github-http/graphql-replies.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";
import { FakeClock } from "../../support/loop/fake-clock.ts";

// What GitHub answers an app whose owner granted more, or less, than the local GitHub of the contract suite shows.

const RULES = `${REPO}/rules/branches/memory%2Fautoloop?per_page=100&page=1`;
const BRANCH_RULES = `${REPO}/rules/branches/autoloop%2Fprogram?per_page=100&page=1`;
const REFUSED = { message: "Resource not accessible by integration", status: "403" };

afterEach(() => {
  expect(unasked()).toEqual([]);
});

const BARE = {
  ...{ isArchived: false, isPrivate: true, hasIssuesEnabled: true, memory: null, label: null },
  programs: { nodes: [] },
  ...{ config: null, workflow: null, form: null, runner: null },
  defaultBranchRef: { name: "main", target: { oid: "d", status: null, checkSuites: null } },
};

/** GitHub's documented example of an installation. */
function anInstallation(permissions: Readonly<Record<string, string>>) {
  return {
    ...{ id: 7, app_id: 1, target_type: "Organization", suspended_at: null },
    account: { login: "octo", type: "Organization" },
    repository_selection: "selected",
    html_url: "https://github.com/organizations/octo/settings/installations/7",
    permissions: { checks: "read", contents: "write", metadata: "read", ...permissions },
  };
}

function scripted(permissions: Readonly<Record<string, string>>, repository: object = {}) {
  const clock = new FakeClock();
  const { api, github } = scriptedGithub(clock);
  const sent: GraphqlBody[] = [];
  api.get("/app/installations/7").reply(200, anInstallation(permissions));
  api
    .post("/graphql", (body: GraphqlBody) => {
      sent.push(body);
      return true;
    })
    .reply(200, {
      data: {
        viewer: { login: "autoloop[bot]" },
        repository: { ...BARE, ...repository },
      },
    });
  return { api, clock, github, sent };
}

describe("installation", () => {
  it("is what its owner granted, asked for once a minute for all repositories of the owner", async () => {
    const clock = new FakeClock();
    const { api, github } = scriptedGithub(clock);
    api.get("/app/installations/7").reply(200, anInstallation({ issues: "write" }));
    const first = await github.forge.access(KEY);
    expect(first).toEqual({
      selection: "selected",
      granted: new Map(
        Object.entries({ checks: "read", contents: "write", metadata: "read", issues: "write" }),
      ),
      url: "https://github.com/organizations/octo/settings/installations/7",
    });
    await clock.advance(59_000);
    expect(await github.forge.access({ ...KEY, name: "other" })).toEqual(first);
    await clock.advance(1_000);
    api.get("/app/installations/7").reply(200, anInstallation({ issues: "read" }));
    expect((await github.forge.access(KEY)).granted.get("issues")).toBe("read");
  });

  it("that cannot be read is a failure and is not remembered", async () => {
    const { api, github } = scriptedGithub();
    api.get("/app/installations/7").reply(502, {});
    await expect(github.forge.access(KEY)).rejects.toBeInstanceOf(Retryable);
    api.get("/app/installations/7").reply(404, {});
    await expect(github.forge.access(KEY)).rejects.toBeInstanceOf(Terminal);
  });
});

describe("find", () => {
  it("names the installation that sees a repository", async () => {
    const { api, github } = scriptedGithub();
    api.get(`${REPO}/installation`).reply(200, anInstallation({}));
    expect(await github.forge.find("octo", "carton")).toEqual({
      ...{ account: "7", owner: "octo", name: "carton" },
    });
  });

  it("tells one without the app from one that cannot be asked about", async () => {
    const { api, github } = scriptedGithub();
    api.get(`${REPO}/installation`).reply(404, { message: "Not Found" });
    expect(await github.forge.find("octo", "carton")).toBe("absent");
    api.get(`${REPO}/installation`).reply(500, {});
    await expect(github.forge.find("octo", "carton")).rejects.toBeInstanceOf(Retryable);
  });
});

describe("readiness", () => {
  it("does not ask for what the app has no permission to see", async () => {
    const { api, github } = scripted({});
    api.get(RULES).reply(200, []);
    api.get(BRANCH_RULES).reply(200, []);
    expect(await github.forge.readiness(KEY)).toEqual({
      ...{
        defaultBranch: { name: "main" },
        takesIssues: true,
        isPrivate: true,
        checks: [],
        form: false,
        label: false,
      },
      ...{ config: "absent", workflow: "absent", memory: { exists: false, rules: [] } },
      ...{ branchRules: [], runnerFiles: [], server: null },
      ...{ secrets: "unknown", actions: "unknown" },
    });
  });

  it("shows everything in one query, and what extra permissions allow", async () => {
    const suite = {
      ...{ status: "COMPLETED", app: { slug: "github-actions" } },
      checkRuns: {
        pageInfo: { hasNextPage: false },
        nodes: [{ name: "test", status: "COMPLETED", conclusion: "SUCCESS" }],
      },
    };
    const { api, github, sent } = scripted(
      { secrets: "read", administration: "read" },
      {
        defaultBranchRef: {
          name: "trunk",
          target: {
            oid: "d",
            status: { contexts: [{ context: "ci/x", state: "FAILURE" }] },
            checkSuites: { pageInfo: { hasNextPage: false }, nodes: [suite] },
          },
        },
        ...{ memory: { refUpdateRule: null }, label: { name: "autoloop-program" } },
        ...{ config: { oid: "c" }, workflow: { oid: "w" }, form: { oid: "f" } },
        runner: { entries: [{ name: "runner.mjs" }, { name: "tuner.mjs" }] },
      },
    );
    // GitHub's documented examples, shortened.
    api.get(RULES).reply(200, [
      { type: "deletion", ruleset_source_type: "Organization", ruleset_source: "octo", ruleset_id: 42 },
      {
        type: "pull_request",
        ruleset_source_type: "Repository",
        ruleset_source: "octo/carton",
        ruleset_id: 73,
      },
    ]);
    api.get(BRANCH_RULES).reply(200, [{ type: "required_signatures", ruleset_id: 73 }]);
    const page = "?per_page=100&page=1";
    api.get(`${REPO}/actions/secrets${page}`).reply(200, { total_count: 1, secrets: [{ name: "GH_TOKEN" }] });
    api
      .get(`${REPO}/actions/organization-secrets${page}`)
      .reply(200, { total_count: 1, secrets: [{ name: "GIST_ID" }] });
    api.get(`${REPO}/actions/permissions`).reply(200, { enabled: false });
    const seen = await github.forge.readiness(KEY);
    expect(seen).toMatchObject({
      ...{ defaultBranch: { name: "trunk" }, form: true, label: true, actions: false },
      config: { path: ".github/autoloop.yml", id: "c" },
      workflow: { path: ".github/workflows/autoloop.yml", id: "w" },
      memory: { exists: true, rules: ["deletion", "pull_request"] },
      ...{ branchRules: ["required_signatures"], runnerFiles: ["runner.mjs", "tuner.mjs"] },
      checks: [
        { name: "test", app: "github-actions", state: "success", own: false },
        { name: "ci/x", app: null, state: "failure", own: false },
      ],
    });
    expect(seen.secrets).toEqual(new Set(["GH_TOKEN", "GIST_ID"]));
    expect(sent).toHaveLength(1);
    expect(sent[0]?.variables).toMatchObject({
      form: "HEAD:.github/ISSUE_TEMPLATE/autoloop-program.yml",
      runner: "HEAD:.github/autoloop",
    });
  });

  it("shows classic protection of both branches beside the rules, each once, and where rules are refused", async () => {
    const free = {
      ...{ viewerCanPush: true, requiredApprovingReviewCount: null, requiredStatusCheckContexts: [] },
      ...{ requiresSignatures: false, requiresLinearHistory: false },
    };
    const strict = {
      ...{ viewerCanPush: false, requiredApprovingReviewCount: 0, requiredStatusCheckContexts: ["test"] },
      ...{ requiresSignatures: true, requiresLinearHistory: true },
    };
    const all = [
      ...["update", "pull_request", "required_status_checks", "required_signatures"],
      "required_linear_history",
    ];
    const seenWith = async (refUpdateRule: object | null, rules: number) => {
      const branch = { refUpdateRule };
      const { api, github } = scripted({}, { memory: branch, programs: { nodes: [branch] } });
      const answer = rules === 200 ? [{ type: "pull_request" }] : REFUSED;
      api.get(RULES).reply(rules, answer);
      api.get(BRANCH_RULES).reply(rules, answer);
      const { memory, branchRules } = await github.forge.readiness(KEY);
      expect(memory.exists).toBe(true);
      expect(branchRules).toEqual(memory.rules);
      return branchRules;
    };
    expect(await seenWith(strict, 403)).toEqual(all);
    expect((await seenWith(strict, 200)).toString().split(",").toSorted()).toEqual(all.toSorted());
    for (const rule of [free, null]) {
      expect(await seenWith(rule, 403)).toBe("unknown");
      expect(await seenWith(rule, 200)).toEqual(["pull_request"]);
    }
  });

  it.each([
    [200, { installed_version: "3.17.2" }, "3.17.2"],
    [200, { installed_version: "<b>" }, "unknown"],
    [200, { verifiable_password_authentication: true }, "unknown"],
    [404, { message: "Not Found" }, "unknown"],
  ])("tells which server it is (%i %j)", async (status, meta, server) => {
    const { api, github } = scriptedGithub();
    const url = "https://github.example.com/organizations/octo/settings/installations/7";
    api.get("/app/installations/7").reply(200, { ...anInstallation({}), html_url: url });
    api.post("/graphql").reply(200, { data: { viewer: { login: "x" }, repository: BARE } });
    api.get(RULES).reply(200, []);
    api.get(BRANCH_RULES).reply(200, []);
    api.get("/meta").reply(status, meta);
    expect((await github.forge.readiness(KEY)).server).toBe(server);
  });

  it.each([403, 404])("calls unknown what GitHub refuses with %d", async (status) => {
    const { api, github } = scripted({ secrets: "read", administration: "read" });
    api.get(RULES).reply(status, { message: "Upgrade to GitHub Pro or make this repository public" });
    api.get(BRANCH_RULES).reply(status, REFUSED);
    api.get(`${REPO}/actions/secrets?per_page=100&page=1`).reply(status, REFUSED);
    api.get(`${REPO}/actions/permissions`).reply(status, REFUSED);
    expect(await github.forge.readiness(KEY)).toMatchObject({
      ...{ secrets: "unknown", actions: "unknown", memory: { rules: "unknown" } },
      branchRules: "unknown",
    });
  });

  it("takes a broken answer for a failure, never for unknown", async () => {
    const { api, github } = scripted({});
    api.get(RULES).reply(500, {});
    await expect(github.forge.readiness(KEY)).rejects.toBeInstanceOf(Retryable);
  });

  it("takes a limit on requests for a failure, although it comes as 403, too", async () => {
    const { api, github } = scripted({});
    api.get(RULES).reply(403, { message: "slow down" }, { "retry-after": "30" });
    await expect(github.forge.readiness(KEY)).rejects.toMatchObject({ kind: "retryable", afterMs: 30_000 });
  });

  it.each([
    [{ isArchived: true }, false],
    [{ hasIssuesEnabled: false }, false],
    [{ defaultBranchRef: null }, true],
  ])("of a repository with %j takes issues: %s", async (repository, takesIssues) => {
    const { api, github } = scripted({}, repository);
    api.get(RULES).reply(200, []);
    api.get(BRANCH_RULES).reply(200, []);
    expect((await github.forge.readiness(KEY)).takesIssues).toBe(takesIssues);
  });
});

describe("createLabel", () => {
  const LABELS = `${REPO}/labels`;
  const invalid = {
    message: "Validation Failed",
    errors: [{ resource: "Label", code: "already_exists", field: "name" }],
  };

  it("leaves one that is there as it is", async () => {
    const { api, github } = scriptedGithub();
    api.post(LABELS).reply(422, invalid);
    api.get(`${LABELS}/autoloop-program`).reply(200, { name: "autoloop-program", color: "ffffff" });
    await github.forge.createLabel(KEY, "autoloop-program");
  });

  it("says so when it is refused", async () => {
    const { api, github } = scriptedGithub();
    api.post(LABELS).reply(422, invalid);
    api.get(`${LABELS}/autoloop-program`).reply(404, {});
    await expect(github.forge.createLabel(KEY, "autoloop-program")).rejects.toBeInstanceOf(Terminal);
    api.post(LABELS).reply(403, REFUSED);
    await expect(github.forge.createLabel(KEY, "autoloop-program")).rejects.toBeInstanceOf(Terminal);
    api.post(LABELS).reply(409, {});
    api.get(`${LABELS}/autoloop-program`).reply(404, {});
    await expect(github.forge.createLabel(KEY, "autoloop-program")).rejects.toBeInstanceOf(Terminal);
    api.post(LABELS).reply(409, {});
    api.get(`${LABELS}/autoloop-program`).reply(200, { name: "autoloop-program", color: "ffffff" });
    await github.forge.createLabel(KEY, "autoloop-program");
  });
});

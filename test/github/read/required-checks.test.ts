import { afterEach, describe, expect, it } from "vitest";
import { Retryable } from "../../../src/domain/errors.ts";
import { requiredChecks } from "../../../src/github/read/required-checks.ts";
import { KEY, REPO, scriptedGithub, unasked } from "../../support/github-http/nock-github.ts";

afterEach(() => {
  expect(unasked()).toEqual([]);
});

const BRANCH = `${REPO}/branches/main`;
const RULES = `${REPO}/rules/branches/main`;
const protectedBy = (contexts: readonly string[]) => ({
  name: "main",
  protected: true,
  protection: {
    enabled: true,
    required_status_checks: { enforcement_level: "everyone", contexts, checks: [] },
  },
});
const rule = (...contexts: readonly string[]) => ({
  type: "required_status_checks",
  ruleset_source_type: "Repository",
  ruleset_source: "octo/carton",
  ruleset_id: 21,
  parameters: {
    required_status_checks: contexts.map((context) => ({ context, integration_id: 15368 })),
    strict_required_status_checks_policy: true,
  },
});

describe(requiredChecks, () => {
  it("knows classic protection and rulesets, each name once", async () => {
    const { api, github } = scriptedGithub();
    api.get(BRANCH).reply(200, protectedBy(["test", "lint"]));
    api
      .get(RULES)
      .query(true)
      .reply(200, [{ type: "deletion", ruleset_id: 42 }, rule("test", "build"), rule("docs")]);
    expect(await github.forge.requiredChecks(KEY, "main")).toEqual(["test", "lint", "build", "docs"]);
  });

  it("is empty where nothing is asked for, or where there is no such branch", async () => {
    const { api, github } = scriptedGithub();
    api.get(BRANCH).reply(200, { name: "main", protected: false });
    api.get(RULES).query(true).reply(200, []);
    expect(await github.forge.requiredChecks(KEY, "main")).toEqual([]);
    api.get(BRANCH).reply(404, { message: "Not Found" });
    api.get(RULES).query(true).reply(404, { message: "Not Found" });
    expect(await github.forge.requiredChecks(KEY, "main")).toEqual([]);
  });

  const REFUSED = { message: "Resource not accessible by integration" };

  it.each([
    ["the rules of a protected branch are refused", { name: "main", protected: true }],
    ["the rules of a branch that says nothing are refused", { name: "main" }],
  ])("is unknown where %s", async (_, branch) => {
    const { api, github } = scriptedGithub();
    api.get(BRANCH).reply(200, branch);
    api.get(RULES).query(true).reply(403, REFUSED);
    expect(await github.forge.requiredChecks(KEY, "main")).toBe("unknown");
  });

  it("is unknown where the branch is refused, or is not there and its rules are refused", async () => {
    const { api, github } = scriptedGithub();
    api.get(BRANCH).reply(403, REFUSED);
    api
      .get(RULES)
      .query(true)
      .reply(200, [rule("test")]);
    expect(await github.forge.requiredChecks(KEY, "main")).toBe("unknown");
    api.get(BRANCH).reply(404, { message: "Not Found" });
    api.get(RULES).query(true).reply(403, REFUSED);
    expect(await github.forge.requiredChecks(KEY, "main")).toBe("unknown");
  });

  it("believes a branch that nothing protects where its rules are refused", async () => {
    const { api, github } = scriptedGithub();
    api.get(BRANCH).reply(200, { name: "main", protected: false });
    api.get(RULES).query(true).reply(403, REFUSED);
    expect(await github.forge.requiredChecks(KEY, "main")).toEqual([]);
  });

  it("asks with the tag of the last answer", async () => {
    const { api, github } = scriptedGithub();
    api.get(BRANCH).reply(200, protectedBy(["test"]), { etag: '"1"' });
    api.get(RULES).query(true).reply(200, [], { etag: '"2"' });
    expect(await github.forge.requiredChecks(KEY, "main")).toEqual(["test"]);
    api.get(BRANCH).matchHeader("if-none-match", '"1"').reply(304);
    api.get(RULES).query(true).matchHeader("if-none-match", '"2"').reply(304);
    expect(await github.forge.requiredChecks(KEY, "main")).toEqual(["test"]);
  });

  it("is not guessed when the host does not answer", async () => {
    const { api, github } = scriptedGithub();
    api.get(BRANCH).reply(502);
    await expect(github.forge.requiredChecks(KEY, "main")).rejects.toBeInstanceOf(Retryable);
  });
});

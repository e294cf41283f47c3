// What branches require: who may read it in full, and what everybody sees of it.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { headOf, startWorld, type World } from "./world.ts";

const CHECKS = [
  { context: "ci / test", app: "github-actions" },
  { context: "deploy", app: null },
];
const RULE = { checks: CHECKS, strict: true };

let world: World;

beforeEach(async () => {
  world = await startWorld({ ci: "off", people: { boss: "admin" } });
});

afterEach(() => world.close());

const status = "branches/main/protection/required_status_checks";
const get = (path: string, api = world.app) => api("GET", `${world.base}/${path}`);

describe("a branch protection rule", () => {
  it("is read in full by administrators and by apps with that permission only", async () => {
    world.sandbox.protect("branch-protection", "main", RULE);
    const boss = world.sandbox.api(String(world.sandbox.tokens.boss));
    expect((await get(status, boss)).body).toMatchObject({
      strict: true,
      contexts: ["ci / test", "deploy"],
      checks: [
        { context: "ci / test", app_id: 15_368 },
        { context: "deploy", app_id: null },
      ],
    });
    expect((await get(status, world.maintainer)).status).toBe(404);
    expect(await get(status)).toMatchObject({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
  });

  it("is told from one that is not there where it may be read", async () => {
    const other = await startWorld({ ci: "off", permissions: { administration: "read", contents: "write" } });
    const ask = () => other.app("GET", `${other.base}/${status}`);
    const before = await ask();
    other.sandbox.protect("branch-protection", "main", RULE);
    const after = await ask();
    await other.close();
    expect([before.status, before.body, after.status]).toEqual([
      404,
      expect.objectContaining({ message: "Branch not protected" }),
      200,
    ]);
  });

  it("shows its contexts to everybody who may read the branch", async () => {
    const branch = async () => (await get("branches/main")).body;
    expect(await branch()).toMatchObject({
      ...{ name: "main", commit: { sha: await headOf(world, "main") }, protected: false },
      protection: { enabled: false, required_status_checks: { enforcement_level: "off", contexts: [] } },
    });
    world.sandbox.protect("branch-protection", "main", RULE);
    expect(await branch()).toMatchObject({
      protected: true,
      protection: {
        enabled: true,
        required_status_checks: { enforcement_level: "non_admins", contexts: ["ci / test", "deploy"] },
      },
    });
  });

  it("is in GraphQL the same: the whole for administrators, contexts for everybody", async () => {
    world.sandbox.protect("branch-protection", "main", RULE);
    const ask = async (fields: string, api = world.app) => {
      const query = `{ repository(owner: "acme", name: "carton") { ref(qualifiedName: "refs/heads/main") { ${fields} } } }`;
      return (await api<{ data: unknown; errors?: { type: string }[] }>("POST", "/graphql", { query })).body;
    };
    const whole =
      "branchProtectionRule { requiredStatusCheckContexts requiredStatusChecks { context app { slug } } }";
    const boss = world.sandbox.api(String(world.sandbox.tokens.boss));
    expect(await ask(whole, boss)).toEqual({
      data: {
        repository: {
          ref: {
            branchProtectionRule: {
              requiredStatusCheckContexts: ["ci / test", "deploy"],
              requiredStatusChecks: [
                { context: "ci / test", app: { slug: "github-actions" } },
                { context: "deploy", app: null },
              ],
            },
          },
        },
      },
    });
    expect(await ask(whole)).toMatchObject({
      data: { repository: { ref: { branchProtectionRule: null } } },
      errors: [{ type: "FORBIDDEN", path: ["repository", "ref", "branchProtectionRule"] }],
    });
    expect(await ask("refUpdateRule { requiredStatusCheckContexts }")).toEqual({
      data: {
        repository: { ref: { refUpdateRule: { requiredStatusCheckContexts: ["ci / test", "deploy"] } } },
      },
    });
  });
});

describe("a ruleset", () => {
  it("is read by everybody, for each branch", async () => {
    expect((await get("rules/branches/main")).body).toEqual([]);
    world.sandbox.protect("ruleset", "main", RULE);
    expect((await get("rules/branches/main")).body).toEqual([
      {
        ...{ type: "required_status_checks", ruleset_source_type: "Repository" },
        ...{ ruleset_source: "acme/carton", ruleset_id: 1 },
        parameters: {
          strict_required_status_checks_policy: true,
          required_status_checks: [{ context: "ci / test", integration_id: 15_368 }, { context: "deploy" }],
        },
      },
    ]);
    expect((await get("rules/branches/other")).body).toEqual([]);
    expect((await get(status)).status).toBe(403);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  type AgentHere,
  type AppAccess,
  type CheckName,
  isReady,
  PERMISSIONS,
  type ReadinessView,
} from "../../../src/domain/repository/readiness.ts";
import type { CheckView } from "../../../src/domain/repository/view.ts";
import { canLook, readiness, type Seen, type Wanted } from "../../../src/plan/repository/readiness-checks.ts";
import { SOME_WORKFLOW } from "../../support/github/fake-readiness.ts";
import { LINKS, WEB_URL } from "../../support/github/links.ts";

const FILE = { path: ".github/workflows/autoloop.yml", id: "1" };
const WANTED: Wanted = {
  executor: "actions",
  isolation: "elsewhere",
  agent: "claude",
  agentHere: null,
  ci: "required",
  links: LINKS,
};

const granting = (granted: Readonly<Record<string, string>>): AppAccess => ({
  selection: "selected",
  granted: new Map(Object.entries(granted)),
  url: "https://github.com/settings/installations/1",
});
const ALL = granting(Object.fromEntries(PERMISSIONS.map(({ name, access }) => [name, access])));
const without = (name: string) =>
  granting(Object.fromEntries([...ALL.granted].filter(([one]) => one !== name)));

const aCheck = (name: string, state: CheckView["state"], change: Partial<CheckView> = {}): CheckView => ({
  ...{ name, state, app: "github-actions", own: false },
  ...change,
});

const READY: ReadinessView = {
  defaultBranch: { name: "main" },
  takesIssues: true,
  isPrivate: false,
  checks: [aCheck("test", "success")],
  config: "absent",
  workflow: FILE,
  form: true,
  label: true,
  memory: { exists: true, rules: [] },
  ...{ branchRules: [], runnerFiles: ["runner.mjs", "other.txt"], server: null },
  secrets: new Set(["AGENT_TOKEN"]),
  actions: true,
};

interface Deviation {
  readonly view?: Partial<ReadinessView>;
  readonly wanted?: Partial<Wanted>;
  readonly installation?: AppAccess;
  readonly workflow?: Seen["workflow"];
  readonly installed?: string;
}

function checks({ view, wanted, installation = ALL, workflow = SOME_WORKFLOW, installed }: Deviation = {}) {
  return readiness(
    installation,
    { ...WANTED, ...wanted },
    { view: { ...READY, ...view }, workflow, installed: installed ?? SOME_WORKFLOW.text },
  );
}

function one(name: CheckName, deviation: Deviation = {}) {
  const found = checks(deviation).find((check) => check.name === name);
  if (found === undefined) throw new Error(`no check ${name}`);
  return found;
}

describe(readiness, () => {
  it("says of a private repository that it may have no drafts, and waits for nothing because of it", () => {
    const view = { isPrivate: true };
    expect(one("drafts", { view })).toMatchObject({
      state: "not needed",
      text: expect.stringContaining("ordinary one"),
    });
    expect(isReady(checks({ view }))).toBe(true);
    expect(checks().some(({ name }) => name === "drafts")).toBe(false);
  });

  it("finds a repository ready in which nothing is left to do", () => {
    expect(checks().map(({ name, state }) => [name, state])).toEqual([
      ["permissions", "ready"],
      ["label", "ready"],
      ["ci", "ready"],
      ["memory", "ready"],
      ["branches", "ready"],
      ["workflow", "ready"],
      ["actions", "ready"],
      ["secret", "ready"],
    ]);
    expect(isReady(checks())).toBe(true);
    expect(checks().filter(({ link }) => link !== null)).toEqual([]);
  });

  it("says of nothing that is not settled only what is wrong: each tells what to do", () => {
    const empty: Partial<ReadinessView> = {
      ...{ defaultBranch: "absent", checks: [], label: false, workflow: "absent" },
      ...{ secrets: "unknown", actions: "unknown", memory: { exists: false, rules: ["update"] } },
      branchRules: ["update"],
    };
    const found = checks({ view: empty, installed: "absent", installation: without("actions") });
    expect(found.filter(({ state }) => state === "ready" || state === "not needed")).toEqual([]);
    for (const { text } of found) expect(text).toMatch(/: |make sure|push a first commit/);
  });

  it("asks for nothing of GitHub Actions where runs happen elsewhere", () => {
    const local = checks({
      wanted: { executor: "local" },
      view: { workflow: "absent", secrets: new Set(), actions: false },
      installation: without("actions"),
    });
    expect(local.map(({ state }) => state)).toEqual([
      ...["ready", "ready", "ready", "ready", "ready"],
      ...["not needed", "not needed", "not needed"],
    ]);
  });
});

describe("permissions", () => {
  it("are those that app.yml asks for", () => {
    const text = readFileSync(new URL("../../../app.yml", import.meta.url), "utf8");
    const { default_permissions: asked } = parse(text) as { default_permissions: Record<string, string> };
    const known = new Map<string, string>(PERMISSIONS.map(({ name, access }) => [name, access]));
    expect(Object.entries(asked).filter(([name, access]) => known.get(name) !== access)).toEqual([]);
    const always = PERMISSIONS.filter(({ executor }) => executor === undefined).map(({ name }) => name);
    expect(Object.keys(asked)).toEqual(expect.arrayContaining(always));
  });

  it("are named when they are not granted, or not far enough", () => {
    const few = granting({ ...Object.fromEntries(ALL.granted), contents: "read" });
    const { state, text, link } = one("permissions", { installation: few });
    expect(state).toBe("missing");
    expect(text).toContain("`contents: write`");
    expect(text).not.toContain("issues");
    expect(link?.url).toBe("https://github.com/settings/installations/1");
  });

  it("may go further than what is needed", () => {
    const more = granting({ ...Object.fromEntries(ALL.granted), issues: "admin", checks: "write" });
    expect(one("permissions", { installation: more }).state).toBe("ready");
  });

  it("are all there is to say where the app may not even look", () => {
    expect(canLook(ALL)).toBe(true);
    expect(canLook(without("actions"))).toBe(true);
    for (const name of ["contents", "issues", "checks", "statuses"]) {
      expect(canLook(without(name))).toBe(false);
      const found = readiness(without(name), WANTED, null);
      expect(found.map((check) => [check.name, check.state])).toEqual([["permissions", "missing"]]);
    }
  });
});

describe("CI", () => {
  const ci = (...all: readonly CheckView[]) => one("ci", { view: { checks: all } });

  it.each([
    ["some succeeded", "ready", [aCheck("a", "success"), aCheck("b", "pending"), aCheck("c", "neutral")]],
    ["all still run", "unknown", [aCheck("a", "pending")]],
    ["one failed", "missing", [aCheck("a", "success"), aCheck("b", "failure")]],
    ["there is none", "missing", []],
    ["only skipped ones", "missing", [aCheck("a", "neutral")]],
    ["only the app's own", "missing", [aCheck("a", "success", { own: true })]],
    ["a commit status", "ready", [aCheck("ci/x", "success", { app: null })]],
  ] as const)("where %s is %s", (_, state, all) => {
    expect(ci(...all).state).toBe(state);
  });

  it("names what failed, each once and not too many", () => {
    const { text } = ci(...["a", "a", "b", "c", "d", "e", "f", "g"].map((name) => aCheck(name, "failure")));
    expect(text).toContain("`a`, `b`, `c`, `d`, `e` and 2 more");
  });

  it("says how to set it up, and how to do without", () => {
    const { text, link } = ci();
    expect(text).toContain("`autoloop/**`");
    expect(text).toContain("`ci: none`");
    expect(link?.url).toBe(`${WEB_URL}/actions/new`);
  });

  it("is not needed where nobody asks for it, whatever it says", () => {
    const view = { checks: [aCheck("a", "failure")] };
    expect(one("ci", { wanted: { ci: "none" }, view }).state).toBe("not needed");
  });
});

describe("the memory branch", () => {
  const memory = (exists: boolean, rules: readonly string[] | "unknown") =>
    one("memory", { view: { memory: { exists, rules } } });

  it.each([
    [true, [], "ready"],
    [false, [], "ready"],
    [false, "unknown", "ready"],
    [true, ["deletion", "non_fast_forward", "required_linear_history"], "ready"],
    [true, ["creation"], "ready"],
    [false, ["creation"], "unknown"],
    [true, ["pull_request", "pull_request"], "unknown"],
    [true, ["some_rule_of_tomorrow"], "unknown"],
  ] as const)("exists: %s, with rules %j, is %s", (exists, rules, state) => {
    expect(memory(exists, rules).state).toBe(state);
  });

  it("names the rules that may be in the way, each once", () => {
    const { text, link } = memory(true, ["deletion", "pull_request", "pull_request"]);
    expect(text).toContain("(`pull_request`)");
    expect(link?.url).toBe(`${WEB_URL}/rules`);
  });
});

describe("the branches of programs", () => {
  const found = (branchRules: ReadinessView["branchRules"]) =>
    checks({ view: { branchRules } }).filter(({ name }) => name === "branches");

  it.each([
    [[], "ready"],
    [["deletion"], "ready"],
    // Harmless to the memory branch alone: these are put back and merged into.
    [["non_fast_forward"], "unknown"],
    [["deletion", "required_linear_history"], "unknown"],
  ] as const)("with rules %j are %s", (rules, state) => {
    expect(found(rules).map((check) => check.state)).toEqual([state]);
  });

  it("are not spoken of where their rules cannot be seen", () => {
    expect(found("unknown")).toEqual([]);
  });

  it("names the rules that may be in the way, each once", () => {
    const [check] = found(["update", "pull_request", "update"]);
    expect(check?.text).toContain("(`update`, `pull_request`)");
    expect(check?.text).toContain("`autoloop/**`");
    expect(check?.link?.url).toBe(`${WEB_URL}/rules`);
  });
});

describe("what runs on GitHub Actions need", () => {
  it("is the runner beside the workflow, too", () => {
    const { state, text } = one("workflow", { view: { runnerFiles: ["other.txt"] } });
    expect(state).toBe("missing");
    expect(text).toContain("starts `.github/autoloop/runner.mjs`, which is not on the default branch");
    expect(text).toContain("run `node autoloop.mjs workflow --agent claude` in a clone of this repository");
  });

  it("is the workflow of this version, which a command writes with its runner", () => {
    for (const installed of ["absent", "# version 1\n"]) {
      const { state, text, link } = one("workflow", { installed });
      expect([state, link]).toEqual(["missing", null]);
      expect(text).toContain("run `node autoloop.mjs workflow --agent claude` in a clone of this repository");
    }
  });

  it("is a workflow that people added to", () => {
    expect(one("workflow", { installed: `${SOME_WORKFLOW.text}# mine\n` }).state).toBe("ready");
  });

  it("cannot be told for an agent that nobody here knows", () => {
    const found = checks({ workflow: null, wanted: { agent: "x`y" } });
    expect(found.find(({ name }) => name === "workflow")).toMatchObject({
      state: "unknown",
      text: expect.stringContaining("`x'y`"),
    });
    expect(found.find(({ name }) => name === "secret")?.state).toBe("not needed");
  });

  it.each([
    [true, [], "ready"],
    [false, [aCheck("test", "success")], "missing"],
    ["unknown", [aCheck("test", "success")], "ready"],
    ["unknown", [aCheck("test", "success", { app: "buildkite" })], "unknown"],
  ] as const)("is Actions switched on: %s, seen at work: %j", (actions, all, state) => {
    expect(one("actions", { view: { actions, checks: all } }).state).toBe(state);
  });

  it.each([
    ["unknown", "unknown", `${WEB_URL}/settings/secrets/actions`],
    [new Set(["OTHER"]), "missing", `${WEB_URL}/settings/secrets/actions/new`],
    [new Set(["AGENT_KEY"]), "ready", undefined],
  ] as const)("is one of the agent's secrets", (secrets, state, url) => {
    const found = one("secret", { view: { secrets } });
    expect([found.state, found.link?.url]).toEqual([state, url]);
    if (state !== "ready") expect(found.text).toContain("`AGENT_KEY` or `AGENT_TOKEN`");
  });
});

describe("the agent on the machine of its operator", () => {
  const here = { command: "claude", isThere: true, isPaid: true, keys: ["A_KEY", "B_KEY"] };
  const found = (change: Partial<AgentHere>, agent = "claude") =>
    checks({ wanted: { executor: "local", agent, agentHere: { ...here, ...change } } })
      .filter(({ name }) => name === "agent" || name === "key")
      .map(({ state, text }) => [state, text]);

  it("is ready with its command and a key", () => {
    expect(found({}).map(([state]) => state)).toEqual(["ready", "ready"]);
    expect(checks({ wanted: { executor: "local" } }).some(({ name }) => name === "agent")).toBe(false);
  });

  it("misses its command, and the sentence says how to install it", () => {
    const [[state, text] = []] = found({ isThere: false });
    expect(state).toBe("missing");
    expect(text).toMatch(
      /^The command `claude` is not on `PATH` where Autoloop runs: .* \(`npm install --global @anth/,
    );
    const [[, mine] = []] = found({ isThere: false }, "mine");
    expect(mine).toContain("installs it there, or chooses");
    const [[, line] = []] = found({ isThere: false, command: null }, "command");
    expect(line).toContain("sets `AUTOLOOP_AGENT_COMMAND`");
  });

  it("misses a key, or needs none", () => {
    const [, [state, text] = []] = found({ isPaid: false });
    expect(state).toBe("missing");
    expect(text).toContain("sets `A_KEY` or `B_KEY` there and names it in `AUTOLOOP_AGENT_ENV`");
    expect(found({ keys: [] })[1]?.[0]).toBe("not needed");
  });
});

describe("the check of isolation", () => {
  const found = (isolation: Wanted["isolation"]) =>
    checks({ wanted: { executor: "local", isolation } })
      .filter(({ name }) => name === "isolation")
      .map(({ state, text }) => [state, text.slice(0, 58)]);

  it("fails where the machine cannot, and only there", () => {
    expect(found("isolated")).toEqual([
      ["ready", "Agents and evaluations are isolated from the rest of the m"],
    ]);
    expect(found("failed")).toEqual([
      ["missing", "Agents and evaluations are not isolated from the machine t"],
    ]);
    expect(found("none")).toEqual([
      ["not needed", "Agents and evaluations are not isolated from the machine t"],
    ]);
    expect(found("elsewhere")).toEqual([]);
  });
});

describe("the server", () => {
  it("is named where it is somebody's own, and not held for anything where its version is not known", () => {
    expect(checks().map(({ name }) => name)).not.toContain("server");
    expect(checks({ view: { server: "unknown" } }).map(({ name }) => name)).not.toContain("server");
    expect(one("server", { view: { server: "3.17.2" } })).toMatchObject({
      state: "ready",
      text: "This is GitHub Enterprise Server `3.17.2`; docs/ghes.md says what works otherwise there.",
    });
    for (const server of ["3.13.9", "3.20.0", "3.1", "4"])
      expect(one("server", { view: { server } }).state).toBe("unknown");
    expect(one("server", { view: { server: "3.20.0" } }).text).toMatch(
      /held against the descriptions of 3\.14 to 3\.19 only/,
    );
  });
});

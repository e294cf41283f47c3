import { describe, expect, it } from "vitest";
import { parseRepoConfig } from "../../../src/text/settings/repo-config.ts";

const nothing = {
  executor: null,
  agent: null,
  concurrency: null,
  schedule: null,
  protectedPaths: [],
  ci: null,
  ciAttempts: null,
  ciApps: null,
  unapprovedEdits: null,
  dispatchesPerDay: null,
  ...{ budget: null, assumedUsd: null, assumedTokens: null },
  iterationComments: null,
  unprotected: [],
};

describe("parseRepoConfig", () => {
  it("reads every key", () => {
    const text =
      'executor: local\nagent: claude\nconcurrency: 3\nschedule: every 2h\nprotected-paths:\n  - infra/**\n  - LICENSE\nci: none\nci-attempts: 3\nci-apps: [github-actions, status]\nunapproved-edits: continue\ndispatches-per-day: 24\niteration-comments: 40\nunprotect: [package.json, "**/.travis.yml"]\nbudget: {usd_per_day: 20, tokens-per-day: 5000000}\nassumed-usd-per-iteration: 0.5\nassumed-tokens-per-iteration: 200000\n';
    expect(parseRepoConfig(text)).toEqual({
      config: {
        executor: "local",
        agent: "claude",
        concurrency: 3,
        schedule: { kind: "interval", ms: 7_200_000 },
        protectedPaths: ["infra/**", "LICENSE"],
        ci: "none",
        ciAttempts: 3,
        ciApps: ["github-actions", "status"],
        unapprovedEdits: "continue",
        dispatchesPerDay: 24,
        iterationComments: 40,
        budget: { usdPerDay: 20, tokensPerDay: 5_000_000 },
        ...{ assumedUsd: 0.5, assumedTokens: 200_000 },
        unprotected: ["package.json", "**/.travis.yml"],
      },
      problems: [],
    });
  });

  it("does not look into a file of more than 4 KB", () => {
    const { problems } = parseRepoConfig("# x\n".repeat(1_025));
    expect(problems).toEqual([
      {
        key: ".github/autoloop.yml",
        value: "4100 characters",
        allowed: "at most 4096 bytes",
        line: 1,
        message: "is too long",
      },
    ]);
  });

  it("says nothing for an empty file", () => {
    expect(parseRepoConfig("")).toEqual({ config: nothing, problems: [] });
    expect(parseRepoConfig("\ufeff# later\r\n")).toEqual({ config: nothing, problems: [] });
  });

  it.each([
    ["concurrency: 0", "concurrency"],
    ["concurrency: 11", "concurrency"],
    ["concurrency: two", "concurrency"],
    ["executor: [local]", "executor"],
    ["agent: 'a b'", "agent"],
    ["schedule: every 0m", "schedule"],
    ["protected-paths: infra/**", "protected-paths"],
    ["protected-paths: [../x]", "protected-paths"],
    ["protected-paths: ['src/[!a].ts']", "protected-paths"],
    ["protected-paths: ['@(a|b)/**']", "protected-paths"],
    ["protected-paths: ['src/{1..3}.ts']", "protected-paths"],
    ["unprotect: package.json", "unprotect"],
    ["unprotect: ['**']", "unprotect"],
    ["unprotect: [package.json, .github/workflows/ci.yml]", "unprotect"],
    ["unprotect: [AGENTS.md]", "unprotect"],
    ["unprotect: ['package.[jt]son']", "unprotect"],
    ["unprotect: [1]", "unprotect"],
    ["unprotected: [package.json]", "unprotected"],
    ["ci: maybe", "ci"],
    ["unapproved-edits: maybe", "unapproved-edits"],
    ["dispatches-per-day: 0", "dispatches-per-day"],
    ["dispatches-per-day: 101", "dispatches-per-day"],
    ["iteration-comments: 3", "iteration-comments"],
    ["iteration-comments: 2001", "iteration-comments"],
    ["colour: blue", "colour"],
    ["__proto__: {ci: none}", "__proto__"],
    ["- a", ".github/autoloop.yml"],
    ["a: [[[", ".github/autoloop.yml"],
    ["ci: none\nci: required", ".github/autoloop.yml"],
  ])("holds %j to be a problem", (text, key) => {
    expect(parseRepoConfig(text).problems).toMatchObject([{ key }]);
  });

  it("keeps what is right beside what is wrong, protected paths above all", () => {
    const { config, problems } = parseRepoConfig(
      "ci: none\nconcurrency: 99\nprotected-paths: [infra/**, ../x]\n",
    );
    expect(config).toEqual({ ...nothing, ci: "none", protectedPaths: ["infra/**"] });
    expect(problems.map(({ key, line }) => [key, line])).toEqual([
      ["concurrency", 2],
      ["protected-paths", 3],
    ]);
  });
});

describe("parseRepoConfig: what the repository opens", () => {
  it("says what can never be opened, and opens none of it", () => {
    const { config, problems } = parseRepoConfig("unprotect: [package.json, .claude/settings.json]\n");
    expect(config.unprotected).toEqual(["package.json"]);
    expect(problems).toMatchObject([
      { key: "unprotect", allowed: expect.stringMatching(/nothing of `\.github`, of git, of agents/) },
    ]);
  });
});

describe("parseRepoConfig: what CI is asked for", () => {
  const problem = (text: string) => {
    const { config, problems } = parseRepoConfig(text);
    expect(config).toEqual(nothing);
    return problems;
  };

  it.each(["0", "6", "many", "1.5"])("refuses ci-attempts: %s", (value) => {
    expect(problem(`ci-attempts: ${value}\n`)).toMatchObject([
      { key: "ci-attempts", allowed: expect.stringMatching(/^a whole number from 1 .* to 5$/) },
    ]);
  });

  it.each(["[]", "github-actions", "[1]", "['a b']", `[${"a, ".repeat(20)}a]`])(
    "refuses ci-apps: %s",
    (value) => {
      expect(problem(`ci-apps: ${value}\n`)).toMatchObject([
        { key: "ci-apps", allowed: expect.stringMatching(/^a list of app names/) },
      ]);
    },
  );

  it("refuses another word for ci, in the words of a program's setting", () => {
    expect(problem("ci: sometimes\n")).toMatchObject([{ key: "ci", allowed: "`required` or `none`" }]);
  });
});

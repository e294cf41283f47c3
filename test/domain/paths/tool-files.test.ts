import { describe, expect, it } from "vitest";
import { compileGlob } from "../../../src/domain/paths/glob.ts";
import { isProtected } from "../../../src/domain/paths/paths.ts";
import { isLeaving } from "../../../src/domain/paths/tool-files.ts";
import { mayBeUnprotected } from "../../../src/domain/paths/unprotect.ts";

describe("isProtected", () => {
  it.each([
    ...[
      "Jenkinsfile",
      "ci/Jenkinsfile.release",
      "azure-pipelines.yml",
      "x/bitbucket-pipelines.yml",
      "appveyor.yml",
    ],
    ...[
      "x/.drone.yml",
      "x/.cirrus.yml",
      "x/.circleci/config.yml",
      "x/.buildkite/a.sh",
      "x/.gitlab-ci.yml",
      ".travis.yml",
    ],
    ...[
      "docs/AGENTS.md",
      "CLAUDE.local.md",
      "x/CLAUDE.local.md",
      "GEMINI.md",
      "x/.mcp.json",
      "x/.cursorrules",
    ],
    ...[
      "opencode.json",
      "x/.claude/settings.json",
      "x/.cursor/rules/a.md",
      "x/.envrc",
      "x/.env",
      "x/.husky/pre-commit",
    ],
    ...["packages/a/.eslintrc.json", "x/.vscode/settings.json", "x/.cargo/config.toml", "x/.aider.conf.yml"],
  ])("keeps %s", (path) => {
    expect(isProtected(path, "own")).toBe(true);
    expect(isProtected(path.toUpperCase(), "own")).toBe(true);
  });

  it.each(["src/jenkins.ts", "docs/agents.ts", "src/env.ts", "src/.gitignore", "claude.ts"])(
    "lets %s change",
    (path) => {
      expect(isProtected(path, "own")).toBe(false);
    },
  );
});

describe("isProtected where the repository opens files", () => {
  const opened = (path: string, ...globs: readonly string[]) =>
    !isProtected(
      path,
      "own",
      globs.flatMap((glob) => compileGlob(glob) ?? []),
    );

  it.each([
    ["package.json", "package.json"],
    ["packages/a/package.json", "**/package.json"],
    [".travis.yml", ".travis.yml"],
    ["ci/Jenkinsfile", "ci"],
    [".circleci/config.yml", ".circleci/"],
    ["x/Cargo.toml", "x/*.toml"],
  ])("lets %s change by %s", (path, glob) => {
    expect(opened(path)).toBe(false);
    expect(opened(path, "src/**", glob)).toBe(true);
  });

  it.each([
    ...[".github/workflows/ci.yml", ".github/CODEOWNERS", "x/.github/a.yml", "CODEOWNERS", "action.yml"],
    ...[".autoloop/programs/own.md", ".autoloop/programs/own/program.md", ".gitmodules", ".gitattributes"],
    ...["AGENTS.md", "x/CLAUDE.md", ".claude/settings.json", ".mcp.json", ".cursorrules", ".husky/pre-push"],
  ])("never lets %s change", (path) => {
    expect(opened(path, path, "**", "*", ".*/**", `**/${path}`)).toBe(false);
    expect(opened(path.toUpperCase(), path.toUpperCase(), "**")).toBe(false);
  });

  it("opens no other spelling", () => {
    expect(opened("Package.json", "package.json")).toBe(false);
  });
});

describe("mayBeUnprotected", () => {
  it.each([
    "package.json",
    "**/package.json",
    ".travis.yml",
    ".circleci/**",
    "x/Jenkinsfile",
    "packages/*/go.mod",
  ])("takes %s", (glob) => {
    expect(mayBeUnprotected(glob)).toBe(true);
  });

  it.each([
    ...[
      "**",
      "*",
      ".*/**",
      "*.md",
      "**/*.md",
      "*/workflows/**",
      "**/*.yml",
      ".github",
      ".github/",
      ".github/**",
    ],
    ...[".github/dependabot.yml", ".GitHub/workflows/*.yml", "{package.json,.github/x.yml}", "CODEOWNERS"],
    ...["AGENTS.md", "claude.md", ".claude/**", ".cursor/rules/a.md", ".aider.conf.yml", "**/.mcp.json"],
    ...[".gitattributes", ".gitmodules", ".git/config", ".husky/pre-commit", ".autoloop/programs/a.md"],
    ...["../x", "/etc", "!package.json", "{a,b}".repeat(7)],
  ])("refuses %s", (glob) => {
    expect(mayBeUnprotected(glob)).toBe(false);
  });
});

describe("isLeaving", () => {
  it.each([
    ...[
      ".omx/state/hud.json",
      "tools/__pycache__/a.cpython-312.pyc",
      "nohup.out",
      "src/main.ts.tmp.4711.1a2b3c4d5e6f",
      "x/node_modules/a/b.js",
      ".aider.chat.history.md",
    ],
    ...[
      ".aider.tags.cache.v4/x",
      ".pytest_cache/v/x",
      ".DS_Store",
      ".claude/settings.local.json",
      "a.pyc",
      "x/a.swp",
      ".coverage",
    ],
  ])("knows %s for a tool's own", (path) => {
    expect(isLeaving(path)).toBe(true);
  });

  it.each([
    "README.md",
    "src/a.ts",
    "src/a.tmp",
    "src/a.tmp.md",
    "a.tmp.1",
    "notes.txt",
    "omx/a",
    "node_modules",
    "cache/x",
    "nohup.out/x",
  ])("takes %s for a change", (path) => {
    expect(isLeaving(path)).toBe(false);
  });
});

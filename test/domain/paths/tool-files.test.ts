import { describe, expect, it } from "vitest";
import { isProtected } from "../../../src/domain/paths/paths.ts";
import { isLeaving } from "../../../src/domain/paths/tool-files.ts";

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

describe("isLeaving", () => {
  it.each([
    ...[
      ".omx/state/hud.json",
      "tools/__pycache__/a.cpython-312.pyc",
      "nohup.out",
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

  it.each(["README.md", "src/a.ts", "notes.txt", "omx/a", "node_modules", "cache/x", "nohup.out/x"])(
    "takes %s for a change",
    (path) => {
      expect(isLeaving(path)).toBe(false);
    },
  );
});

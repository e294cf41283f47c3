import { describe, expect, it } from "vitest";
import { isProtected } from "../../../src/domain/paths/paths.ts";
import { AGENTS } from "../../../src/text/agents/agents.ts";
import { isHidden } from "../../../src/text/agents/hidden.ts";

describe("isHidden", () => {
  it("keeps from every agent what any of their tools takes settings from, at any depth", () => {
    for (const path of [
      ".claude/settings.json",
      ".claude",
      "packages/a/.claude/agents/b.md",
      ".mcp.json",
      "packages/a/.mcp.json",
      ".gemini/settings.json",
      ".opencode/plugin/a.js",
      "opencode.json",
      "opencode.jsonc",
      ".codex/config.toml",
      ".github/hooks/a.json",
      ".github/mcp.json",
      "docs/.github/hooks/a.json",
      ".vscode/mcp.json",
      ".qwen/settings.json",
      ".cursor/mcp.json",
      ".CLAUDE/settings.json",
      ".env",
      "app/.env",
    ]) {
      expect({ path, hidden: isHidden(path) }).toEqual({ path, hidden: true });
    }
  });

  it("holds nothing that a proposal may change, so that nobody writes over what was not shown", () => {
    const names = AGENTS.flatMap(({ hides }) => hides).map((name) =>
      name.endsWith("/") ? `${name}a` : name,
    );
    for (const path of names.flatMap((name) => [name, `src/${name}`]))
      expect({ path, hidden: isHidden(path), changeable: !isProtected(path, "p") }).toEqual({
        ...{ path, hidden: true, changeable: false },
      });
  });

  it("leaves instructions for models, and everything else", () => {
    const shown = [
      ...["CLAUDE.md", "AGENTS.md", "GEMINI.md", "QWEN.md", ".github/copilot-instructions.md"],
      ...[".github/workflows/ci.yml", ".vscode/settings.json", "src/claude/a.ts", "claude", "src/mcp.json"],
      ...[
        ".github",
        ".github/hooks.md",
        "hooks/a.json",
        "src/opencode.json.md",
        ".env.example",
        ".gitignore",
      ],
    ];
    expect(shown.filter(isHidden)).toEqual([]);
  });
});

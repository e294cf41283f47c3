import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { blobId, treeId } from "../../src/git/tree-id.ts";

describe(treeId, () => {
  it("is the name that git gives the tree, whatever the order of the list", () => {
    const folder = mkdtempSync(join(tmpdir(), "autoloop-tree-"));
    const git = (...words: readonly string[]) =>
      execFileSync("git", words, { cwd: folder }).toString().trim();
    try {
      git("init", "--quiet");
      for (const path of ["a/b", "a.b", "a-b", "ab/c/d.txt", "é/ü", "z"]) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), path, { mode: path === "z" ? 0o755 : 0o644 });
      }
      symlinkSync("z", join(folder, "link"));
      git("add", "--all");
      const files = git("-c", "core.quotePath=false", "ls-files", "--stage")
        .split("\n")
        .map((line) => {
          const [, mode = "", id = "", path = ""] = /^(\d+) (\w+) 0\t(.*)$/.exec(line) ?? [];
          return { mode, id, path };
        });
      expect(files).toHaveLength(7);
      expect(treeId(files)).toBe(git("write-tree"));
      expect(treeId(files.toReversed())).toBe(git("write-tree"));
      expect(treeId(files.slice(1))).not.toBe(git("write-tree"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("knows the empty tree and the empty file", () => {
    expect(treeId([])).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
    expect(blobId(Buffer.alloc(0))).toBe("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  });
});

import { describe, expect, it } from "vitest";
import { hasUnknownSyntax, whatIsNamed } from "../../../src/domain/paths/pattern-words.ts";

describe("hasUnknownSyntax", () => {
  it.each([
    ...[
      "src/[!a].ts",
      "src/[^a]",
      "a[0-9]",
      "[a-z].ts",
      "{1..3}",
      "@(a)",
      "!(a)",
      "+(a)",
      "?(a)",
      "*(a)",
      "a|b",
      "*.[ch]",
    ],
    ...[
      "file[12].ts",
      "src/**.ts",
      "a**",
      "./...",
      "src/...",
      "{a,b",
      "a}b",
      "^src",
      "src$",
      "[a]",
      "[]",
      "[xa-f]",
    ],
  ])("finds it in %s", (pattern) => {
    expect(hasUnknownSyntax(pattern)).toBe(true);
  });

  it.each([
    ...[
      "src/**/*.ts",
      "a?.ts",
      "{a,b}",
      "[id]/(group)/x",
      "[...slug]",
      "[[...slug]].tsx",
      "[post-id]",
      "(g)[id]",
      "$id.tsx",
    ],
    ...["[id].[ext]", "+page.svelte", "@scope/a", "a-b_c.d", "[User-Id]", "[a1-Z9]"],
  ])("finds none in %s", (pattern) => {
    expect(hasUnknownSyntax(pattern)).toBe(false);
  });
});

describe("whatIsNamed", () => {
  it.each([
    ["src/a.ts:10-40", "src/a.ts"],
    ["src/a.ts:10", "src/a.ts"],
    ["src/a.ts#L3", "src/a.ts"],
    ["src/a.ts#L3-L9", "src/a.ts"],
    ["src/a.ts#run", "src/a.ts"],
    ["src/a.ts (lines 1-20)", "src/a.ts"],
  ])("knows the lines of %s", (text, path) => {
    expect(whatIsNamed(text)).toEqual({ kind: "lines", path });
  });

  it.each([
    "run()",
    "solve(a, b)",
    "A::b",
    "npm test",
    "--flag",
    "$HOME",
    "a => b",
    "x = 1",
    "<name>",
    "'a'",
  ])("knows that %s is no path", (text) => {
    expect(whatIsNamed(text).kind).toBe("name");
  });

  it.each(["src/a.ts", "Makefile", "C:1", "C:/x", "docs/My File.md", "(group)/a", "!(a)", "*.ts", "!src/**"])(
    "leaves %s to the globs",
    (text) => {
      expect(whatIsNamed(text).kind).toBe("path");
    },
  );
});

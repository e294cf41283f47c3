import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileGlob, matches } from "../../../src/domain/paths/glob.ts";
import {
  BUILT_IN_PROTECTED,
  checkPaths,
  isProtected,
  normalisePath,
  type PathRules,
} from "../../../src/domain/paths/paths.ts";

const everything: PathRules = { targets: ["**"], excluded: [], protectedPaths: [], program: "own" };

/** Paths of the reasons why these are refused. */
function refused(paths: readonly string[], rules: Partial<PathRules> = {}, existing: readonly string[] = []) {
  return checkPaths(paths, { ...everything, ...rules }, new Set(existing));
}

describe("normalisePath", () => {
  it.each(["a", "src/core/series.ts", ".github/x", "a b/c-d_e.f", "app/[id]/(group)/page.tsx", "äöü/ß"])(
    "keeps %j",
    (path) => {
      expect(normalisePath(path)).toBe(path);
    },
  );

  it("knows how long a path may be, in letters and in names", () => {
    const names = (count: number, length: number) =>
      Array.from({ length: count }, () => "x".repeat(length)).join("/");
    for (const path of [names(100, 1), names(1, 255), names(16, 255)]) expect(normalisePath(path)).toBe(path);
    for (const path of [names(101, 1), names(1, 256), `${names(16, 255)}/x`])
      expect(normalisePath(path)).toBeNull();
  });

  it("composes accents", () => {
    expect(normalisePath("cafe\u0301")).toBe("caf\u00e9");
  });

  it.each([
    "",
    "/",
    "/etc/passwd",
    "a/../b",
    "..",
    "./a",
    "a/.",
    "a//b",
    "a/",
    "a\\b",
    "C:\\x",
    "C:/x",
    "a:b",
    "con",
    "src/NUL.txt",
    "com1.log",
    "lpt\u00b9",
    ".git",
    ".git/config",
    "x/.GIT/hooks/pre-commit",
    ".g\u200cit/x",
    "\uff0egit/x",
    "git~1/x",
    "GIT~2",
    ".gitmodules",
    "sub/.gitattributes",
    ".GitModules",
    "gitmod~1",
    "gi7eba~1",
    ".git./x",
    ".git /x",
    "a./b",
    "a /b",
    " a",
    "a\0b",
    "a\nb",
    "a\u202eb",
    "a\u2028b",
    "\ud800",
    "a*b",
    "a?b",
    "x".repeat(5_000),
    "x".repeat(256),
    `${"x/".repeat(150)}x`,
  ])("refuses %j", (path) => {
    expect(normalisePath(path)).toBeNull();
  });

  it("gives back only what normalises to itself and stays inside", () => {
    const segment = fc.oneof(
      fc.constantFrom(
        "..",
        ".",
        "",
        ".git",
        ".GIT",
        "git~1",
        "a",
        "A",
        "src",
        "con",
        "e\u0301",
        "\u200d",
        "x ",
      ),
      fc.string({ unit: "grapheme", maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 6 }), (segments) => {
        const normal = normalisePath(segments.join("/"));
        if (normal === null) return true;
        const names = normal.split("/");
        return (
          normalisePath(normal) === normal &&
          names.every((name) => name !== "" && name !== "." && name !== ".." && name.toLowerCase() !== ".git")
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("isProtected", () => {
  it.each([
    ".github/workflows/ci.yml",
    ".GitHub/workflows/ci.yml",
    ".vscode/settings.json",
    ".autoloop/program.md",
    ".autoloop/programs/own/program.md",
    ".autoloop/programs/own/evaluate.sh",
    ".autoloop/programs/other/code/x.ts",
    ".autoloop/programs/own.md",
    "CODEOWNERS",
    "docs/codeowners",
    "AGENTS.md",
    "packages/a/claude.md",
    "package.json",
    "packages/a/package-lock.json",
    "requirements-dev.txt",
    "crates/x/Cargo.toml",
    "go.sum",
    "app/App.csproj",
    "sub/.npmrc",
    ".gitlab-ci.yml",
  ])("%j is protected", (path) => {
    expect(isProtected(path, "own")).toBe(true);
  });

  it.each([
    "src/a.ts",
    ".autoloop/programs/own/code/bench.ts",
    "docs/.hidden/x",
    ".editorconfig",
    "package.ts",
  ])("%j is not", (path) => {
    expect(isProtected(path, "own")).toBe(false);
  });
});

describe("BUILT_IN_PROTECTED", () => {
  it("holds globs that can be read", () => {
    expect(BUILT_IN_PROTECTED.filter((pattern) => compileGlob(pattern) === null)).toEqual([]);
  });
});

describe("checkPaths", () => {
  it("passes what is inside Target", () => {
    expect(refused(["src/a.ts", "src/new/b.ts"], { targets: ["src/**"] }, ["src/a.ts"])).toEqual([]);
  });

  it("names the reason of each refusal", () => {
    const rules = {
      targets: ["src/**", ".github/**"],
      excluded: ["src/gen/**"],
      protectedPaths: ["src/legal/**"],
    };
    const paths = [
      "docs/a.md",
      "src/gen/a.ts",
      "src/Legal/x",
      ".github/x.yml",
      "src/../x",
      "src/a.ts",
      "src/a.ts",
    ];
    expect(refused(paths, rules)).toEqual([
      { path: "docs/a.md", code: "outside-target" },
      { path: "src/gen/a.ts", code: "excluded" },
      { path: "src/Legal/x", code: "protected-here" },
      { path: ".github/x.yml", code: "protected" },
      { path: "src/../x", code: "not-plain" },
      { path: "src/a.ts", code: "named-twice" },
    ]);
  });

  it("keeps what the repository protects at any depth, as it keeps what a program excludes", () => {
    const rules = { protectedPaths: ["*.key", "infra/", "a/b.ts"] };
    const paths = ["x/y.key", "x/infra/z", "x/a/b.ts", "a/b.ts"];
    expect(refused(paths, rules).map(({ path }) => path)).toEqual(["x/y.key", "x/infra/z", "a/b.ts"]);
  });

  it("lets a program change what the repository opens, but for what the repository or the program keeps", () => {
    const rules = { unprotected: ["**/package.json", ".github/**", "../x"], protectedPaths: ["keep/**"] };
    const paths = [
      "package.json",
      "a/package.json",
      "keep/package.json",
      "out/package.json",
      ".github/a.yml",
    ];
    expect(refused(paths, { ...rules, excluded: ["out/**"] })).toEqual([
      { path: "keep/package.json", code: "protected-here" },
      { path: "out/package.json", code: "excluded" },
      { path: ".github/a.yml", code: "protected" },
    ]);
  });

  it("lets the last exclusion that matches decide", () => {
    const excluded = ["src/**", "!src/a.ts"];
    expect(refused(["src/a.ts", "src/b.ts"], { excluded }).map(({ path }) => path)).toEqual(["src/b.ts"]);
  });

  it("refuses everything where an exclusion or a protected path cannot be read", () => {
    expect(refused(["a"], { excluded: ["../x"] })).toHaveLength(1);
    expect(refused(["a"], { protectedPaths: ["{a,b}".repeat(7)] })).toHaveLength(1);
  });

  it("refuses twins in case or spelling, of existing paths and within the proposal", () => {
    expect(refused(["readme.md"], {}, ["README.md"])).toHaveLength(1);
    expect(refused(["Src/new.ts"], {}, ["src/old.ts"])).toHaveLength(1);
    expect(refused(["a/x.ts", "A/y.ts"])).toHaveLength(1);
    expect(refused(["stra\u00dfe.ts", "STRASSE.ts"])).toHaveLength(1);
    expect(refused(["\u212bngstrom", "\u00c5ngstrom"]).map(({ path }) => path)).toContain("\u212bngstrom");
  });

  it("refuses a file where a directory is, and the reverse", () => {
    expect(refused(["a", "a/b"])).toHaveLength(1);
    expect(refused(["a/b", "a"])).toHaveLength(1);
    expect(refused(["a/b"], {}, ["a"])).toHaveLength(1);
    expect(refused(["a"], {}, ["a/b"])).toHaveLength(1);
  });

  it("lets nothing escape: what passes is normal, inside Target and unprotected", () => {
    const name = fc.constantFrom(
      "src",
      "Src",
      "gen",
      "a.ts",
      "..",
      ".github",
      ".git",
      "package.json",
      "",
      "a.ts ",
    );
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
    const target = compileGlob("src/**");
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 6 }), (paths) => {
        const bad = new Set(
          refused(paths, { targets: ["src/**"], excluded: ["src/gen/**"] }).map((one) => one.path),
        );
        return paths
          .filter((one) => !bad.has(one))
          .every(
            (one) =>
              normalisePath(one) === one &&
              target !== null &&
              matches(target, one) &&
              !one.startsWith("src/gen/") &&
              !isProtected(one, "own"),
          );
      }),
      { numRuns: 1_000 },
    );
  });
});

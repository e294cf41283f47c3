import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compileGlob,
  covers,
  type Glob,
  matches,
  mayOverlap,
  samplePaths,
} from "../../../src/domain/paths/glob.ts";

function glob(pattern: string): Glob {
  const compiled = compileGlob(pattern);
  if (compiled === null) throw new TypeError(`not accepted: ${pattern}`);
  return compiled;
}

describe("matches", () => {
  it.each([
    ["src/a.ts", "src/a.ts"],
    ["./src/a.ts", "src/a.ts"],
    ["src/*", "src/a.ts"],
    ["src/*.ts", "src/.hidden.ts"],
    ["src/**", "src/a/b/c.ts"],
    ["**", ".github/workflows/ci.yml"],
    ["**/a.ts", "a.ts"],
    ["**/a.ts", "x/y/a.ts"],
    ["src/**/a.ts", "src/a.ts"],
    ["**/a/**", "a/b"],
    ["src/?.ts", "src/a.ts"],
    ["src/{a,b}.{ts,js}", "src/b.js"],
    ["src/{a,b/{c,d}}.ts", "src/b/d.ts"],
    ["bench_{function}.ts", "bench_{function}.ts"],
    ["app/[id]/page.tsx", "app/[id]/page.tsx"],
    ["src/lib/", "src/lib/deep/a.ts"],
    ["src/lib", "src/lib"],
    ["src/lib", "src/lib/deep/a.ts"],
    ["**/tests", "a/tests/b.ts"],
    ["src/*a*b*c", "src/xxaxxbxxc"],
    ["caf\u0065\u0301.ts", "caf\u00e9.ts"],
  ])("%j holds %j", (pattern, path) => {
    expect(matches(glob(pattern), path)).toBe(true);
  });

  it.each([
    ["src/a.ts", "src/a.tsx"],
    ["src/a.ts", "x/src/a.ts"],
    ["src/*", "src/a/b.ts"],
    ["src/**", "src"],
    ["src/**", "srcs/a.ts"],
    ["src/lib/", "src/lib"],
    ["src/*.ts", "src/a.ts/b"],
    ["src/?.ts", "src/ab.ts"],
    ["src/A.ts", "src/a.ts"],
    ["a.c", "abc"],
    ["**/a/b", "a/x/b"],
  ])("%j does not hold %j", (pattern, path) => {
    expect(matches(glob(pattern), path)).toBe(false);
  });

  it("agrees with a plain definition for patterns of one name", () => {
    const piece = fc.constantFrom("a", "b", "*", "?");
    const name = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), name, (pieces, path) => {
        const expected = plainly(pieces.join(""), path);
        return matches(glob(`x/${pieces.join("")}`), `x/${path}`) === expected;
      }),
    );
  });

  // That the work grows no faster than the input is counted in test/hostile/growth.ts.
  it("gives up where no star can take more", () => {
    expect(matches(glob("*a*a*b"), "a".repeat(30))).toBe(false);
    expect(matches(glob("**/a/**/a/b"), `${"a/".repeat(20)}a`)).toBe(false);
  });
});

/** Exponential and obviously right. */
function plainly(pattern: string, name: string): boolean {
  if (pattern === "") return name === "";
  const [first, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (first === "*") return plainly(rest, name) || (name !== "" && plainly(pattern, name.slice(1)));
  return name !== "" && (first === "?" || first === name.charAt(0)) && plainly(rest, name.slice(1));
}

describe("compileGlob", () => {
  it.each([
    "",
    "/",
    "/etc/passwd",
    "../x",
    "a/../b",
    "./",
    "a/./b",
    "a//b",
    "!src/**",
    "~/x",
    "C:\\x",
    "C:/x",
    "c:x",
    "./C:/x",
    "{src,C:}/x",
    "a\0b",
    "a\u200bb",
    ".git/config",
    "src/.GIT/x",
    " a",
    "a ",
    "{a,b}".repeat(7),
    "{a,../b}",
    `${"x/".repeat(32)}x`,
    "x".repeat(513),
  ])("refuses %j", (pattern) => {
    expect(compileGlob(pattern)).toBeNull();
  });

  it.each(["x".repeat(512), `${"x/".repeat(31)}x`, "a!b/c~d", "docs/a b.md", "x.git/y", ".gitx"])(
    "takes %j",
    (pattern) => {
      expect(compileGlob(pattern)?.pattern).toBe(pattern);
    },
  );

  it("takes a colon for a letter where no drive is meant", () => {
    expect(compileGlob("docs/a:b.md")).not.toBeNull();
    expect(compileGlob("src:x")).not.toBeNull();
  });

  it("expands up to 64 alternatives", () => {
    expect(compileGlob("{a,b}".repeat(6))?.alternatives).toHaveLength(64);
    expect(compileGlob("{a,b}".repeat(7))).toBeNull();
  });
});

describe("covers", () => {
  it("says whether one glob holds all of another", () => {
    expect(covers(glob("src/**"), glob("src/*.ts"))).toBe(true);
    expect(covers(glob("src/*"), glob("src/**"))).toBe(false);
    expect(covers(glob("src/a.ts"), glob("src/{a,b}.ts"))).toBe(false);
  });
});

describe("mayOverlap", () => {
  it("is false only where a fixed name differs", () => {
    expect(mayOverlap(glob("src/**"), glob("tests/**"))).toBe(false);
    expect(mayOverlap(glob("src/**"), glob("**/a.ts"))).toBe(true);
    expect(mayOverlap(glob("src/*/a"), glob("src/b/*"))).toBe(true);
    expect(mayOverlap(glob("src"), glob("src/a.ts"))).toBe(true);
    expect(mayOverlap(glob("src/a.ts"), glob("src"))).toBe(true);
    expect(mayOverlap(glob("**/a.ts"), glob("x/y/a.ts"))).toBe(true);
    expect(mayOverlap(glob("x/y/a.ts"), glob("**/a.ts"))).toBe(true);
    expect(mayOverlap(glob("{a,b}/x"), glob("{b,c}/x"))).toBe(true);
  });
});

describe("samplePaths", () => {
  it("gives paths that the glob matches", () => {
    for (const pattern of ["**", "src/**/a?.{ts,js}", "*", "docs/"]) {
      const compiled = glob(pattern);
      expect(samplePaths(compiled).every((path) => matches(compiled, path))).toBe(true);
    }
  });
});

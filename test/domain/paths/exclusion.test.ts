import { describe, expect, it } from "vitest";
import { anywhere, compileExclusion } from "../../../src/domain/paths/exclusion.ts";
import { compileGlob, matches } from "../../../src/domain/paths/glob.ts";
import { checkPaths } from "../../../src/domain/paths/paths.ts";

const reaches = (pattern: string, path: string) => {
  const glob = compileExclusion(pattern);
  return glob === null ? null : matches(glob, path);
};

describe("compileExclusion", () => {
  it.each(["a.snap", "src/x/a.snap", "x/a.snap"])("reaches %s at any depth by a bare pattern", (path) => {
    expect(reaches("*.snap", path)).toBe(true);
    expect(reaches("a.snap", path)).toBe(true);
    expect(reaches("{a,b}.snap", path)).toBe(true);
  });

  it("reaches directories of a name everywhere, and paths only where they say", () => {
    expect(reaches("fixtures/", "src/fixtures/a")).toBe(true);
    expect(reaches("fixtures/", "fixtures/a")).toBe(true);
    expect(reaches("src/gen/", "x/src/gen/a")).toBe(false);
    expect(reaches("fixtures/**", "src/fixtures/a")).toBe(false);
    expect(compileExclusion("fixtures/")?.pattern).toBe("fixtures/");
  });

  it("takes no pattern that no glob is", () => {
    expect(compileExclusion("../x")).toBeNull();
    expect(compileExclusion(`${"a".repeat(509)}`)).not.toBeNull();
    expect(compileExclusion("a".repeat(511))).toBeNull();
    const longest = compileGlob("a".repeat(512));
    expect(longest && anywhere(longest)).toBeNull();
  });
});

describe("checkPaths", () => {
  it("gives back only what an exception spells out", () => {
    const rules = { targets: ["**"], protectedPaths: [], program: "", excluded: ["*.ts", "!a.ts"] };
    expect(checkPaths(["a.ts", "x/a.ts"], rules).map(({ path }) => path)).toEqual(["x/a.ts"]);
  });
});

import { normalize } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortedOut } from "../../src/git/tree-writer.ts";

const plainPaths = (paths: readonly string[], mode = "100644") =>
  sortedOut(paths.map((path) => ({ path, mode, id: "0" }))).plain.map(({ path }) => path);

describe("sortedOut", () => {
  it("lets ordinary paths through", () => {
    const paths = ["a", "a/b.c", ".github/x", ".gitignore", "gitx", "a b", "日本/語", "a..b", "git~x"];
    expect(plainPaths(paths)).toEqual(paths);
  });

  it("names what it leaves out", () => {
    const paths = [
      "",
      "/a",
      "a//b",
      "a/",
      "..",
      "../a",
      "a/../b",
      ".",
      "a/.",
      ".git",
      "a/.Git/b",
      "GIT~1",
      ".git.",
      "a\0",
    ];
    const files = paths.map((path) => ({ path, mode: "100644", id: "0" }));
    expect(sortedOut(files)).toEqual({ plain: [], leftOut: paths });
  });

  it.each(["120000", "160000", "040000", "100600", ""])("leaves out mode %s", (mode) => {
    expect(plainPaths(["a"], mode)).toEqual([]);
  });

  it("never lets a path out of the directory", () => {
    const segment = fc.oneof(
      fc.string(),
      fc.constantFrom("..", ".", "", ".git", "a", "\\", ".. ", "．．", "\u200b.."),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
        for (const path of plainPaths([segments.join("/")])) {
          expect(normalize(path)).toBe(path);
          expect(path.startsWith("/") || path.split("/").includes("..")).toBe(false);
        }
      }),
    );
  });
});

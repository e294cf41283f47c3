import { describe, expect, it } from "vitest";
import { filePrograms, nameOfFile, placesOf } from "../../../src/domain/program/program-files.ts";

const files = (...paths: readonly string[]) => paths.map((path) => ({ path, id: path }));
const found = (...paths: readonly string[]) =>
  filePrograms(files(...paths)).map(({ name, file }) => `${name} ${file.path}`);

describe(nameOfFile, () => {
  it.each([
    [".autoloop/programs/tile-cache/program.md", "tile-cache"],
    [".autoloop/programs/tile-cache.md", "tile-cache"],
    [".autoloop/programs/tile-cache.program.md", "tile-cache"],
    [".autoloop/program.md", "program"],
    ["program.md", "program"],
    ["/home/me/Tile Cache.md", "tile-cache"],
    [".autoloop/programs/∞.md", "program"],
  ])("%s is called %s", (path, name) => {
    expect(nameOfFile(path)).toBe(name);
  });
});

describe(filePrograms, () => {
  it("finds directories and bare files, by name", () => {
    expect(found(".autoloop/programs/b.md", ".autoloop/programs/a/program.md")).toEqual([
      "a .autoloop/programs/a/program.md",
      "b .autoloop/programs/b.md",
    ]);
  });

  it("sorts by name, a bare file before a directory too", () => {
    expect(found(".autoloop/programs/b/program.md", ".autoloop/programs/a.md")).toEqual([
      "a .autoloop/programs/a.md",
      "b .autoloop/programs/b/program.md",
    ]);
  });

  it("takes the directory where both are there, whatever their order", () => {
    const [bare, directory] = [".autoloop/programs/a.md", ".autoloop/programs/a/program.md"];
    expect(found(bare, directory)).toEqual([`a ${directory}`]);
    expect(found(directory, bare)).toEqual([`a ${directory}`]);
  });

  it("takes the first path of two that make one name", () => {
    expect(found(".autoloop/programs/a_b.md", ".autoloop/programs/a-b.md")).toEqual([
      "a-b .autoloop/programs/a-b.md",
    ]);
  });

  it("counts the single file only where there is no other", () => {
    expect(found(".autoloop/program.md")).toEqual(["program .autoloop/program.md"]);
    expect(found(".autoloop/program.md", ".autoloop/programs/a.md")).toEqual(["a .autoloop/programs/a.md"]);
  });

  it("counts no README, nothing deeper, nothing elsewhere", () => {
    expect(
      found(
        ".autoloop/programs/README.md",
        ".autoloop/programs/a/notes.md",
        ".autoloop/programs/a/b/program.md",
        ".autoloop/programs/a.txt",
        "program.md",
      ),
    ).toEqual([]);
  });
});

describe(placesOf, () => {
  it("names the directory first, whichever form is known", () => {
    const both = [".autoloop/programs/a/program.md", ".autoloop/programs/a.md"];
    expect(placesOf(".autoloop/programs/a.md")).toEqual(both);
    expect(placesOf(".autoloop/programs/a/program.md")).toEqual(both);
    expect(placesOf(".autoloop/programs/a.program.md")).toEqual([
      ".autoloop/programs/a/program.md",
      ".autoloop/programs/a.program.md",
    ]);
    expect(placesOf(".autoloop/program.md")).toEqual([".autoloop/program.md"]);
  });
});

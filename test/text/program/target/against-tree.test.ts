import { describe, expect, it } from "vitest";
import { againstTree, unmatchedTargets } from "../../../../src/text/program/target/against-tree.ts";

const told = (targets: readonly string[], excluded: readonly string[], paths: readonly string[]) =>
  againstTree({ targets, excluded }, paths).map(({ message }) => message.split("`")[1]);

describe("againstTree", () => {
  const paths = ["src/a.ts", "src/gen/b.ts", "docs/x.md"];

  it("names targets that match no file", () => {
    expect(told(["src/**", "lib/**", "../x"], [], paths)).toEqual(["lib/**"]);
  });

  it("names exclusions that would match deeper down, and nowhere else", () => {
    expect(
      told(["src/**"], ["gen/**", "docs/**", "*.snap", "gen/", "!gen/a", "nothing/**", "../x"], paths),
    ).toEqual(["gen/**"]);
  });

  it("says nothing where there is too much to compare", () => {
    const many = Array.from({ length: 60_000 }, (_, index) => `src/${index}.ts`);
    expect(
      told(
        Array.from({ length: 100 }, (_, index) => `lib/${index}`),
        [],
        many,
      ),
    ).toEqual([]);
  });
});

describe("unmatchedTargets", () => {
  it("names what matches no file, and nothing where there is too much to compare", () => {
    const paths = ["src/a.ts", "lib/b.ts"];
    expect(unmatchedTargets(["src/**", "docs/*.md", "lib/b.ts", "lib/c.ts"], paths)).toEqual([
      "docs/*.md",
      "lib/c.ts",
    ]);
    const many = Array.from({ length: 50_001 }, (_, index) => `src/${index}`);
    expect(
      unmatchedTargets(
        Array.from({ length: 100 }, (_, index) => `x${index}`),
        many,
      ),
    ).toEqual([]);
  });
});

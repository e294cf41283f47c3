import { describe, expect, it } from "vitest";
import { parseBlocks, splitLines } from "../../../../src/text/markdown/markdown.ts";
import { readTarget } from "../../../../src/text/program/target/target.ts";

function read(text: string) {
  return readTarget({ name: "target", line: 1, level: 2, blocks: parseBlocks(splitLines(text), 2) });
}

describe("readTarget", () => {
  it("reads both lists, with or without code and blank lines", () => {
    expect(
      read(
        "**Only modify these files:**\n- `src/a.ts`: the loop\n- docs/b.md\n\n**Do NOT modify:**\n1. tests/**\n* `README.md` — no",
      ),
    ).toEqual({
      targets: ["src/a.ts", "docs/b.md"],
      excluded: ["tests/**", "README.md"],
      problems: [],
      warnings: [],
    });
  });

  it("knows the second list when it follows the first without a blank line, or behind a heading", () => {
    expect(read("Only modify these files:\n- `a`\nDo NOT modify:\n- `b`").excluded).toEqual(["b"]);
    expect(read("#### Only these may change\n- `a`\n\n#### Never touch\n- `b`").excluded).toEqual(["b"]);
  });

  it("leaves closed what an item says to stay, or to watch out for", () => {
    const { targets, excluded } = read("- `a`\n- `b` stays.\n- Watch out for `c`");
    expect({ targets, excluded }).toEqual({ targets: ["a"], excluded: ["b", "c"] });
  });

  it("takes several paths of one item, and only paths", () => {
    expect(read("- `a`\u2028: the loop").targets).toEqual(["a"]);
    expect(read("- `a`, `b` and `c` — calls `d()`").targets).toEqual(["a", "b", "c"]);
    expect(read("- [x] `a`\n  - `deeper()` says more\n- [b.md](b.md)").targets).toEqual(["a", "b.md"]);
  });

  it("takes words for paths only where they look like it", () => {
    const { targets, warnings } = read(
      "- Makefile\n- Dockerfile — the build\n- all the slow code\n- src/x.ts too",
    );
    expect(targets).toEqual(["Makefile", "Dockerfile", "src/x.ts"]);
    expect(warnings).toEqual([
      {
        line: 4,
        message: '"all the slow code" names no path, so it allows nothing: put the path in backticks',
      },
    ]);
  });

  it("does not exclude what an exclusion names as its exception", () => {
    const both =
      "Only modify these files:\n- `src/**`\n\nDo NOT modify:\n- `src/gen/**` except `src/gen/a.ts`";
    expect(read(both).excluded).toEqual(["src/gen/**", "!src/gen/a.ts"]);
    const only =
      "Only modify these files:\n- `src/gen/a.ts`\n\nDo NOT modify:\n- Any `src/**` file other than `src/gen/a.ts`.";
    expect(read(only).excluded).toEqual([]);
  });

  it("keeps an exclusion that still touches another target", () => {
    const text =
      "Only modify these files:\n- `src/a.ts`\n- `**/b.ts`\n\nDo NOT modify:\n- `src/**` other than `src/a.ts`";
    expect(read(text).excluded).toEqual(["src/**", "!src/a.ts"]);
  });

  it("excludes what a target names as its exception", () => {
    expect(read("- `src/**` except `src/gen/**`")).toMatchObject({
      targets: ["src/**"],
      excluded: ["src/gen/**"],
    });
  });

  it("warns where Target and exclusion collide, and where Target is protected", () => {
    const text = "Only modify these files:\n- `src/a.ts`\n- `package.json`\n\nDo NOT modify:\n- `src/`";
    expect(read(text).warnings.map(({ message }) => message)).toEqual([
      "`src/a.ts` may change and is excluded by `src/`: the exclusion wins",
      "`package.json` is protected: proposals that change it are refused, unless `unprotect` in `.github/autoloop.yml` names it",
    ]);
  });

  it("says which entry is no path", () => {
    expect(read("- `src/a.ts`\n- `../b`").problems).toMatchObject([
      { key: "Target", value: "../b", line: 3 },
    ]);
  });
});

describe("readTarget: odd lists", () => {
  it("knows a list that only gives exceptions for one that names nothing", () => {
    const { targets, excluded, warnings } = read("Only these:\n- except `src/a.ts`\n- `src/**`");
    expect([targets, excluded]).toEqual([["src/**"], ["src/a.ts"]]);
    expect(warnings).toMatchObject([
      { line: 3, message: expect.stringContaining("names no path, so it allows nothing") },
    ]);
  });

  it("says of a line that protects nothing that it does not", () => {
    const { warnings } = read("Only these:\n- `src/**`\n\nDo not modify:\n- the tests please");
    expect(warnings).toMatchObject([
      { line: 6, message: expect.stringContaining("it protects nothing beyond what Target leaves out") },
    ]);
  });

  it("leaves an exception out that is no path", () => {
    const { excluded, problems } = read(
      "- `src/**`\n\nDo not modify:\n- `src/**` except `../x` and `src/a.ts`",
    );
    expect(excluded).toEqual(["src/**", "!src/a.ts"]);
    expect(problems).toEqual([]);
  });

  it("keeps to its list behind a heading that says nothing about it", () => {
    expect(read("Do not modify:\n- `a`\n\n#### Tests\n- `b`").excluded).toEqual(["a", "b"]);
  });

  it("counts entries and what their braces stand for", () => {
    const items = (count: number, text: string) =>
      Array.from({ length: count }, () => `- ${text}`).join("\n");
    const many = (count: number) => read(`${items(count, "`a`")}\n\nmore\n\n${items(count, "`b`")}`);
    expect(many(100).problems).toEqual([]);
    for (const count of [101, 201])
      expect(many(count).problems).toMatchObject([{ message: expect.stringContaining("too many entries") }]);
    const wide = `\`${"{a,b}".repeat(6)}\``;
    expect(read(items(62, wide)).problems).toEqual([]);
    expect(read(items(63, wide))).toMatchObject({
      targets: [],
      problems: [{ value: "4032", message: expect.stringContaining("too many patterns") }],
    });
  });
});

import { describe, expect, it } from "vitest";
import { parseBlocks, splitLines } from "../../../src/text/markdown/markdown.ts";
import { readTarget } from "../../../src/text/program/target/target.ts";

function read(text: string, said?: string) {
  const blocks = parseBlocks(splitLines(text), 2);
  return readTarget({ name: "target", line: 1, level: 2, blocks, ...(said === undefined ? {} : { said }) });
}

const lists = (text: string, said?: string) => {
  const { targets, excluded } = read(text, said);
  return [targets, excluded];
};

describe("a line above a list", () => {
  it.each([
    ...[
      "Only modify these files:",
      "**You CAN edit:**",
      "### In scope",
      "May change:",
      "Files in scope",
      "Mutable:",
    ],
    ...[
      "Allowed",
      "**Editable files**",
      "Modify only:",
      "What you can do:",
      "✅ Allowed:",
      "Files:",
      "The following:",
    ],
    ...[
      "Only modify the parser files:",
      "Please only change these:",
      "You may edit (nothing else):",
      "<b>Allowed</b>",
    ],
  ])("%s allows", (line) => {
    expect(lists(`${line}\n\n- \`a/b\``)).toEqual([["a/b"], []]);
  });

  it.each([
    "Out of scope:",
    "#### Forbidden",
    "**Hands off**",
    "**DON'T**",
    "Not allowed",
    "🔒",
    "Everything but:",
    "Only maintainers may change:",
  ])("%s forbids", (line) => {
    expect(lists(`- \`src/**\`\n\n${line}\n\n- \`src/b\``)).toEqual([["src/**"], ["src/b"]]);
  });

  it.each(["Tests:", "#### Harness", "Owned by the platform team:", "Files:", "Tests"])(
    "%s below a list is a problem",
    (line) => {
      const { targets, problems } = read(`- \`src/**\`\n\n${line}\n\n- \`a/b\`\n- \`c/d\``);
      expect(targets).toEqual(["src/**"]);
      expect(problems).toMatchObject([
        { key: "Target", message: expect.stringContaining("not clear"), line: 4 },
      ]);
    },
  );

  it("goes on with the list above it, or says nothing about it", () => {
    for (const line of ["And also:", "More", "more"])
      expect(lists(`- \`a/b\`\n\n${line}\n\n- \`c/d\``)).toEqual([["a/b", "c/d"], []]);
    expect(lists("The parser is slow. Keep its API.\n\n- `a/b`")).toEqual([["a/b"], []]);
    expect(lists("the slow parts\n- `a/b`")).toEqual([["a/b"], []]);
    expect(lists("Do not modify these files.\n\n- `a/b`")).toEqual([[], ["a/b"]]);
    expect(lists("This is about speed. May change:\n- `a/b`")).toEqual([["a/b"], []]);
    expect(lists("- `a/b`\nDo NOT modify\n- `c/d`")).toEqual([["a/b"], ["c/d"]]);
    expect(read("- `src/**`\n\nTests:\n- `a/b`\n\nNever touch `src/x.ts`.").excluded).toEqual(["src/x.ts"]);
  });

  it("holds no path of a list that is not understood for allowed, and forbids what its items forbid", () => {
    const { excluded, problems } = read(
      "- `src/**`\n\nTests:\n- never `src/t/**`\n- the others\n\n`a/b` counts.",
    );
    expect(excluded).toEqual(["src/t/**"]);
    expect(problems).toHaveLength(1);
  });
});

describe("an item", () => {
  it("that speaks of a part of the file is allowed", () => {
    for (const note of [
      "— the body. Keep the signature unchanged.",
      "(rarely needed)",
      "and nothing else",
      "but keep it fast",
    ])
      expect(lists(`- \`a/b\` ${note}`)).toEqual([["a/b"], []]);
  });

  it("that forbids is excluded, with a warning", () => {
    const { targets, excluded, warnings } = read(
      "- `src/**`\n- `src/a` (do not touch), `src/b`\n- never src/c.ts",
    );
    expect([targets, excluded]).toEqual([["src/**"], ["src/a", "src/b", "src/c.ts"]]);
    expect(warnings).toMatchObject([{ line: 3 }, { line: 4 }]);
  });

  it("is what the lines and items below it say", () => {
    expect(
      lists("- `src/**`\n- `src/a`\n  is read-only\n\n  And more.\n- `src/b`\n\n  Never modify it."),
    ).toEqual([["src/**"], ["src/a", "src/b"]]);
    expect(
      lists("- `src/**`\n  - never `src/a`\n  - except `src/b`\n  - fast\n- `lib/c`\n  - hands off"),
    ).toEqual([["src/**"], ["src/a", "src/b", "lib/c"]]);
    expect(lists("- `src/**`\n\nDo not modify:\n- `src/a`\n  - `src/b/c`")).toEqual([
      ["src/**"],
      ["src/a", "src/b/c"],
    ]);
  });

  it("without a path is the title of those below it", () => {
    const nested =
      "- Allowed\n  - `src/**`\n- Forbidden\n  - generated code\n    - `src/gen/**`\n  - `src/b`";
    expect(lists(nested)).toEqual([["src/**"], ["src/gen/**", "src/b"]]);
    expect(read("- Parsers\n  - `src/**`").problems).toMatchObject([{ value: "Parsers" }]);
    expect(lists("Do not modify:\n- Parsers\n  - `src/**`\n\nMay change:\n- These files\n  - `a/b`")).toEqual(
      [["a/b"], ["src/**"]],
    );
  });

  it("must say what its exception is", () => {
    expect(lists("- `src/**`, not `src/a`\n- `lib/**` without `lib/b`")).toEqual([
      ["src/**", "lib/**"],
      ["src/a", "lib/b"],
    ]);
    expect(read("- `src/**` except the tests").problems).toMatchObject([
      { message: "has an exception that names no path" },
    ]);
    expect(lists("- `src/**` without breaking it")).toEqual([["src/**"], []]);
  });
});

describe("what is no list", () => {
  it("is read where a sentence or label names a path", () => {
    expect(lists("The test directory (e.g. `tests/`) and `lib/a.ts`; see `docs/x.md`.")).toEqual([
      ["tests/", "lib/a.ts"],
      [],
    ]);
    expect(lists("May change: `src/**`\nForbidden: `src/gen/**`")).toEqual([["src/**"], ["src/gen/**"]]);
    expect(lists("Change `src/**` except `src/a.ts`.")).toEqual([["src/**"], ["src/a.ts"]]);
    expect(lists("Do not touch anything but `src/**`.")).toEqual([["src/**"], []]);
    expect(lists("Only files in src/parse/ and *.css may change.")).toEqual([["src/parse/", "*.css"], []]);
    expect(lists("", "`src/**`")).toEqual([["src/**"], []]);
    expect(lists("- `a/b`", "the parser")).toEqual([["a/b"], []]);
  });

  it("forbids beside a list, and allows nothing there", () => {
    expect(lists("- `src/**`\n\nYou may look at `lib/**`. Never touch `src/a.ts`.")).toEqual([
      ["src/**"],
      ["src/a.ts"],
    ]);
    expect(lists("- `src/**`\n\nDo not modify:\n\n`src/a.ts` and `src/b.ts`.")).toEqual([
      ["src/**"],
      ["src/a.ts", "src/b.ts"],
    ]);
    expect(lists("- `src/**`\n\nMentioned, see `x/y`, besides `src/c.ts`.")).toEqual([
      ["src/**"],
      ["src/c.ts"],
    ]);
    expect(lists("- `src/**`\n\nNothing much, except `src/d.ts` (never).")).toEqual([
      ["src/**"],
      ["src/d.ts"],
    ]);
  });

  it("may say what the list below it is taken out of", () => {
    for (const words of ["except:", "excluding:", "apart from these:", "other than:"])
      expect([words, ...lists(`Everything in \`src/\` ${words}\n- \`src/a.ts\`\n- \`src/b.ts\``)]).toEqual([
        words,
        ["src/"],
        ["src/a.ts", "src/b.ts"],
      ]);
    expect(lists("Everything in `src/` except:\n\n```\nsrc/a.ts\n```")).toEqual([["src/"], ["src/a.ts"]]);
    for (const text of [
      "Everything in `src/` except:",
      "Everything in `src/` except:\n\nThe tests.",
      "### Do not modify\n\nEverything in `src/` except:\n- `src/a.ts`",
      "Do not modify:\n- `lib/**`\n\nEverything in `src/` except:\n- `src/a.ts`",
    ])
      expect([text, read(text).targets]).toEqual([text, []]);
  });

  it("takes an ending for the files that end so", () => {
    expect(lists("- `src/**`, not the `.d.ts` files")).toEqual([["src/**"], [".d.ts", "*.d.ts"]]);
    expect(lists("- `src/**`\n\nDo not modify:\n- `.snap`")).toEqual([["src/**"], [".snap", "*.snap"]]);
  });

  it("is a problem beside a list where its label is not understood and the list opens what it names", () => {
    const list = "- `src/**`\n- never `lib/a`\n\n";
    expect(read(`${list}Golden files: \`../x\`, \`src/golden/**\``).problems).toMatchObject([
      { message: "has a list of which it is not clear whether it may change", line: 5 },
    ]);
    for (const harmless of ["Golden files: `lib/a`, `../x`", "Entry point: `src/a.ts`", "The same: `src/**`"])
      expect(read(list + harmless).problems).toEqual([]);
  });

  it("is a problem where an exception names no path, or a paragraph has no end", () => {
    expect(read("Change `src/**` except the tests.").problems).toMatchObject([
      { message: "has an exception that names no path" },
    ]);
    expect(read(`- \`a/b\`\n\n${"word ".repeat(2_000)}`).problems).toMatchObject([
      { message: "has a paragraph that is too long" },
    ]);
    const sentences = "It is so. ".repeat(500);
    expect(lists(`- \`src/**\`\n\n${sentences}Never touch \`src/a.ts\`.`)).toEqual([
      ["src/**"],
      ["src/a.ts"],
    ]);
  });

  it("is read in code, quotes and tags, and refused in tables", () => {
    expect(lists("```\n# may change\nsrc/**\n// do not touch\nsrc/a.ts\n```")).toEqual([
      ["src/**"],
      ["src/a.ts"],
    ]);
    expect(lists("> - `src/**`\n\n> Do not modify:\n> - `src/a`")).toEqual([["src/**"], ["src/a"]]);
    expect(lists("- `src/**`\n\n<details><summary>Off limits</summary>\n\n- `src/a`\n\n</details>")).toEqual([
      ["src/**"],
      ["src/a"],
    ]);
    for (const table of ["| File | Open |\n|---|---|\n| `a/b` | no |", "File | Open\n--- | ---\n`a/b` | no"])
      expect(read(`- \`src/**\`\n\n${table}`).problems).toMatchObject([{ message: "has a table" }, ...[]]);
  });
});

describe("what a list names", () => {
  it.each([
    "src/[!a].ts",
    "src/{1..3}.ts",
    "@(a|b)",
    "src/[a-z]/x",
    "*.[ch]",
    "src/**.ts",
    "src/...",
    "a|b",
    "{a,b",
    "^src",
  ])("%s is a problem in both lists", (pattern) => {
    for (const text of [`- \`${pattern}\``, `- \`src/**\`\n\nDo not modify:\n- \`${pattern}\``])
      expect(read(text).problems).toMatchObject([
        { value: pattern, message: expect.stringContaining("no path") },
      ]);
  });

  it.each([
    "app/[id]/(group)/page.tsx",
    "app/[...slug]/x",
    "app/[[...all]]/x",
    "app/[post-id].tsx",
    "[id].[ext]",
  ])("%s stands for itself", (pattern) => {
    expect(lists(`- \`${pattern}\``)).toEqual([[pattern], []]);
  });

  it("is told where it is no file", () => {
    const { targets, excluded, warnings } = read(
      "- `src/**`\n- `run()` too\n\nDo not modify:\n- `solve()`\n- `src/a.ts:1-20`\n- `src/b.ts#L3`\n- `src/**:4`",
    );
    expect([targets, excluded]).toEqual([["src/**"], ["src/a.ts", "src/b.ts"]]);
    expect(warnings.map(({ message }) => message)).toEqual([
      "`run()` is no path, so it allows nothing: name the file or directory",
      "`solve()` is no path, so it protects nothing: name the file or directory",
      expect.stringContaining("the whole file is excluded"),
      expect.stringContaining("the whole file is excluded"),
      expect.stringContaining("because Target opens the file"),
    ]);
    expect(read("- `src/a.ts:1-20`").problems[0]).toMatchObject({
      message: expect.stringContaining("names lines"),
    });
  });

  it("is warned about where an exclusion guards nothing", () => {
    const text = (pattern: string) => `- \`src/**\`\n\nDo not modify:\n- \`${pattern}\``;
    expect(read(text("fixtures/**")).warnings).toMatchObject([
      { message: expect.stringContaining("**/fixtures/**") },
    ]);
    for (const silent of ["tests/**", "*.snap", "fixtures/", ".github/**", "src/a/**"])
      expect(read(text(silent)).warnings).toEqual([]);
    expect(read("- `lib/a.ts`\n\nDo not modify:\n- `fixtures/a/b.ts`").warnings).toEqual([]);
    const many = Array.from({ length: 60 }, (_, index) => `- \`d${index}/**\``).join("\n");
    const one = Array.from({ length: 40 }, (_, index) => `\`x${index}/**\``).join(", ");
    expect(read(`${many}\n\nDo not modify:\n- ${one}`).warnings).toEqual([]);
  });

  it("is bounded", () => {
    const items = Array.from({ length: 150 }, () => `- ${"`a/b`, ".repeat(6)}\`c\``).join("\n");
    expect(read(items).problems).toMatchObject([{ message: "names too many paths" }]);
    const code = `\`\`\`\n${"src/a\n".repeat(300)}\`\`\``;
    expect(read(`${code}\n\n- \`b\``).problems).toMatchObject([{ message: "has too many entries" }]);
  });
});

describe("what was not chosen, or is somebody else's", () => {
  it("is no part of a list in which other boxes are ticked", () => {
    expect(lists("- [x] `src/a/**`\n- [ ] `src/abi.h`\n- `lib/**`")).toEqual([
      ["src/a/**", "lib/**"],
      ["src/abi.h"],
    ]);
    expect(read("- [x] `src/a/**`\n- [ ] `src/abi.h`").warnings.map(({ message }) => message)).toEqual([
      '"`src/abi.h` (not ticked)" stands in the list of files that may change and says that it must not: it is excluded',
    ]);
  });

  it("is in a list of empty boxes, which is only a list", () => {
    expect(lists("- [ ] `src/a/**`\n- [ ] `src/b.ts`")).toEqual([["src/a/**", "src/b.ts"], []]);
  });

  it.each([
    "- `src/**`\n- `src/abi.h` (human-maintained)",
    "- `src/**`\n- `src/abi.h` (owned by the platform team)",
    "- `src/**`\n- `src/abi.h` belongs to another team",
    "Do everything in `src/**`. `src/abi.h` is owned by another team.",
  ])("is excluded: %s", (text) => {
    expect(lists(text)).toEqual([["src/**"], ["src/abi.h"]]);
  });
});

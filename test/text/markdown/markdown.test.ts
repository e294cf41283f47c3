import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString as textOf } from "mdast-util-to-string";
import { describe, expect, it } from "vitest";
import { parseBlocks, splitLines } from "../../../src/text/markdown/markdown.ts";

function blocks(text: string) {
  return parseBlocks(splitLines(text));
}

/** Inline syntax is not what is compared. */
function letters(text: string): string {
  return text.replace(/[^a-z]+/g, "");
}

/** Headings and code as this parser and as a CommonMark parser see them. */
function ours(text: string): readonly string[] {
  return blocks(text).flatMap((block) => {
    if (block.kind === "heading") return [`${block.line} h${block.level} ${letters(block.text)}`];
    return block.kind === "code"
      ? [`${block.line} code ${block.language} ${JSON.stringify(block.content.trimEnd())}`]
      : [];
  });
}

function theirs(text: string): readonly string[] {
  return fromMarkdown(text).children.flatMap((node) => {
    const line = node.position?.start.line;
    if (node.type === "heading") return [`${line} h${node.depth} ${letters(textOf(node))}`];
    const isFence = node.type === "code" && /^ {0,3}[`~]/.test(text.slice(node.position?.start.offset));
    return isFence ? [`${line} code ${node.lang ?? ""} ${JSON.stringify(node.value.trimEnd())}`] : [];
  });
}

describe("parseBlocks", () => {
  it("finds headings, code, HTML and text with their lines", () => {
    expect(blocks("# a #\n\ntext\nmore\n```sh x\n# no\n```\n<!-- c\n## no\n-->\nb\n--\n")).toEqual([
      { kind: "heading", level: 1, text: "a", line: 1, to: 2 },
      { kind: "text", lines: ["text", "more"], line: 3, to: 5 },
      { kind: "code", language: "sh", content: "# no", closed: true, line: 5, to: 8 },
      { kind: "html", content: "<!-- c\n## no\n-->", line: 8, to: 11 },
      { kind: "heading", level: 2, text: "b", line: 11, to: 13 },
    ]);
  });

  // JavaScript's dot stops there.
  it("takes a Unicode line separator for text, as CommonMark does", () => {
    const document = "# a\u2028b\n\n```sh\u2028\n# no\n```\n";
    expect(ours(document)).toEqual(["1 h1 ab", '3 code sh "# no"']);
    expect(theirs(document)).toEqual(["1 h1 ab", '3 code sh\u2028 "# no"']);
    expect(blocks("<pre>\u2028\n# no\n</pre>\n")).toMatchObject([{ kind: "html", to: 4 }]);
  });

  it("knows that a fence is not closed", () => {
    expect(blocks("```\na\n~~~\n``\n")).toMatchObject([{ kind: "code", closed: false }]);
  });

  it("goes on with the text of an item that is indented only because of its item", () => {
    for (const text of ["2. e\n\n    f\na\n===", "2. e\n\n    f\na | b\n===", "- e\n\n      f\na\n==="]) {
      expect(ours(text)).toEqual(theirs(text));
    }
  });

  it("reads a fence in a list item and ends it with the item", () => {
    expect(blocks("1. run\n\n   ```bash\n   a\n     b\n   ```\n")).toMatchObject([
      { kind: "text" },
      { kind: "code", language: "bash", content: "a\n  b", closed: true },
    ]);
    expect(blocks("- ```bash\n  a\n\n## Goal\n")).toMatchObject([
      { kind: "code", closed: false },
      { kind: "heading", text: "Goal" },
    ]);
  });

  it("takes headings in lists and quotes for text", () => {
    expect(blocks("- # a\n  ## b\n\n> ## c\n").map(({ kind }) => kind)).toEqual(["text", "text", "text"]);
  });

  it("ends HTML as CommonMark does", () => {
    expect(blocks("<details>\n## no\n\n## yes\n").map(({ kind }) => kind)).toEqual(["html", "heading"]);
    expect(blocks("<script>\n\n## no\n</script>\n## yes\n").map(({ kind }) => kind)).toEqual([
      "html",
      "heading",
    ]);
    expect(blocks("a <b>\n## yes\n").map(({ kind }) => kind)).toEqual(["text", "heading"]);
  });

  it("sees the headings and fences that a CommonMark parser sees", () => {
    const line = fc.constantFrom(
      "# one",
      "## two ##",
      "   ### three",
      "    # code",
      "#no",
      "####### no",
      "#",
      "text",
      "more text",
      "```sh",
      "```",
      "````",
      "~~~",
      "~~~ js x",
      "``` a`b",
      "===",
      "---",
      "--",
      "***",
      "- - -",
      "> quote",
      "- item",
      "1. item",
      "<!-- c",
      "<!-- d -->",
      "-->",
      "<div>",
      "<?x",
      "?>",
      "",
      "",
      "  indented",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const text = lines.join("\n");
        expect(ours(text)).toEqual(theirs(text));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("parseBlocks: tags", () => {
  const kinds = (text: string) => blocks(text).map(({ kind, line, to }) => `${kind} ${line}-${to}`);

  it.each([
    ["a block's tag, up to a blank line", "<div>\n# a\n\n# b", ["html 1-3", "heading 4-5"]],
    ["one that interrupts a paragraph", "text\n<details>\n# a\n\nb", ["text 1-2", "html 2-4", "text 5-6"]],
    ["any tag that stands alone", "<custom-tag x=1>\n# a\n\n# b", ["html 1-3", "heading 4-5"]],
    ["one alone in a paragraph", "text\n<custom-tag>\n# a", ["text 1-3", "heading 3-4"]],
    ["one with text behind it", "<b>bold</b> text\n# a", ["text 1-2", "heading 2-3"]],
    ["what is no tag", "<5\n# a", ["text 1-2", "heading 2-3"]],
    ["a script with blank lines", "<script>\n\n# a\n</script>\n# b", ["html 1-5", "heading 5-6"]],
    ["a declaration", "<!doctype html>\n# b", ["html 1-2", "heading 2-3"]],
    ["an instruction", "<?php\n\n# a\n?>\n# b", ["html 1-5", "heading 5-6"]],
    ["raw characters", "<![CDATA[\n\n# a\n]]>\n# b", ["html 1-5", "heading 5-6"]],
    ["a tag to the end", "<table>\n# a", ["html 1-3"]],
  ])("reads %s", (_, text, expected) => {
    expect(kinds(text)).toEqual(expected);
    expect(ours(text)).toEqual(theirs(text));
  });
});

describe("parseBlocks: lists", () => {
  it.each([
    ["an empty item in a paragraph", "text\n-\n# a"],
    ["an item that starts at 2 in a paragraph", "text\n2. a\n   ```\n   b\n   ```"],
    ["an item that starts at 10 in a paragraph", "text\n10. a\n\n    # b"],
    ["code behind five spaces", "-     code\n\n  # a"],
    ["an empty item", "-\n  # a\n\n# b"],
    ["a heading of marks alone", "# #\n## ##\n### a#\n# a # b #"],
  ])("agrees with CommonMark about %s", (_, text) => {
    expect(ours(text)).toEqual(theirs(text));
  });

  it("lets an item that starts at 1 interrupt a paragraph, and no other number", () => {
    const code = (number: string) => ours(`text\n${number} a\n\n   \`\`\`\n   b\n   \`\`\``);
    expect(code("1.")).toEqual(['4 code  "b"']);
    expect(code("2.")).toEqual(['4 code  "b"']);
    expect(ours("text\n1. a\n   # b\n# c")).toEqual(["4 h1 c"]);
    expect(ours("text\n2. a\n   # b\n# c")).toEqual(["3 h1 b", "4 h1 c"]);
  });
});

describe("parseBlocks: tabs", () => {
  it("takes a tab for as many columns as there are to its stop", () => {
    expect(blocks("- a\n\n \t```\n  \tb\n\t c\n\t```\nd")).toMatchObject([
      { kind: "text" },
      { kind: "code", content: "b\n c", closed: true, line: 3, to: 7 },
      { kind: "text", lines: ["d"] },
    ]);
  });

  it("keeps of a tab in code what the indentation leaves of it, and later tabs as they are", () => {
    expect(blocks("- ```\n\ta\n  \tb\tc\n  ```")).toMatchObject([{ kind: "code", content: "  a\n\tb\tc" }]);
  });

  it("reads a tab behind a list's marker", () => {
    expect(blocks("-\t```\n\ta\n\t```\n# b")).toMatchObject([
      { kind: "code", content: "a", closed: true },
      { kind: "heading", text: "b" },
    ]);
  });
});

describe("parseBlocks: what a line of dashes stands behind", () => {
  const kinds = (text: string) =>
    blocks(text).map(
      (block) => `${block.kind} ${block.line}-${block.to} ${"text" in block ? block.text : ""}`,
    );

  it.each([
    ["a table", "| a | b |\n| - | - |\n| c | d |\n---\ne", ["text 1-4 ", "text 4-5 ", "text 5-6 "]],
    ["a table below text", "a\n| b |\n| - |\n---", ["text 1-4 ", "text 4-5 "]],
    ["bars in cells", "a \\| b\n:-:\n---", ["text 1-3 ", "text 3-4 "]],
    ["rows of other lengths", "| a | b |\n| - |\n---", ["heading 1-4 | a | b |\n| - |"]],
    ["a mark that is none", "| a | b |\n| - | x |\n---", ["heading 1-4 | a | b |\n| - | x |"]],
    ["indented code behind a table", "| a |\n| - |\n    b\n---", ["text 1-3 ", "text 3-4 ", "text 4-5 "]],
    ["a row of two dashes", "| a |\n| - |\n--\n---", ["text 1-4 ", "text 4-5 "]],
    ["a definition", "[a]: b\n---\nc", ["text 1-2 ", "text 2-3 ", "text 3-4 "]],
    ["definitions and text", "[a]: b\n[c]: d\ne\n---", ["text 1-3 ", "heading 3-5 e"]],
    ["a definition of several lines", "[a\nb]:\n</c d>\n'e\nf'\n---", ["text 1-6 ", "text 6-7 "]],
    ["a title in parentheses", "[a]: b (c)\n---", ["text 1-2 ", "text 2-3 "]],
    ["a title that is not closed", '[a]: b\n"c\n---', ["text 1-2 ", 'heading 2-4 "c']],
    ["a title with more behind it", "[a]: b 'c' d\n---", ["heading 1-3 [a]: b 'c' d"]],
    ["a title with a parenthesis in it", "[a]: b (c(d)\n---", ["heading 1-3 [a]: b (c(d)"]],
    ["escapes in a definition", "[a\\]b]: <c\\>d> 'e\\'f'\n---", ["text 1-2 ", "text 2-3 "]],
    ["an escape in a target", "[a]: b\\(c\n---", ["text 1-2 ", "text 2-3 "]],
    ["a target with parentheses", "[a]: b(c)\n---", ["text 1-2 ", "text 2-3 "]],
    ["a target with a parenthesis open", "[a]: b(c\n---", ["heading 1-3 [a]: b(c"]],
    ["a target with a parenthesis closed", "[a]: b)c\n---", ["heading 1-3 [a]: b)c"]],
    ["a target with brackets open", "[a]: <b\n---", ["heading 1-3 [a]: <b"]],
    ["a target in brackets with more behind it", "[a]: <b>c\n---", ["heading 1-3 [a]: <b>c"]],
    ["no target", "[a]:\n---", ["heading 1-3 [a]:"]],
    ["no label", "[ ]: b\n---", ["heading 1-3 [ ]: b"]],
    ["a label in a label", "[a[b]: c\n---", ["heading 1-3 [a[b]: c"]],
    ["a label that is not closed", "[a\n---", ["heading 1-3 [a"]],
    ["a link", "[a] b\n---", ["heading 1-3 [a] b"]],
  ])("knows %s", (_, text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  it("takes more parentheses than parsers do for none", () => {
    const target = (count: number) => kinds(`[a]: ${"(".repeat(count)}${")".repeat(count)}\n---`).length;
    expect([target(32), target(33)]).toEqual([2, 1]);
  });

  it("takes no label of more than 999 characters", () => {
    const label = (count: number) => kinds(`[${"a".repeat(count)}]: b\n---`).length;
    expect([label(999), label(1_000)]).toEqual([2, 1]);
  });
});

describe("parseBlocks: empty items", () => {
  it("lets a second blank line end an item that began with one", () => {
    expect(blocks("-\n\n  # a")).toMatchObject([{ kind: "text" }, { kind: "heading", text: "a" }]);
    expect(blocks("-\n  # a")).toMatchObject([{ kind: "text" }, { kind: "text" }]);
  });

  it("lets no line go on with an item without text", () => {
    expect(blocks("-\ntext\n    ```\n---")).toMatchObject([
      { kind: "text" },
      { kind: "heading", text: "text\n```" },
    ]);
  });
});

// Our Markdown reader against markdown-it, which reads tables as GitHub does: any document of these lines has the same
// headings and fenced code. Where we differ on purpose, the difference stands below by name, with its reason.

import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { parseBlocks, splitLines } from "../../../src/text/markdown/markdown.ts";

const judge = new MarkdownIt({ html: true });

/** Inline syntax is not what is compared. */
function letters(text: string): string {
  return text.replace(/[^a-z]+/g, "");
}

function code(line: number, language: string, content: string): string {
  return `${line} code ${language} ${JSON.stringify(content.replace(/\s+$/, ""))}`;
}

function ours(text: string): readonly string[] {
  return parseBlocks(splitLines(text)).flatMap((block) => {
    if (block.kind === "heading") return [`${block.line} h${block.level} ${letters(block.text)}`];
    return block.kind === "code" ? [code(block.line, block.language, block.content)] : [];
  });
}

/** Headings of the document itself, and fenced code of the document and its lists. */
function theirs(text: string): readonly string[] {
  const tokens = judge.parse(text, {});
  let quotes = 0;
  return tokens.flatMap(({ type, tag, level, map, info, content }, index) => {
    if (type === "blockquote_open") quotes++;
    if (type === "blockquote_close") quotes--;
    const line = (map?.[0] ?? 0) + 1;
    if (type === "heading_open" && level === 0)
      return [`${line} ${tag} ${letters(tokens[index + 1]?.content ?? "")}`];
    return type === "fence" && quotes === 0 ? [code(line, info.trim().split(/\s/)[0] ?? "", content)] : [];
  });
}

/** Documents of these lines. */
function documents(...lines: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom("", ...lines), { maxLength: 9 }).map((some) => some.join("\n"));
}

function agree(documents: fc.Arbitrary<string>, numRuns: number): void {
  fc.assert(
    fc.property(documents, (text) => {
      expect(ours(text)).toEqual(theirs(text));
    }),
    { numRuns },
  );
}

describe("Markdown against markdown-it", () => {
  it("has the same headings and fences", () => {
    agree(
      documents(
        "# a",
        "## b ##",
        "#\tc",
        "text",
        "```sh",
        "```",
        "~~~",
        "===",
        "---",
        "***",
        "> q",
        "<!-- d -->",
        "<div>",
      ),
      1_000,
    );
  });

  it("has the same headings and fences with tabs", () => {
    agree(
      documents(
        "# a",
        "\t# b",
        "  \tc",
        "\t```",
        "```\t",
        "\t---",
        "- e",
        "-\tf",
        "\t- g",
        "1.\th",
        "\t\ti",
        " \t~~~",
        "---",
      ),
      1_000,
    );
  });

  it("has the same headings and fences in and behind lists", () => {
    agree(
      documents(
        "- a",
        "1. b",
        "2. c",
        "  - d",
        "- ```sh",
        "  ```",
        "   ```",
        "    ```",
        "  text",
        "text",
        "# e",
        "---",
        "-",
      ),
      1_000,
    );
  });

  it("has the same headings behind tables", () => {
    const lines = [
      "| a | b |",
      "| - | -: |",
      "a | b",
      "--|--",
      "| c |",
      "|-|",
      "---",
      "===",
      "# d",
      "2. e",
      "    f",
      "> g",
    ];
    // Named below.
    const named = /^\|(?: c |-)\|\n-+$|^[^|\n]+\n\|-\|$/m;
    agree(
      documents(...lines).filter((text) => !named.test(text)),
      1_000,
    );
  });

  it("has the same headings behind link definitions", () => {
    const lines = [
      "[a]: b",
      "[a]: <b c> 'd'",
      "[a]:",
      "/b",
      '"c"',
      "'d",
      "e'",
      "[a]: b x",
      "text",
      "---",
      "===",
      "# d",
    ];
    // Named below.
    const named = /^(?:\[a\]:|'d)\n(?:===|---)$/m;
    agree(
      documents(...lines, "[f]: g (h)").filter((text) => !named.test(text)),
      1_000,
    );
  });
});

describe("Markdown, where we differ from markdown-it", () => {
  it.each([
    ["a line of dashes alone makes a heading of a line with bars", "| a |\n---", ["1 h2 a"], []],
    ["a table's head of one cell needs no bar", "a\n:-:\n---", [], ["1 h2 a"]],
    ["an underline is no target of a definition", "[a]:\n===", ["1 h1 a"], []],
    ["an underline is no part of a definition's title", "[a]: b\n'c\n===\nd'", ["2 h1 c"], []],
    [
      "a fence of four columns that an item does not reach is none",
      "   - a\n    ```\nb\n---",
      [],
      ["3 h2 b"],
    ],
    [
      "a list that begins at 2 needs a blank line, behind a definition, too",
      "[a]: b\n2. x\n---",
      ["2 h2 x"],
      [],
    ],
  ])("%s (as micromark has it)", (_, text, us, them) => {
    expect(ours(text)).toEqual(us);
    expect(theirs(text)).toEqual(them);
  });

  it("takes nine lists on one line for eight: no program nests deeper, and a line must cost what it is long", () => {
    const text = `${"- ".repeat(9)}~~~\n${"  ".repeat(9)}a`;
    expect(ours(text)).toEqual([]);
    expect(theirs(text)).toEqual(['1 code  "a"']);
  });

  it("takes headings in lists, and all in quotes, for text: sections of a program stand on their own", () => {
    expect(ours("- # a\n\n> # b\n> ```\n")).toEqual([]);
  });
});

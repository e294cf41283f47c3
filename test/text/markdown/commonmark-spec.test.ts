// Our Markdown reader against the examples of the CommonMark specification: the headings that its HTML shows outside of
// lists and quotes, and the fenced code that markdown-it finds in them.

import spec from "commonmark-spec";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { parseBlocks, splitLines } from "../../../src/text/markdown/markdown.ts";

const judge = new MarkdownIt({ html: true });

/** Examples of code in a quote: all in a quote is text for us, sections of a program stand on their own. */
const CODE_IN_QUOTES = [128, 237];

const examples = spec.tests.map(({ number, section, markdown, html }) => {
  const text = markdown.replaceAll("→", "\t");
  return { name: `${section}, example ${number}`, number, text, html };
});

function ours(text: string) {
  const blocks = parseBlocks(splitLines(text));
  return {
    headings: blocks.flatMap((block) => (block.kind === "heading" ? [block.level] : [])),
    code: blocks.flatMap((block) => (block.kind === "code" ? [block.content.trimEnd()] : [])),
  };
}

/** Levels of the headings that stand in no list and no quote. */
function headingsIn(html: string): readonly number[] {
  let depth = 0;
  return [...html.matchAll(/<(\/?)(?:(ul|ol|blockquote)\b|h([1-6])>)/g)].flatMap(
    ([, end, container, level]) => {
      if (container !== undefined) depth += end === "/" ? -1 : 1;
      return level !== undefined && end === "" && depth === 0 ? [Number(level)] : [];
    },
  );
}

function codeIn(text: string): readonly string[] {
  return judge.parse(text, {}).flatMap(({ type, content }) => (type === "fence" ? [content.trimEnd()] : []));
}

describe("the examples of the CommonMark specification", () => {
  it("are many, of every section that decides what is a heading, a list or code", () => {
    expect(examples.length).toBeGreaterThan(600);
    for (const section of [
      "Tabs",
      "ATX headings",
      "Setext headings",
      "Fenced code blocks",
      "List items",
      "Lists",
    ])
      expect(examples.filter(({ name }) => name.startsWith(`${section},`)).length).toBeGreaterThan(10);
  });

  it.each(examples.map((one) => [one.name, one] as const))("%s", (_, { number, text, html }) => {
    const { headings, code } = ours(text);
    expect(headings).toEqual(headingsIn(html));
    if (CODE_IN_QUOTES.includes(number)) expect(code).not.toEqual(codeIn(text));
    else expect(code).toEqual(codeIn(text));
  });
});

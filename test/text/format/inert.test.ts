// Whatever comes in: what goes out holds nothing that GitHub would make live.

import fc from "fast-check";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, it } from "vitest";
import { cut, inertBlock, inertLine, inlineCode, tableCell } from "../../../src/text/format/inert.ts";
import { LIVE_PIECES, PUNCTUATION } from "../../fuzz/grammar.ts";

/** Pieces from which hostile text is put together; between them anything may stand. */
const HOSTILE = [
  ...LIVE_PIECES,
  ...PUNCTUATION,
  ..."\u0000\u001b\u200b\u200d\u202e\u2060\ufeff\u2028\u0085\ud800\udc00\u{e0041}\u115f",
] as const;

const hostile = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...HOSTILE) }, fc.string({ unit: "binary" })), {
    maxLength: 30,
  })
  .map((parts) => parts.join(""));

/** Text that GitHub's filters look at (they leave code alone), by paragraph. */
function proseOf(node: Nodes): string {
  if (node.type === "inlineCode" || node.type === "code") return " \u0000 ";
  if ("children" in node) return node.children.map((child) => proseOf(child)).join("");
  return "value" in node ? node.value : "";
}

function kindsOf(node: Nodes): readonly string[] {
  return "children" in node ? [node.type, ...node.children.flatMap((child) => kindsOf(child))] : [node.type];
}

function shownBy(node: Nodes): string {
  if ("children" in node) return node.children.map((child) => shownBy(child)).join("");
  return "value" in node ? node.value : "";
}

const LIVE_PROSE = [
  /@/,
  /#[0-9A-Za-z]/,
  /(?<![0-9A-Za-z])GH-\d/i,
  /https?:\/\/|ftp:\/\/|www\./i,
  /(?<![0-9A-Za-z])[0-9a-f]{7,40}(?![0-9A-Za-z])/i,
  /\$/,
  /(?<![0-9A-Za-z])CVE-\d/i,
  /^\s*\//,
];
const INVISIBLE = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u;

function expectInert(markdown: string): void {
  expect(markdown).not.toMatch(/\n|<!--/);
  expect(markdown).not.toMatch(INVISIBLE);
  const root = fromMarkdown(markdown);
  for (const kind of kindsOf(root)) expect(["root", "paragraph", "text", "inlineCode"]).toContain(kind);
  for (const live of LIVE_PROSE) expect(proseOf(root)).not.toMatch(live);
}

describe("inertLine", () => {
  it("is dead Markdown whatever it is given", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 200 }), (text, max) =>
        expectInert(inertLine(text, max)),
      ),
      { numRuns: 2_000 },
    );
  });

  it("is as dead behind text of ours, in a list, in a quotation and under a paragraph", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = inertLine(text, 120);
        const allowed = [
          "root",
          "paragraph",
          "text",
          "inlineCode",
          "list",
          "listItem",
          "blockquote",
          "strong",
        ];
        for (const around of [`**Taught:** ${line}`, `- x ${line}`, `> ${line}`, `Ours\n${line}\nours`]) {
          for (const kind of kindsOf(fromMarkdown(around))) expect(allowed).toContain(kind);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("shows no more characters than asked for, however many escapes that takes", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 2, max: 60 }), (text, max) => {
        const shown = shownBy(fromMarkdown(inertLine(text, max)));
        // One for the space that keeps two pieces of code apart, at most after every second character.
        expect(Array.from(shown).length).toBeLessThanOrEqual(max * 1.5 + 1);
      }),
    );
  });

  it("leaves no bar that could end a table cell", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(tableCell(inertLine(text, 200))).not.toMatch(/(?<!\\)\|/);
      }),
    );
  });

  it.each([
    ["Set `WIDTH_CM` to 10.", "Set `WIDTH_CM` to 10."],
    ["thanks @ada, see #12 (and https://x.y/z).", "thanks `@ada`, see `#12` (and `https://x.y/z`)."],
    ["Fixes octo/repo#1", "Fixes `octo/repo#1`"],
    ["*bold* and snake_case & <b>", "\\*bold\\* and snake\\_case \\& \\<b\\>"],
    ["# not a heading", "\\# not a heading"],
    ["1. not a list", "1\\. not a list"],
    ["/autoloop stop", "`/autoloop` stop"],
    ["a\n\nb\u202ec\u0000", "a bc"],
    ["a \u0000\r\nb", "a b"],
    ["`a``b`@c", "`a` `b` `@c`"],
    ["   ", ""],
  ])("shows %j as %j", (text, markdown) => {
    expect(inertLine(text, 100)).toBe(markdown);
  });
});

describe("inertBlock", () => {
  it("is one code block and nothing else", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 200 }), (text, max) => {
        const block = inertBlock(text, max);
        expect(block).not.toMatch(INVISIBLE);
        expect(block).not.toContain("<!--");
        expect(kindsOf(fromMarkdown(`${block}\n\nours`))).toEqual(["root", "code", "paragraph", "text"]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("has a fence longer than any inside", () => {
    expect(inertBlock("a\n````\nb", 100)).toBe("`````text\na\n````\nb\n`````");
  });
});

describe("inlineCode", () => {
  it("is one code span", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const code = inlineCode(text, 80);
        if (code === "—") return;
        expect(kindsOf(fromMarkdown(code))).toEqual(["root", "paragraph", "inlineCode"]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("says that nothing is left", () => {
    expect(inlineCode(" \u200b", 10)).toBe("—");
  });
});

describe("cut", () => {
  it("cuts between code points and says so", () => {
    expect(cut("😀😀😀", 3)).toBe("😀😀😀");
    expect(cut("😀😀😀😀", 3)).toBe("😀😀…");
    expect(cut("ab", 2)).toBe("ab");
  });
});

// Headings and fences are found by place; here the reader that cut each line out first says what they are.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headingsIn, placesIn } from "../../../src/text/state-file/line-places.ts";
import { blocksOf, bytesOfBlock, linesOf } from "../../../src/text/state-file/state-sections.ts";

interface Line {
  readonly text: string;
  readonly eol: string;
  fenced: boolean;
}

/** The reader of before: slow, and easy to check by eye. */
function slowLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const { 0: eol, index } of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(start, index), eol, fenced: false });
    start = index + eol.length;
  }
  if (start < text.length) lines.push({ text: text.slice(start), eol: "", fenced: false });
  for (let index = 0; index < lines.length; index += 1) {
    const [, backticks, tildes] = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/s.exec(lines[index]?.text ?? "") ?? [];
    const fence = backticks ?? tildes;
    if (fence === undefined) continue;
    const end = lines.findIndex(
      (line, at) => at > index && /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line.text)?.[1]?.startsWith(fence),
    );
    if (end === -1) continue;
    for (const line of lines.slice(index, end)) line.fenced = true;
    index = end;
  }
  return lines;
}

const isHeading = ({ text, fenced }: Line) => !fenced && /^ {0,3}##?(?:[ \t]|$)/.test(text);

const pieces = fc.constantFrom(
  ...["\n", "\r", "\r\n", "\n\n", " ", "   ", "    ", "\t", "```", "````", "~~~", "`", "js", "a"],
  ...["# ", "## ", "##", "#", "### ", "| Paused | true |", "| x |", "---", "\u2028", "\uFEFF"],
);
const texts = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(""));

describe("places of lines", () => {
  it("are those that a reader finds who cuts out each line", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const found = [...placesIn(text)].map(({ start, end, next }) => [
          text.slice(start, end),
          text.slice(end, next),
        ]);
        expect(found).toEqual(slowLines(text).map(({ text, eol }) => [text, eol]));
      }),
      { numRuns: 1_000 },
    );
  });

  it("hold headings and fenced lines as that reader sees them, in the whole text and in each block", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const bom = text.startsWith("\uFEFF") ? 1 : 0;
        const lines = slowLines(text.slice(bom));
        const blocks = blocksOf(text);
        expect(blocks.map(bytesOfBlock).join("")).toBe(text);
        expect(blocks.slice(1).map(({ heading }) => heading)).toEqual(
          lines.filter(isHeading).map(({ text, eol }) => text + eol),
        );
        expect(blocks.flatMap(({ body }) => linesOf(body))).toEqual(lines.filter((line) => !isHeading(line)));
        expect(headingsIn(text, bom).length).toBeGreaterThanOrEqual(blocks.length - 1);
      }),
      { numRuns: 1_000 },
    );
  });
});

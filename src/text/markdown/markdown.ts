// A Markdown document as a flat list of blocks, in one pass over its lines: headings, code, HTML, text. Owns the
// block rules of CommonMark that decide what is a heading and what is code; inline syntax is `inline.ts`.
//
// Linear, whatever comes in; tests compare it with CommonMark parsers. Headings in lists and quotes count as text here.

import { expandIndent, leadingSpace, lineOf } from "./columns.ts";
import { definitionLines } from "./definitions.ts";
import { openFence, readFence } from "./fence.ts";
import { htmlBlock, readHtml } from "./html-block.ts";
import { beginsTable } from "./tables.ts";

/** A run of whole lines. `line` is 1-based, `to` is the line after the last. */
interface Lines {
  readonly line: number;
  readonly to: number;
}

export type Block =
  | (Lines & { readonly kind: "heading"; readonly level: number; readonly text: string })
  | (Lines & {
      readonly kind: "code";
      /** First word after the fence, lower case; empty where there is none. */
      readonly language: string;
      readonly content: string;
      readonly closed: boolean;
    })
  /** Comments and tags that stand alone. */
  | (Lines & { readonly kind: "html"; readonly content: string })
  /** Paragraphs, lists, quotes: up to the next blank line or other block. */
  | (Lines & { readonly kind: "text"; readonly lines: readonly string[] });

/** Indentation columns that a list item's content needs, innermost last. */
type Items = number[];

const LIST_MARKER = /^( {0,3}(?:[-*+]|\d{1,9}[.)]))([ \t]|$)/;
const THEMATIC_BREAK = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const INDENTED = /^(?: {4}| {0,3}\t)/;
const QUOTE = /^ {0,3}>/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
/** List markers looked for on one line: deeper nesting is read as text. */
const MARKERS_A_LINE = 8;

/** Lines without their ends, whichever kind those are. */
export function splitLines(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/);
}

/**
 * Reads blocks. Blank lines belong to no block.
 * @param firstLine number of the first of `lines` in the whole document
 */
export function parseBlocks(lines: readonly string[], firstLine = 1): readonly Block[] {
  const blocks: Block[] = [];
  let items: Items = [];
  let paragraph: string[] = [];
  let nestedParagraph = false;
  /** It is indented code, seen from the list item that it is in. */
  let indented = false;
  let emptyItem = false;
  /** The paragraph has become a table of GitHub's Markdown. */
  let table = false;
  let index = 0;
  const at = (from: number, to: number) => ({ line: firstLine + from, to: firstLine + to });
  const endParagraph = (): void => {
    if (paragraph.length > 0)
      blocks.push({ kind: "text", lines: paragraph, ...at(index - paragraph.length, index) });
    paragraph = [];
    table = false;
  };
  while (index < lines.length) {
    const raw = lineOf(lines, index);
    if (raw.trim() === "") {
      endParagraph();
      // An item that begins with a blank line ends with a second one.
      if (emptyItem) items.pop();
      emptyItem = false;
      index++;
      continue;
    }
    const outer = [...items];
    // Indented code is no paragraph, so the next line does not go on with it; nor does a table with indented code.
    if (INDENTED.test(raw) ? table : paragraph.length > 0 && indented) endParagraph();
    const { text, nested, opens } = enterItems(raw, items, isPlain(paragraph[0]) && !table);
    // An item without text has no paragraph that a line behind it could go on with.
    if (emptyItem && items.length < outer.length) endParagraph();
    emptyItem = opens && text.trim() === "";
    // A quote or list begins; its own later lines are only lines.
    if (opens ? !LIST_MARKER.test(paragraph[0] ?? "") : QUOTE.test(text) && !QUOTE.test(paragraph[0] ?? ""))
      endParagraph();
    // Most lines begin with a letter: then none of these patterns is tried.
    const lead = text.trimStart().charAt(0);
    const fence = lead === "`" || lead === "~" ? openFence(text) : null;
    const htmlEnd = lead === "<" ? htmlBlock(text, paragraph.length > 0 && !opens && !table) : null;
    const heading = lead === "#" ? atxHeading(text) : null;
    const mayUnderline =
      (lead === "=" || lead === "-") && UNDERLINE.test(text) && !nested && !nestedParagraph;
    const definitions = mayUnderline && isPlain(paragraph[0]) && !table ? definitionLines(paragraph) : null;
    const from = index;
    if (fence !== null) {
      endParagraph();
      const { to, content, closed } = readFence(lines, index + 1, fence, items.at(-1) ?? 0);
      index = to;
      blocks.push({ kind: "code", language: fence.language, content, closed, ...at(from, to) });
    } else if (htmlEnd !== null) {
      endParagraph();
      index = readHtml(lines, index, htmlEnd);
      blocks.push({ kind: "html", content: lines.slice(from, index).join("\n"), ...at(from, index) });
    } else if (heading !== null && !nested) {
      endParagraph();
      index++;
      blocks.push({ kind: "heading", ...heading, ...at(from, index) });
    } else if (definitions !== null && definitions < paragraph.length) {
      const title = paragraph.splice(definitions).map((one) => one.trim());
      const start = index - title.length;
      if (definitions > 0) blocks.push({ kind: "text", lines: paragraph, ...at(start - definitions, start) });
      index++;
      const level = lead === "=" ? 1 : 2;
      blocks.push({ kind: "heading", level, text: title.join("\n"), ...at(start, index) });
      paragraph = [];
    } else {
      const alone = heading !== null || ("-*_".includes(lead) && THEMATIC_BREAK.test(text));
      if (alone || definitions !== null) endParagraph();
      table ||=
        isPlain(paragraph[0]) &&
        !nested &&
        !INDENTED.test(raw) &&
        beginsTable(paragraph.slice(-1).join(""), text);
      if (paragraph.length === 0) [nestedParagraph, indented] = [nested, INDENTED.test(text)];
      // A line that only goes on with a list item's paragraph leaves the item open.
      else if (!opens) items = outer;
      paragraph.push(raw);
      index++;
      if (alone) endParagraph();
    }
  }
  endParagraph();
  return blocks;
}

/** Leaves the list items that `line` is not part of, enters those it opens, and gives what stands inside. */
function enterItems(
  line: string,
  items: Items,
  inParagraph: boolean,
): { text: string; nested: boolean; opens: boolean } {
  const expanded = expandIndent(line);
  const indent = leadingSpace(expanded);
  const before = items.length;
  while (indent < (items.at(-1) ?? 0)) items.pop();
  // The paragraph stands in an item that this line is not part of: then nothing interrupts it.
  const continues = inParagraph && items.length === before;
  let column = items.at(-1) ?? 0;
  let text = expanded.slice(column);
  let opens = false;
  for (let count = 0; count < MARKERS_A_LINE; count++) {
    const marker = LIST_MARKER.exec(text);
    if (marker === null || THEMATIC_BREAK.test(text)) break;
    const [, bullet = ""] = marker;
    const behind = expandIndent(text.slice(bullet.length), column + bullet.length);
    const gap = leadingSpace(behind);
    const empty = gap === behind.length;
    // An empty item, or one that does not start at 1, does not interrupt a paragraph.
    if (continues && items.length === 0 && !opens && (empty || /\d/.test(bullet))) {
      if (empty || !/^ *1[.)]$/.test(bullet)) break;
    }
    // Five spaces or more after the marker: an indented code block inside the item.
    const inside = gap > 4 || empty ? 1 : gap;
    column += bullet.length + inside;
    items.push(column);
    text = behind.slice(inside);
    opens = true;
  }
  return { text, nested: items.length > 0, opens };
}

function atxHeading(text: string): { level: number; text: string } | null {
  const [, hashes, rest = ""] = /^ {0,3}(#{1,6})(?:[ \t](.*))?$/s.exec(text) ?? [];
  if (hashes === undefined) return null;
  const trimmed = rest.trim();
  let end = trimmed.length;
  while (trimmed.charAt(end - 1) === "#") end--;
  const closing = end === 0 || /\s/.test(trimmed.charAt(end - 1));
  return { level: hashes.length, text: (closing ? trimmed.slice(0, end) : trimmed).trim() };
}

/** Whether a paragraph that begins with this line is one: no quote, list item, or nothing at all. */
function isPlain(line: string | undefined): boolean {
  return line !== undefined && !QUOTE.test(line) && !LIST_MARKER.test(line);
}

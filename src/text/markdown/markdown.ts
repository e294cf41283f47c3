// A Markdown document as a flat list of blocks, in one pass over its lines: headings, code, HTML, text. Owns the
// block rules of CommonMark that decide what is a heading and what is code; inline syntax is `inline.ts`.
//
// General parsers take seconds to minutes on 65,536 hostile characters ("=\n" repeated, nested lists); this one
// is linear. A test compares it with a CommonMark parser. Headings in lists and quotes count as text here.

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

interface Fence {
  readonly marker: string;
  readonly length: number;
  readonly indent: number;
  readonly language: string;
}

/** Indentation columns that a list item's content needs, innermost last. */
type Items = number[];

const FENCE = /^( {0,3})(`{3,}|~{3,})(.*)$/s;
const LIST_MARKER = /^( {0,3}(?:[-*+]|\d{1,9}[.)]))( +|$)/;
const THEMATIC_BREAK = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const INDENTED = /^(?: {4}| {0,3}\t)/;
const QUOTE = /^ {0,3}>/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const TAG_ALONE = /^<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>\s*$/i;
const TAG_OF_BLOCK =
  /^<\/?(?:address|article|aside|blockquote|body|center|details|dialog|dir|div|dl|dt|dd|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|nav|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:[\s>]|\/>|$)/i;
/** What ends an HTML block that began this way; other tags end at a blank line. */
const HTML_UNTIL: readonly (readonly [RegExp, RegExp])[] = [
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [/^<![a-z]/i, />/],
  [/^<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
];
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
  let index = 0;
  const at = (from: number, to: number) => ({ line: firstLine + from, to: firstLine + to });
  const endParagraph = (): void => {
    if (paragraph.length > 0)
      blocks.push({ kind: "text", lines: paragraph, ...at(index - paragraph.length, index) });
    paragraph = [];
  };
  while (index < lines.length) {
    const raw = lineOf(lines, index);
    if (raw.trim() === "") {
      endParagraph();
      index++;
      continue;
    }
    const outer = [...items];
    // Indented code is no paragraph, so the next line does not go on with it.
    if (INDENTED.test(paragraph[0] ?? "") && !INDENTED.test(raw)) endParagraph();
    const { text, nested, opens } = enterItems(raw, items, isPlain(paragraph[0]));
    // A quote or list begins; its own later lines are only lines.
    if (opens ? !LIST_MARKER.test(paragraph[0] ?? "") : QUOTE.test(text) && !QUOTE.test(paragraph[0] ?? ""))
      endParagraph();
    // Most lines begin with a letter: then none of these patterns is tried.
    const lead = text.trimStart().charAt(0);
    const fence = lead === "`" || lead === "~" ? openFence(text) : null;
    const htmlEnd = lead === "<" ? htmlBlock(text, paragraph.length > 0 && !opens) : null;
    const heading = lead === "#" ? atxHeading(text) : null;
    const underlines = (lead === "=" || lead === "-") && UNDERLINE.test(text) && !nested && !nestedParagraph;
    const from = index;
    if (fence !== null) {
      endParagraph();
      const { to, content, closed } = readFence(lines, index + 1, fence, items);
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
    } else if (underlines && isPlain(paragraph[0])) {
      const start = index - paragraph.length;
      index++;
      const level = lead === "=" ? 1 : 2;
      blocks.push({
        kind: "heading",
        level,
        text: paragraph.map((one) => one.trim()).join("\n"),
        ...at(start, index),
      });
      paragraph = [];
    } else {
      const alone = heading !== null || ("-*_".includes(lead) && THEMATIC_BREAK.test(text));
      if (alone) endParagraph();
      if (paragraph.length === 0) nestedParagraph = nested;
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
  const trimmed = line.trimStart();
  const space = line.slice(0, line.length - trimmed.length).replaceAll("\t", "    ");
  const expanded = space + trimmed;
  const indent = space.length;
  while (indent < (items.at(-1) ?? 0)) items.pop();
  let column = items.at(-1) ?? 0;
  let text = expanded.slice(column);
  let opens = false;
  for (let count = 0; count < MARKERS_A_LINE; count++) {
    const marker = LIST_MARKER.exec(text);
    if (marker === null || THEMATIC_BREAK.test(text)) break;
    const [whole, bullet = "", gap = ""] = marker;
    // An empty item, or one that does not start at 1, does not interrupt a paragraph.
    if (inParagraph && items.length === 0 && !opens && (gap === "" || /\d/.test(bullet))) {
      if (gap === "" || !/^ *1[.)]$/.test(bullet)) break;
    }
    // Five spaces or more after the marker: an indented code block inside the item.
    const width = gap.length > 4 || gap === "" ? bullet.length + 1 : whole.length;
    column += width;
    items.push(column);
    text = text.slice(width);
    opens = true;
  }
  return { text, nested: items.length > 0, opens };
}

function openFence(text: string): Fence | null {
  const [, indent = "", run = "", info = ""] = FENCE.exec(text) ?? [];
  if (run === "" || (run.startsWith("`") && info.includes("`"))) return null;
  const [language = ""] = info.trim().split(/\s/, 1);
  return {
    marker: run.charAt(0),
    length: run.length,
    indent: indent.length,
    language: language.toLowerCase(),
  };
}

function readFence(lines: readonly string[], start: number, fence: Fence, items: Items) {
  const column = items.at(-1) ?? 0;
  const content: string[] = [];
  for (let index = start; index < lines.length; index++) {
    const line = lineOf(lines, index);
    const space = leadingSpace(line);
    const blank = space === line.length;
    // A line that leaves the list item also ends the code in it.
    if (!blank && space < column) return { to: index, content: content.join("\n"), closed: false };
    const text = line.slice(Math.min(space, column));
    if (closes(text, fence)) return { to: index + 1, content: content.join("\n"), closed: true };
    content.push(text.slice(Math.min(leadingSpace(text), fence.indent)));
  }
  return { to: lines.length, content: content.join("\n"), closed: false };
}

function closes(text: string, fence: Fence): boolean {
  const [, , run = "", rest = ""] = FENCE.exec(text) ?? [];
  return run.startsWith(fence.marker) && run.length >= fence.length && rest.trim() === "";
}

/** The line at an index that there is. */
function lineOf(lines: readonly string[], index: number): string {
  const [line = ""] = lines.slice(index, index + 1);
  return line;
}

function leadingSpace(line: string): number {
  return line.length - line.replace(/^ +/, "").length;
}

/** The pattern that ends the HTML block which `text` begins, `"blank"` for a blank line, null for no HTML. */
function htmlBlock(text: string, inParagraph: boolean): RegExp | "blank" | null {
  const start = /^ {0,3}(<.*)$/s.exec(text)?.[1];
  if (start === undefined) return null;
  const known = HTML_UNTIL.find(([begin]) => begin.test(start));
  if (known !== undefined) return known[1];
  return TAG_OF_BLOCK.test(start) || (!inParagraph && TAG_ALONE.test(start)) ? "blank" : null;
}

function readHtml(lines: readonly string[], start: number, end: RegExp | "blank"): number {
  for (let index = start; index < lines.length; index++) {
    const line = lineOf(lines, index);
    if (end === "blank" ? line.trim() === "" : end.test(line)) return end === "blank" ? index : index + 1;
  }
  return lines.length;
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

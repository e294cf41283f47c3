// HTML blocks (CommonMark 4.6): what begins one on a line of a document, and which line ends it.

import { lineOf } from "./columns.ts";

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

/** The pattern that ends the HTML block which `text` begins, `"blank"` for a blank line, null for no HTML. */
export function htmlBlock(text: string, inParagraph: boolean): RegExp | "blank" | null {
  const start = /^ {0,3}(<.*)$/s.exec(text)?.[1];
  if (start === undefined) return null;
  const known = HTML_UNTIL.find(([begin]) => begin.test(start));
  if (known !== undefined) return known[1];
  return TAG_OF_BLOCK.test(start) || (!inParagraph && TAG_ALONE.test(start)) ? "blank" : null;
}

/** The line behind the block that begins at `start`. */
export function readHtml(lines: readonly string[], start: number, end: RegExp | "blank"): number {
  for (let index = start; index < lines.length; index++) {
    const line = lineOf(lines, index);
    if (end === "blank" ? line.trim() === "" : end.test(line)) return end === "blank" ? index : index + 1;
  }
  return lines.length;
}

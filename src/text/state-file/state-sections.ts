// A state file cut into blocks at its headings, so that every byte belongs to exactly one block and joining the
// blocks gives the file back. Knows Markdown's lines, fences and headings, and nothing of what a section means. Only
// headings and fences are looked for in all of a file; lines are cut where somebody needs them.

import { Fences, headingsIn, type LinePlace, placesIn } from "./line-places.ts";

/** One line. `text + eol` are its bytes; `eol` is empty only at the end of the file. */
export interface Line {
  readonly text: string;
  readonly eol: string;
  /** Inside a closed code fence: whatever it looks like, it is only text. */
  readonly fenced: boolean;
}

/** A heading of level 1 or 2 with all text up to the next. Level 0 is what stands before the first heading. */
export interface Block {
  readonly level: 0 | 1 | 2;
  /** As written, without marks and surrounding blanks. */
  readonly title: string;
  /** The heading's line; for level 0 the file's byte order mark, if it has one. */
  readonly heading: string;
  /** All lines behind the heading, byte for byte. */
  readonly body: string;
}

/** Cuts the text; linear. The first block has level 0 and may be empty. */
export function blocksOf(text: string): readonly Block[] {
  const byteOrderMark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const blocks: Block[] = [];
  let level: Block["level"] = 0;
  let title = "";
  let heading = byteOrderMark;
  let begin = byteOrderMark.length;
  for (const { start, end, next } of headingsIn(text, begin)) {
    blocks.push({ level, title, heading, body: text.slice(begin, start) });
    const marked = text.slice(start, end).trimStart();
    level = marked.startsWith("##") ? 2 : 1;
    title = titleOf(marked.slice(level));
    heading = text.slice(start, next);
    begin = next;
  }
  blocks.push({ level, title, heading, body: text.slice(begin) });
  return blocks;
}

/** A line of dashes, which may separate a section from the next. */
export function isBreak(line: Line | undefined): boolean {
  return line !== undefined && !line.fenced && /^ {0,3}(?:-[ \t]*){3,}$/.test(line.text);
}

/** The bytes of these lines. */
export function bytesOf(lines: readonly Line[]): string {
  return lines.map(({ text, eol }) => text + eol).join("");
}

/**
 * The line ending for what is added to this text. One that holds any `\r` gets `\r\n`: a `\n` alone behind a bare
 * `\r` would melt with it into one line end, and the next reader would see another file.
 */
export function eolOf(text: string): string {
  return text.includes("\r") ? "\r\n" : "\n";
}

/** The bytes of a block, heading and all. */
export function bytesOfBlock({ heading, body }: Block): string {
  return heading + body;
}

/** The first section (level 2) of this title, whatever emoji stands before either. */
export function sectionOf(blocks: readonly Block[], title: string): Block | undefined {
  return blocks[indexOfSection(blocks, title)];
}

/** Where that section is; -1 where there is none. */
export function indexOfSection(blocks: readonly Block[], title: string): number {
  return blocks.findIndex((block) => block.level === 2 && plainTitle(block.title) === plainTitle(title));
}

function plainTitle(title: string): string {
  return title.replace(/^[^\p{L}\p{N}]+/u, "").toLowerCase();
}

/** Without the closing marks of `## title ##`. */
function titleOf(text: string): string {
  return text
    .trim()
    .replace(/(?:^|[ \t])#+$/, "")
    .trim();
}

/** The lines of a block's text. No closed fence is in two blocks, so those of a block are seen in it alone. */
export function linesOf(body: string): readonly Line[] {
  const lines: Line[] = [];
  const fences = new Fences(body);
  let closing: LinePlace = { start: 0, end: 0, next: 0 };
  for (const line of placesIn(body)) {
    const { start, end, next } = line;
    if (start >= closing.next) closing = fences.closing(line) ?? closing;
    lines.push({ text: body.slice(start, end), eol: body.slice(end, next), fenced: start < closing.start });
  }
  return lines;
}

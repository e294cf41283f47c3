// A state file cut into blocks at its headings, so that every byte belongs to exactly one block and joining the
// blocks gives the file back. Knows Markdown's lines, fences and headings, and nothing of what a section means.

/** One line. `text + eol` are its bytes; `eol` is empty only at the end of the file. */
export interface Line {
  readonly text: string;
  readonly eol: string;
  /** Inside a closed code fence: whatever it looks like, it is only text. */
  readonly fenced: boolean;
}

/** A heading of level 1 or 2 with all lines up to the next. Level 0 is what stands before the first heading. */
export interface Block {
  readonly level: 0 | 1 | 2;
  /** As written, without marks and surrounding blanks. */
  readonly title: string;
  /** The heading's line; for level 0 the file's byte order mark, if it has one. */
  readonly heading: string;
  readonly lines: readonly Line[];
}

/** Cuts the text; linear. The first block has level 0 and may be empty. */
export function blocksOf(text: string): readonly Block[] {
  const byteOrderMark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const blocks: (Block & { lines: Line[] })[] = [{ level: 0, title: "", heading: byteOrderMark, lines: [] }];
  for (const line of linesOf(text.slice(byteOrderMark.length))) {
    const mark = line.fenced ? null : /^ {0,3}(##?)(?:[ \t](.*))?$/s.exec(line.text);
    if (mark === null) blocks.at(-1)?.lines.push(line);
    else {
      const [, marks, title = ""] = mark;
      const level = marks === "#" ? 1 : 2;
      blocks.push({ level, title: titleOf(title), heading: line.text + line.eol, lines: [] });
    }
  }
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
export function bytesOfBlock({ heading, lines }: Block): string {
  return heading + bytesOf(lines);
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

function linesOf(text: string): readonly Line[] {
  const lines: { text: string; eol: string; fenced: boolean }[] = [];
  let start = 0;
  for (const { 0: eol, index } of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(start, index), eol, fenced: false });
    start = index + eol.length;
  }
  if (start < text.length) lines.push({ text: text.slice(start), eol: "", fenced: false });

  const texts = lines.map((line) => line.text);
  // Shortest fence of each kind that was found to be never closed: a longer one cannot be closed either.
  const open = new Map<string, number>();
  for (let index = 0; index < lines.length; index++) {
    const fence = openingFence(texts[index]);
    if (fence === null || fence.length >= (open.get(fence.charAt(0)) ?? Number.POSITIVE_INFINITY)) continue;
    const end = closingLine(texts, index + 1, fence);
    if (end === -1) open.set(fence.charAt(0), fence.length);
    for (const line of lines.slice(index, Math.max(index, end))) line.fenced = true;
    index = Math.max(index, end);
  }
  return lines;
}

function closingLine(texts: readonly string[], from: number, fence: string): number {
  for (let index = from; index < texts.length; index++) {
    if (closes(fence, texts[index])) return index;
  }
  return -1;
}

/** Backticks that have a backtick behind them on their line are code within text. */
function openingFence(line = ""): string | null {
  const [, backticks, tildes] = /^ {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$/s.exec(line) ?? [];
  return backticks ?? tildes ?? null;
}

/** At least as many of the same marks, and nothing else. */
function closes(fence: string, line = ""): boolean {
  const [, end = ""] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
  return end.startsWith(fence);
}

// The Target section as a stream of lines: list items with what goes on below them, lines that hold a path, and the
// sentences and headings between them. Says how a line stands there, not what it means.

import { withoutComments } from "../../markdown/inline.ts";
import type { Block } from "../../markdown/markdown.ts";
import { listKind } from "./target-words.ts";

export interface TargetLine {
  /**
   * `heading`: also a line in bold, a tag's text or a comment in code; `item`: one of a list; `path`: nothing but a
   * path; `table`: not read; `text`: sentences.
   */
  readonly kind: "heading" | "item" | "path" | "table" | "text";
  readonly indent: number;
  text: string;
  readonly line: number;
}

const BOX = /^ *(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX])\][ \t]/;
/** Words behind an item that is not chosen: they take it out, and the warning quotes them. */
const NOT_TICKED = " (not ticked)";
const ITEM = /^( *)(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(.*)$/s;
const QUOTE = /^(?: {0,3}> ?)+/;
const PATH_ALONE = /^\s*(?:`[^`]+`|(?!<)[^\s`]*[/.*][^\s`]*)\s*$/;
const IN_BOLD = /^\s*(?:\*\*.+\*\*|__.+__)\s*:?\s*$/;
/** Words in bold are a title, whatever stars they have; a glob has more than words. */
const BOLD_WORDS = /^\s*(\*\*|__)[\p{L}'’ -]+\1\s*$/u;
const ENDS_IN_COLON = /:[\s*_]*$/;
const LINE_CHARACTERS = 4_096;
/** A key of YAML, or words that announce a list. */
const CODE_LABEL = /^[^/*`]*:\s*$/;
const CODE_ITEM = /^\s*[-*]\s+/;
/** Behind what stands with a minus beside what stands with a plus. */
const TAKEN_OUT = " (not: marked with a minus)";

/** At most `most` items and paths. @param said what the section's heading says behind its colon */
export function targetLines(
  blocks: readonly Block[],
  said: { readonly text: string; readonly line: number },
  most: number,
): readonly TargetLine[] {
  const found: TargetLine[] = [];
  let entries = 0;
  const add = (kind: TargetLine["kind"], text: string, line: number, indent = 0): TargetLine | null => {
    const visible = withoutComments(text).trim();
    if (visible === "") return null;
    if (kind === "item" || kind === "path") entries++;
    const added = { kind, indent, text: visible, line };
    found.push(added);
    return added;
  };
  if (said.text !== "") add(PATH_ALONE.test(said.text) ? "path" : "text", said.text, said.line);
  for (const block of blocks) {
    if (entries > most) break;
    if (block.kind === "heading") add("heading", block.text, block.line);
    else if (block.kind === "html") add("heading", withoutTags(withoutComments(block.content)), block.line);
    else if (block.kind === "code") readCode(block.content, block.line + 1);
    else readText(block.lines, block.line);
  }
  return found;

  function readCode(content: string, first: number): void {
    const lines = content.split("\n");
    // What a difference takes away is nobody's item.
    const isDifference = lines.some((raw) => raw.startsWith("+"));
    for (const [offset, raw] of lines.entries()) {
      if (entries > most) return;
      const title =
        /^\s*(?:#|\/\/)+\s*(.*)$/s.exec(raw)?.[1] ?? CODE_LABEL.exec(raw.slice(0, LINE_CHARACTERS))?.[0];
      if (title === undefined) add("path", isDifference ? raw : raw.replace(CODE_ITEM, ""), first + offset);
      else add("heading", title, first + offset);
    }
  }

  function readText(lines: readonly string[], first: number): void {
    // A paragraph that is indented goes on with the item above it.
    const [beginning = ""] = lines;
    let open = /^ {2,}\S/.test(beginning) && !ITEM.test(beginning) ? lastItem() : null;
    let paragraph: TargetLine | null = null;
    // Where some are ticked, the others are not chosen; where none is, boxes are only a way to write a list.
    const isChoice = lines.some((one) => /x/i.test(BOX.exec(one)?.[1] ?? ""));
    const isSigned = lines.some((one) => /^\+ /.test(one)) && lines.some((one) => /^- /.test(one));
    for (const [offset, raw] of lines.entries()) {
      if (entries > most) return;
      const line = first + offset;
      const text = raw.replaceAll("\t", "    ").replace(QUOTE, "");
      const short = text.slice(0, LINE_CHARACTERS);
      const [, space = "", content = ""] = ITEM.exec(text) ?? [];
      const [next = ""] = lines.slice(offset + 1, offset + 2);
      if (content !== "") {
        const isLeft = isChoice && BOX.exec(text)?.[1] === " ";
        const behind = isLeft ? NOT_TICKED : isSigned && text.startsWith("- ") ? TAKEN_OUT : "";
        open = add("item", content + behind, line, space.length);
        paragraph = null;
      } else if (isTable(short, next)) {
        const table = found.at(-1);
        if (table?.kind !== "table") add("table", text, line);
        else table.text += `\n${withoutComments(text).trim()}`;
        [open, paragraph] = [null, null];
      } else if (open !== null && !opensList(short, ITEM.test(next))) {
        open.text += ` ${withoutComments(text).trim()}`;
      } else if (
        PATH_ALONE.test(text.slice(0, 1_024)) &&
        !ENDS_IN_COLON.test(short) &&
        !BOLD_WORDS.test(short)
      ) {
        add("path", text, line);
        [open, paragraph] = [null, null];
      } else if (IN_BOLD.test(short)) {
        add("heading", text, line);
        [open, paragraph] = [null, null];
      } else {
        open = null;
        if (paragraph === null) paragraph = add("text", text, line);
        else paragraph.text += ` ${withoutComments(text).trim()}`;
        if (ENDS_IN_COLON.test(short)) paragraph = null;
      }
    }
  }

  function lastItem(): TargetLine | null {
    const last = found.at(-1);
    return last?.kind === "item" ? last : null;
  }
}

/** A line below an item that is no part of it. */
function opensList(line: string, beforeItem: boolean): boolean {
  if (/^ {2,}/.test(line)) return false;
  return ENDS_IN_COLON.test(line) || IN_BOLD.test(line) || (beforeItem && listKind(line) !== null);
}

/** The line ends a sentence that announces what follows. */
export function announces(text: string): boolean {
  return ENDS_IN_COLON.test(text.slice(-80));
}

function isTable(line: string, next: string): boolean {
  return /^\s*\|.*\|/.test(line) || (line.includes("|") && /^\s*:?-+:?\s*\|/.test(next));
}

function withoutTags(html: string): string {
  return html.replace(/<[^<>]*>/g, " ").replace(/\s+/g, " ");
}

// Fenced code (CommonMark 4.5): where it begins, what is in it, where it ends.

import { dropColumns, expandIndent, leadingSpace, lineOf } from "./columns.ts";

interface Fence {
  readonly marker: string;
  readonly length: number;
  readonly indent: number;
  readonly language: string;
}

const FENCE = /^( {0,3})(`{3,}|~{3,})(.*)$/s;

/** The fence that a line of a block's own text opens. */
export function openFence(text: string): Fence | null {
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

/**
 * The code behind a fence and the line behind that.
 * @param column where the text of the list item begins that the fence stands in
 */
export function readFence(lines: readonly string[], start: number, fence: Fence, column: number) {
  const content: string[] = [];
  for (let to = start; to < lines.length; to++) {
    const line = lineOf(lines, to);
    const text = expandIndent(line);
    const space = leadingSpace(text);
    // A line that leaves the list item also ends the code in it.
    if (space < text.length && space < column) return { to, content: content.join("\n"), closed: false };
    if (closes(text.slice(Math.min(space, column)), fence))
      return { to: to + 1, content: content.join("\n"), closed: true };
    content.push(dropColumns(line, column + fence.indent));
  }
  return { to: lines.length, content: content.join("\n"), closed: false };
}

function closes(text: string, fence: Fence): boolean {
  const [, , run = "", rest = ""] = FENCE.exec(text) ?? [];
  return run.startsWith(fence.marker) && run.length >= fence.length && rest.trim() === "";
}

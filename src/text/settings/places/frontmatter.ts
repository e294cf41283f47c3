// Where a program's frontmatter begins and ends. Finds it behind a byte order mark and leading HTML comments (the
// issue template has them); what it says is read by `yaml-map.ts` and `settings.ts`.

import type { Problem } from "../../../domain/program/program.ts";
import { problem } from "../problem.ts";

/** A program's text in its two parts. Line numbers are 1-based. */
interface Split {
  readonly frontmatter: { readonly lines: readonly string[]; readonly firstLine: number } | null;
  /** Leading comments included, frontmatter left out. */
  readonly body: { readonly lines: readonly string[]; readonly firstLine: number };
  /** What stands before the frontmatter: blank lines and comments. */
  readonly preamble: readonly string[];
  readonly problems: readonly Problem[];
}

const KEY_LINE = /^[ \t]*[A-Za-z_][\w-]*[ \t]*:(?:\s|$)/;

/** @param lines the text's lines, without a byte order mark */
export function splitFrontmatter(lines: readonly string[]): Split {
  const open = afterComments(lines);
  const whole: Split = { frontmatter: null, body: { lines, firstLine: 1 }, preamble: [], problems: [] };
  const fence = lines[open] ?? "";
  if (/^---[A-Za-z]/.test(fence))
    return {
      ...whole,
      problems: [wrong("begins with more than a fence", fence, open, "a first line of `---` alone")],
    };
  if (!isFence(fence)) return whole;

  const close = lines.findIndex((line, index) => index > open && isFence(line));
  if (close < 0) {
    // Without a key below it, `---` is a line across the page.
    return !KEY_LINE.test(lines[open + 1] ?? "")
      ? whole
      : { ...whole, problems: [wrong("is not closed", null, open, "a line of `---` after the last key")] };
  }
  const next = lines.findIndex((line, index) => index > close && line.trim() !== "");
  const second = isFence(lines[next] ?? "") && KEY_LINE.test(lines[next + 1] ?? "");
  return {
    frontmatter: { lines: lines.slice(open + 1, close), firstLine: open + 2 },
    body: { lines: lines.slice(close + 1), firstLine: close + 2 },
    preamble: lines.slice(0, open),
    problems: second ? [wrong("stands there twice", null, next, "one block between two lines of `---`")] : [],
  };
}

function wrong(message: string, found: string | null, index: number, allowed: string): Problem {
  return problem("frontmatter", message, found, allowed, index + 1);
}

function isFence(line: string): boolean {
  return /^---[ \t]*$/.test(line);
}

/** Index of the first line that is neither blank nor part of a comment that stands alone. */
function afterComments(lines: readonly string[]): number {
  let inside = false;
  for (const [index, line] of lines.entries()) {
    let rest = line.trim();
    while (rest !== "") {
      if (!inside && !rest.startsWith("<!--")) return index;
      const close = rest.indexOf("-->", inside ? 0 : 4);
      inside = close < 0;
      rest = inside ? "" : rest.slice(close + 3).trim();
    }
  }
  return lines.length;
}

// The Target section as entries: which lines name paths, in which of its two lists, and what they except.
// What the entries add up to is `target.ts`.

import { codeSpans, withoutComments } from "../markdown/inline.ts";
import type { Block } from "../markdown/markdown.ts";

/** More entries than this are too many; reading stops soon after. */
export const MOST_ENTRIES = 200;

/** One line that should name paths. */
export interface TargetEntry {
  readonly list: "only" | "not";
  /** Empty where the line names none. */
  readonly paths: readonly string[];
  /** Named behind "except" or "other than". */
  readonly exceptions: readonly string[];
  readonly text: string;
  readonly line: number;
}

const ITEM = /^( *)(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(.*)$/s;
const EXCEPT = /\b(?:except(?:ing)?|excluding|other than|apart from|but not|besides)\b/i;
const NOT_THESE =
  /\b(?:do not|don['’]t|never|must not|may not|cannot|not)\s+(?:be\s+)?(?:modif|chang|edit|touch)|\boff[- ]limits\b|\bread[- ]only\b/i;
const ONLY_THESE = /\b(?:only|may|can|allowed|modify|change|edit)\b/i;
const BETWEEN_PATHS = /^\s*(?:,|and|or|&|\+)?\s*(?:and|or)?\s*$/i;

/** Entries in the order of the text. Lists count; where there is none, lines that hold nothing but a path. */
export function targetEntries(blocks: readonly Block[]): readonly TargetEntry[] {
  const items: TargetEntry[] = [];
  const bare: TargetEntry[] = [];
  let list: TargetEntry["list"] = "only";
  let indent: number | null = null;
  for (const block of blocks) {
    if (Math.max(items.length, bare.length) > MOST_ENTRIES) break;
    if (block.kind === "heading") {
      list = listOf(block.text) ?? list;
      indent = null;
    }
    if (block.kind !== "text") continue;
    for (const [offset, raw] of block.lines.entries()) {
      if (items.length > MOST_ENTRIES) break;
      const text = raw.replaceAll("\t", "    ");
      const line = block.line + offset;
      const [, space = "", content = ""] = ITEM.exec(text) ?? [];
      if (content !== "") {
        indent ??= space.length;
        // Deeper items say more about the item above.
        if (space.length < indent + 2) items.push(entry(withoutComments(content), list, line));
        continue;
      }
      const opens = /^ {0,3}\S/.test(text) && (offset === 0 || /:[\s*_]*$/.test(text)) ? listOf(text) : null;
      if (opens !== null) {
        list = opens;
        indent = null;
      } else if (/^\s*(?:`[^`]+`|[^\s`]*[/.*][^\s`]*)\s*$/.test(text.slice(0, 1_024))) {
        bare.push(entry(text.trim(), list, line));
      }
    }
  }
  return items.length > 0 ? items : bare;
}

function listOf(text: string): TargetEntry["list"] | null {
  const words = text.slice(0, 1_024);
  if (NOT_THESE.test(words)) return "not";
  return ONLY_THESE.test(words) ? "only" : null;
}

function entry(text: string, list: TargetEntry["list"], line: number): TargetEntry {
  const words = text.slice(0, 4_096);
  const spans = codeSpans(words);
  // Words in code spans are names, not English.
  const masked = spans.reduce(
    (so, { start, end }) => so.slice(0, start) + "_".repeat(end - start) + so.slice(end),
    words,
  );
  const except = masked.search(EXCEPT);
  const cut = except < 0 ? words.length : except;
  const [head, tail] = [words.slice(0, cut), words.slice(cut)];
  const own = spans.some(({ start }) => start < cut) ? firstCode(head) : firstWord(head);
  return { list, paths: own, exceptions: exceptionsIn(tail), text, line };
}

/** The first code span, with those that follow it after nothing but a comma or "and". */
function firstCode(text: string): readonly string[] {
  const paths: string[] = [];
  let end: number | null = null;
  for (const span of codeSpans(text)) {
    if (end !== null && !BETWEEN_PATHS.test(text.slice(end, span.start))) break;
    paths.push(span.content);
    end = span.end;
  }
  return paths;
}

/** The first word where it is the whole item, looks like a path, or stands before a dash or colon. */
function firstWord(text: string): readonly string[] {
  const [, word = "", rest = ""] = /^(\S+?)[,;:]?(?:\s+(.*))?$/s.exec(text.trim()) ?? [];
  const path = /^\[([^\]]+)\]\([^)]*\)$/.exec(word)?.[1] ?? word;
  const isPath = /[/*]|\.\w/.test(path) || rest === "" || /^[-–—:(]/.test(rest);
  return isPath && /^[^<(]/.test(path) ? [path] : [];
}

function exceptionsIn(text: string): readonly string[] {
  const spans = codeSpans(text);
  if (spans.length > 0) return spans.map(({ content }) => content);
  return text.split(/[\s,;()]+/).filter((word) => /\/|\*|\w\.\w/.test(word));
}

// What one line of Target names: its paths, and what it takes out of them again.

import { whatIsNamed } from "../../../domain/paths/pattern-words.ts";
import { codeSpans } from "../../markdown/inline.ts";
import { masked } from "./target-words.ts";

/** One line that should name paths. */
export interface TargetEntry {
  readonly list: "only" | "not";
  /** Empty where the line names none. */
  readonly paths: readonly string[];
  /** Named behind "except" or "other than". */
  readonly exceptions: readonly string[];
  readonly text: string;
  readonly line: number;
  /** What it excepts is the list below it. */
  readonly isAbove?: boolean;
}

const EXCEPT = /\b(?:except(?:ing|ion)?|excluding|other than|apart from|aside from|but not|besides)\b/i;
/** Also taken for an exception in a list of what may change, where it can only narrow. */
const NARROWS =
  /\b(?:except(?:ing|ion|s)?|excluding|exclud\w+|other than|apart from|aside from|save for|minus|without|besides|but)\b|(?<=§)\s*[-−!\\]\s*(?=§)|\b(?:and |but )?(?:not|never)\s+(?:in\s+|the\s+|below\s+|under\s+)*(?=§)/i;
const SURELY = /^(?:except|exclud|other than|apart|aside|but (?:not|never|do not|don['’]t))/i;
/** "`a` but see `run`", "`a` - `Parser`" */
const WEAKLY = /^(?:but\b(?! not\b| never\b)|\s*[-−!\\])/i;
const BETWEEN_PATHS = /^\s*(?:,|and|or|&|\+)?\s*(?:and|or)?\s*$/i;
/** Words with a slash. */
const SHORTENED = /^(?:r\/[ow]|n\/a|i\/o)$/i;
const WORDS_CHARACTERS = 4_096;

interface Named {
  /** The first code span, with those that follow it after nothing but a comma or "and"; else the first word. */
  readonly paths: readonly string[];
  readonly exceptions: readonly string[];
  /** There is a word such as "except". */
  readonly excepts: boolean;
  /** The text before it. */
  readonly head: string;
}

/** What a line of either list names first, and what it excepts. */
export function namedIn(text: string): Named {
  const words = text.slice(0, WORDS_CHARACTERS);
  const found = cut(words, NARROWS);
  // "Without breaking the API" excepts no file.
  const excepted = exceptionsIn(found.tail);
  const isPath = WEAKLY.test(found.tail) ? excepted.some(looksLikePath) : excepted.length > 0;
  const isCut = isPath || SURELY.test(found.tail);
  const { head, tail } = isCut ? found : { head: words, tail: "" };
  const own =
    codeSpans(head).length > 0 ? firstCode(head) : codeSpans(tail).length > 0 ? [] : firstWord(head);
  return { paths: own, exceptions: exceptionsIn(tail), excepts: tail !== "", head };
}

/**
 * Everything that a line names which forbids: all its code spans that may be paths, and what it excepts.
 * @param widely exceptions in the narrowing sense stay excluded
 */
export function pathsOf(
  text: string,
  widely = false,
): { readonly all: readonly string[]; readonly exceptions: readonly string[] } {
  const whole = text.slice(0, WORDS_CHARACTERS);
  const { head, tail } = cut(whole, EXCEPT);
  const part = widely ? whole : head;
  const spans = codeSpans(part).map(({ content }) => content);
  const words = codeSpans(tail).length > 0 ? [] : firstWord(part);
  const first = spans.length > 0 ? firstCode(part) : words;
  // Beside code a path may stand as a plain word: what forbids is never read as less than it names.
  const more = [...spans.filter((span) => looksLikePath(span)), ...pathWords(masked(part)).filter(isWord)];
  return { all: [...new Set([...first, ...more])], exceptions: exceptionsIn(tail) };
}

/** What is masked is code, and read as such. */
function isWord(word: string): boolean {
  return !word.includes("§");
}

/** A code span that stands for a path in the middle of a sentence. */
export function looksLikePath(span: string): boolean {
  const hasShape = /[/*]|[\w-]\.\w+(?:[:#]|$)|^\.\w/.test(span) && !/^https?:/.test(span);
  return hasShape && whatIsNamed(span).kind !== "name";
}

function cut(words: string, pattern: RegExp): { head: string; tail: string } {
  // Words in code spans are names, not English.
  const at = masked(words).search(pattern);
  return at < 0 ? { head: words, tail: "" } : { head: words.slice(0, at), tail: words.slice(at) };
}

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
  const linked = /^\[([^\]]+)\]\([^)]*\)$/.exec(word)?.[1] ?? word;
  const path = linked.replace(/^["'“<](.*?)["'”>]$/u, "$1").replace(/(?<=[\w*])[.!?]$/, "");
  const isPath = /[/*]|\.\w/.test(path) || rest === "" || /^[-–—:(]/.test(rest);
  return isPath && /^[^<(]/.test(path) && !SHORTENED.test(path) ? [path] : [];
}

function exceptionsIn(text: string): readonly string[] {
  const spans = codeSpans(text);
  if (spans.length > 0) return spans.map(({ content }) => content);
  return text.split(/[\s,;()]+/).filter((word) => /\/|\*|\w\.\w/.test(word));
}

/** Words that look like paths, for sentences without code. */
export function pathWords(text: string): readonly string[] {
  return text
    .slice(0, WORDS_CHARACTERS)
    .replace(/<\/?[a-z]{1,10}>/gi, " ")
    .split(/[\s,;()"'“”]+/)
    .map((word) => word.replace(/[.:!?]+$/, "").replace(/^(\*{1,3}|_{1,3})([^*_].*?)[.:!?]*\1$/, "$2"))
    .filter(
      (word) =>
        /^(?:[^<`]*\w\/|\*\*?[./]\w|[^<`*]*[\w-]\.[a-z]\w*$)/.test(word) && !/^(?:e\.g|i\.e)$/.test(word),
    );
}

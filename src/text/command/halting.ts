// Whether words may mean that something shall end. Wrong in one direction only: what may mean it is taken to mean it.
// Says nothing of who may halt what. Linear in a bounded piece of text.

import { COMMAND_CHARACTERS } from "../../domain/limits.ts";
import { nearest } from "../format/nearest.ts";
import {
  ACTS,
  BEFORE,
  BEHIND,
  HALTING_PHRASES,
  HALTS,
  HALTS_ALONE,
  MAIN,
  NEGATIONS,
  NOT_MISSPELT,
  OFF,
  OTHER_THINGS,
  STOP_SIGNS,
  SWITCHES,
} from "./halting-words.ts";

/** Longer comments say more than a word. */
const BARE_CHARACTERS = 200;
/** A line of it is a quotation or code. */
const QUOTED = /^(?: {4}|\t| {0,3}(?:>|```|~~~))/m;
/** "I'm off": a person goes. */
const TAKES_LEAVE = /^(?:i|we|they|you)['’](?:m|re) off\b/i;
/** Four letters or more, each by itself. */
const SPELT_OUT = /(?<![\p{L}\p{N}'])\p{L}(?:[ .·_-]\p{L}){3,12}(?![\p{L}\p{N}'])/gu;
/** Letters of a word in which two edits leave most of it. */
const LONG = 8;

/** What is said begins with a word that may mean stop, or one of its clauses says nothing else. */
export function mayMeanStop(text: string): boolean {
  const clauses = clausesOf(text);
  const all = clauses.flat();
  return halts(from(all)) || clauses.some((words) => saysOnlyStop(words, true));
}

/** "Don't stop": says the contrary, and yet nobody should have to guess whether. */
export function deniesStop(text: string): boolean {
  const [words = [], second] = clausesOf(text);
  const rest = from(words);
  return (
    second === undefined &&
    goesOn(rest) &&
    forbidden(rest)
      .slice(1)
      .every((word) => BEHIND.has(word) || ACTS.has(word))
  );
}

/** Nobody would call a program so: a word that may mean stop, or one that people say before they come to it. */
export function isNoName(word: string): boolean {
  return mayMeanStop(word) || BEFORE.has(word);
}

/**
 * A whole comment that is nothing but such a word, said to nobody.
 * @param names what may stand beside the word: names of the app and of programs
 */
export function isOnlyStop(body: string, names: readonly string[]): boolean {
  const text = body.trim();
  if (text.length > BARE_CHARACTERS || QUOTED.test(body) || TAKES_LEAVE.test(text)) return false;
  const shown = text
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(/(^|[^\p{L}\p{N}])@[\w-]+(?:\[bot\])?/gu, "$1 ");
  const known = new Set(names.flatMap((name) => clausesOf(name).flat()));
  const clauses = clausesOf(shown)
    .map((words) => words.filter((word) => !known.has(word)))
    .filter((words) => words.some((word) => !BEFORE.has(word)));
  return clauses.length > 0 && clauses.every((words) => saysOnlyStop(words, false));
}

/** @param weak words count too that mean many things */
function saysOnlyStop(words: readonly string[], weak: boolean): boolean {
  const rest = from(words);
  const [first = ""] = rest;
  const isWeak = weak && (HALTS_ALONE.has(first) || forbids(rest));
  const said = isWeak && !goesOn(rest) ? Math.max(1, rest.length - forbidden(rest).length) : null;
  const length = lengthOf(rest) ?? said;
  const isMore = (word: string): boolean =>
    BEHIND.has(word) || ACTS.has(word) || (weak && HALTS_ALONE.has(word));
  return length !== null && rest.slice(length).every(isMore);
}

function halts(words: readonly string[]): boolean {
  return lengthOf(words) !== null;
}

/** Words at the beginning that halt; null: none do. */
function lengthOf(words: readonly string[]): number | null {
  const [first = ""] = words;
  if (HALTS.has(first) || isMisspelt(first)) return 1;
  const isForbidden =
    forbids(words) &&
    !goesOn(words) &&
    forbidden(words)
      .slice(0, 4)
      .some((word) => ACTS.has(word));
  return phraseLength(words) ?? (isForbidden ? words.length - forbidden(words).length : null);
}

function forbids([first = "", second = ""]: readonly string[]): boolean {
  return NEGATIONS.has(first === "do" ? second : first);
}

/** Forbids what would end something. */
function goesOn(words: readonly string[]): boolean {
  const [first = ""] = forbidden(words);
  return /^(?:do|don't|dont|never)$/.test(words[0] ?? "") && forbids(words) && HALTS.has(first);
}

function forbidden(words: readonly string[]): readonly string[] {
  return words.slice(words[0] === "do" ? 2 : 1);
}

/** Words that the phrase at the beginning takes; null: there is none. */
function phraseLength(words: readonly string[]): number | null {
  const phrase = HALTING_PHRASES.find((one) => one.every((word, index) => words[index] === word));
  if (phrase !== undefined) return phrase.length;
  const [first = "", ...others] = words;
  const off = SWITCHES.has(first) ? others.slice(0, 5).findIndex((word) => OFF.has(word)) : -1;
  return off < 0 ? null : off + 2;
}

/** One edit leads to a word that halts; to a long one, two. */
function isMisspelt(word: string): boolean {
  if (word.length < 3 || NOT_MISSPELT.has(word)) return false;
  return nearest(word, MAIN, 1) !== null || (nearest(word, MAIN)?.length ?? 0) >= LONG;
}

/** Without what people say before they come to it. A phrase may begin with such a word itself. */
function from(words: readonly string[]): readonly string[] {
  const start = words.findIndex(
    (word, index) => !BEFORE.has(word) || phraseLength(words.slice(index, index + 6)) !== null,
  );
  return start < 0 ? [] : words.slice(start);
}

/** The words of each clause, as they sound: no capitals, no signs, nothing that is not seen. */
function clausesOf(text: string): readonly (readonly string[])[] {
  return (
    text
      .slice(0, COMMAND_CHARACTERS)
      .normalize("NFKC")
      .toLowerCase()
      .replace(new RegExp(STOP_SIGNS, "gu"), " stop ")
      .replace(/\p{Cf}/gu, "")
      .replace(/[’‘`´ʼ]/g, "'")
      // "S t o p" and "s.t.o.p", and "nooo" and "stoooop".
      .replace(OTHER_THINGS, " something ")
      .replace(SPELT_OUT, (letters) => letters.replace(/\P{L}/gu, ""))
      .replace(/(\p{L})\1{2,}/gu, "$1")
      .split(/[.,;:!?…\r\n–—()]|\s-+\s/u)
      .map((clause) =>
        clause.split(/[^\p{L}\p{N}']+/u).flatMap((word) => {
          const bare = word.replace(/^'+|'+$/g, "");
          return bare === "" ? [] : [bare];
        }),
      )
      .filter((words) => words.length > 0)
  );
}

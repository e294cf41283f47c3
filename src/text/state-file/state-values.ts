// Readers for the values of the machine table. Each gives null for what it cannot read, never a default.

import type { Direction } from "../../domain/program/program.ts";

/** `—`, nothing, and the notes that older installations put behind the dash. */
export function isNone(value: string): boolean {
  return /^(?:[—–-]{1,3}|none|n\/a|null|nil)?\.?(?:\s*\([^()]*\))?$/i.test(value);
}

/** ISO 8601, or the looser forms of older installations; as written. */
export function timeIn(text: string): string | null {
  return /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]{5,15}(?: ?UTC|Z|[+-]\d{2}:?\d{2})?)?$/.test(text) ? text : null;
}

/** A whole number from 0. */
export function countIn(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A finite decimal number. */
export function numberIn(text: string): number | null {
  const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

export function directionIn(text: string): Direction | null {
  const word = text.toLowerCase();
  return word === "higher" || word === "lower" ? word : null;
}

/** A branch name, in backticks or bare. */
export function branchIn(text: string): string | null {
  const name = /^`([^`]+)`/.exec(text)?.[1] ?? text;
  return /^[^\s`]+$/.test(name.trim()) ? name.trim() : null;
}

/** `#12`, also with a remark behind it or as a link's text. */
export function referenceIn(text: string): number | null {
  const digits = /^\[?#(\d{1,15})(?![\w-])/.exec(text)?.[1] ?? /^(\d{1,15})$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

export function booleanIn(text: string): boolean | null {
  const word = text.toLowerCase();
  return word === "true" ? true : word === "false" ? false : null;
}

/** Words between commas, also words that this app never writes; a note in parentheses behind one is no part of it. */
export function statusesIn(text: string): readonly string[] {
  return text
    .replace(/\s*\([^()]*\)/g, "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

// What of Target is not clear: a list that neither allows nor forbids in so many words, an exception that names no path,
// a label beside the list. Says so, with the words to write; decides nothing about a path.

import { compileGlob, mayOverlap } from "../../../domain/paths/glob.ts";
import type { Problem } from "../../../domain/program/program.ts";
import { problem } from "../../settings/problem.ts";
import type { TargetEntry } from "./target-entry.ts";
import { hasUnknownLabel } from "./target-prose.ts";

const LIST_ALLOWED =
  'a line that says what the list below it is: "Only modify these files:" or "Do NOT modify:"';
const EXCEPTION_ALLOWED = 'the path in backticks, or a list "Do NOT modify:"';

export function unclearProblem(text: string, line: number): Problem {
  const message = "has a list of which it is not clear whether it may change";
  return problem("Target", message, text, LIST_ALLOWED, line);
}

export function exceptionProblem(text: string, line: number): Problem {
  return problem("Target", "has an exception that names no path", text, EXCEPTION_ALLOWED, line);
}

/** A label beside the list that nobody understands ("Build output: `a`"), before files that the list opens. */
export function isUnclear({ list, text, paths }: TargetEntry, listed: readonly TargetEntry[]): boolean {
  if (list === "not" || !hasUnknownLabel(text)) return false;
  const open = listed.flatMap((one) => (one.list === "only" ? one.paths : []));
  const globs = (named: readonly string[]) => named.flatMap((path) => compileGlob(path) ?? []);
  const others = globs(paths.filter((path) => !open.includes(path)));
  return others.some((glob) => globs(open).some((one) => mayOverlap(one, glob)));
}

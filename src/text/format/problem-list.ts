// Problems and warnings of a program or a configuration as a list that their author can work through.

import type { Problem, Warning } from "../../domain/program/program.ts";
import { inlineCode, sentence } from "./inert.ts";

/** Characters of one sentence: more than any of ours has, whatever names are in it. */
const SENTENCE_CHARACTERS = 400;
/** Lines of one list; more are counted. */
const LISTED = 12;

/** One line a problem: where, which key, what is wrong, what was found, what is allowed. */
export function problemList(problems: readonly Problem[]): readonly string[] {
  return bounded(
    problems.map(({ key, value, allowed, line, message }) => {
      const found = value === null ? "" : ` Found: ${inlineCode(value, 100)}.`;
      return `- ${at(line)}${inlineCode(key, 60)}: ${sentence(message, SENTENCE_CHARACTERS)}${found} Allowed: ${sentence(allowed, SENTENCE_CHARACTERS)}`;
    }),
  );
}

/** One line a warning. */
export function warningList(warnings: readonly Warning[]): readonly string[] {
  return bounded(
    warnings.map(({ line, message }) => `- ${at(line)}${sentence(message, SENTENCE_CHARACTERS)}`),
  );
}

function at(line: number | null): string {
  return line === null ? "" : `line ${line}: `;
}

function bounded(lines: readonly string[]): readonly string[] {
  const hidden = lines.length - LISTED;
  return hidden > 0 ? [...lines.slice(0, LISTED), `- and ${hidden} more`] : lines;
}

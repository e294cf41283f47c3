// Problems and warnings of a program or a configuration as a list that their author can work through.

import type { Problem, Warning } from "../../domain/program/program.ts";
import { inlineCode, sentence } from "./inert.ts";

/** Lines of one list; more are counted. */
const LISTED = 12;

/** One line a problem: where, which key, what is wrong, what was found, what is allowed. */
export function problemList(problems: readonly Problem[]): readonly string[] {
  return bounded(
    problems.map(({ key, value, allowed, line, message }) => {
      const found = value === null ? "" : ` Found: ${inlineCode(value, 100)}.`;
      return `- ${at(line)}${inlineCode(key, 60)}: ${sentence(message, 300)}${found} Allowed: ${sentence(allowed, 300)}`;
    }),
  );
}

/** One line a warning. */
export function warningList(warnings: readonly Warning[]): readonly string[] {
  return bounded(warnings.map(({ line, message }) => `- ${at(line)}${sentence(message, 300)}`));
}

function at(line: number | null): string {
  return line === null ? "" : `line ${line}: `;
}

function bounded(lines: readonly string[]): readonly string[] {
  const hidden = lines.length - LISTED;
  return hidden > 0 ? [...lines.slice(0, LISTED), `- and ${hidden} more`] : lines;
}

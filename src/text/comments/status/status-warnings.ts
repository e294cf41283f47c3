// What the status comment says of things that work otherwise than people may think, beside the warnings of the
// program's own text.

import { COMMENTS_PER_ISSUE } from "../../../domain/limits.ts";
import { MEMORY_BRANCH } from "../../../domain/program/names.ts";
import type { Warning } from "../../../domain/program/program.ts";
import { count } from "../../format/numbers.ts";

export const statusWarning = {
  /** @param path of a program file beside the one that counts, which is `wins` */
  unread: (path: string, wins: string | undefined) =>
    warning(`${path} is not read, because there is ${wins}`),
  /** @param path of the state file on the memory branch, @param limit characters that are still read */
  tooLong: (path: string, limit: number) =>
    warning(
      `${path} on ${MEMORY_BRANCH} is not read and not kept up to date: shorten it to ${limit.toLocaleString("en")} characters`,
    ),
  notIsolated: () =>
    warning(
      "agents and evaluations of this program are not isolated: they can read and change what the user can who runs Autoloop",
    ),
  /** @param comments that read like standing orders, and for which there is no room */
  noRoom: (comments: number) =>
    warning(
      `there is no room for ${count(comments, "more standing order")}: agents are told of ${comments === 1 ? "it" : "them"} for a while only. Take back what no longer counts (\`/autoloop forget N\`)`,
    ),
  /** @param section of the state file, @param lines that are too much */
  leftOut: (section: string, lines: number) =>
    warning(
      `of ${section} in the state file agents are not told ${count(lines, "line")}: shorten it, or move up what matters`,
    ),
  full: () =>
    warning(
      `this issue holds ${COMMENTS_PER_ISSUE} comments and GitHub takes no more: iterations are told in the journal alone`,
    ),
} as const;

function warning(message: string): Warning {
  return { line: null, message };
}

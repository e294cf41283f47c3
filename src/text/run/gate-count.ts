// The count in what a soft gate printed. Takes a number only where no other could be meant: a linter's "3 problems
// (2 errors, 1 warning)" holds three, and none of them is guessed.

import { withoutAnsi } from "../output/result-lines.ts";
import { readMetric } from "./metric-output.ts";

const LINE_CHARACTERS = 4_096;
const NUMBERS = /(?<![\p{L}\p{N}_.,/-])[+-]?\d+(?:\.\d+)?(?![\p{L}\p{N}_]|[.,/:-]\d)/gu;
/** The number counts what was looked at, how long it took or where it is: "no issues found in 10 source files". */
const OF_OTHERS =
  /(?<![\p{L}\p{N}])(?:no|zero|none|all|without|clean|success\w*|passed|done|took|(?:check|scann|analy[sz]|lint|test|process|look)ed|in|of|at|after|on|line|code|exit|port|version|v)\s+(?:[\p{L}-]+\s+){0,3}[+-]?\d|^\s*(?:success|all|no)\b.*\d|[\w/]\.\w+:\d|(?<!\d)\d+(?:\.\d+)?\s*(?:[mµun]?s(?:ec(?:ond)?s?)?|min(?:ute)?s?|[kmg]i?b|%)(?![\p{L}])/iu;

/**
 * The only number of the output's JSON and `METRIC` lines; where there is none, the only number of its last line.
 * @param stdout what the command printed, colours included
 * @returns null where there is no number, or more than one that could be meant
 */
export function readCount(stdout: string): number | null {
  const measured = readMetric(stdout, null);
  if (measured.outcome === "measured") return measured.metric;
  if (measured.outcome === "rejected" || /^\s*[{[]|^METRIC /m.test(stdout)) return null;
  const last = stdout.split(/\r\n|\n|\r/).findLast((line) => line.trim() !== "") ?? "";
  const numbers = withoutAnsi(last.slice(0, LINE_CHARACTERS)).match(NUMBERS) ?? [];
  const [only, second] = numbers;
  if (only === undefined || second !== undefined || /\d/.test(rest(last, only))) return null;
  return OF_OTHERS.test(withoutAnsi(last.slice(0, LINE_CHARACTERS))) ? null : Number(only) + 0;
}

/** What is left of a line without its number: a digit in it is one that could be meant too (`1,234`, `12ms`). */
function rest(line: string, number: string): string {
  return withoutAnsi(line.slice(0, LINE_CHARACTERS)).replace(number, "");
}

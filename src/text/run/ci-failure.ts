// What failing checks say, condensed: a summary for the agent that repairs, and a signature by which the same failure
// is known again. Reads outside text line by line; decides nothing.

import type { FailedCheck } from "../../domain/repository/checks.ts";
import { sha256 } from "../format/hash.ts";
import { cut, oneLine } from "../format/inert.ts";

interface CiFailure {
  /** Plain text, at most `CI_SUMMARY_CHARACTERS`. */
  readonly summary: string;
  /** One short line; equal for failures that differ in line numbers, times, hashes, paths and run ids only. */
  readonly signature: string;
}

/** Characters of the summary that the journal keeps and the agent gets. */
export const CI_SUMMARY_CHARACTERS = 4_000;
const LINE_CHARACTERS = 300;
const LINES_PER_CHECK = 12;
/** Lines of each check that make the signature: later ones often only follow from the first. */
const SIGNIFICANT_LINES = 3;
const SIGNATURE_WORDS = 60;
/** Lines of a log that are looked at, from its end. */
const LOG_LINES = 400;

/** In any order of the checks the same. */
export function ciFailure(checks: readonly FailedCheck[]): CiFailure {
  const told = checks
    .map((check) => ({ name: cut(oneLine(check.name), 100), lines: errorLines(check) }))
    .map((told) => ({ ...told, key: [told.name, ...told.lines].join("\n") }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const summary = told
    .map(({ name, lines }) => [`${name}:`, ...lines.map((line) => `  ${line}`)].join("\n"))
    .join("\n");
  const significant = told.map(({ name, lines }) => ({
    name: normal(name),
    lines: lines.slice(0, SIGNIFICANT_LINES).map(normal),
  }));
  const hash = sha256(JSON.stringify(significant)).slice(0, 8);
  const [first] = significant;
  const words = first === undefined ? "no check" : [first.name, first.lines[0] ?? "failed"].join(": ");
  return {
    summary: cut(summary, CI_SUMMARY_CHARACTERS),
    signature: `${cut(words, SIGNATURE_WORDS)} [${hash}]`,
  };
}

/** The lines that say what went wrong: annotations, else what looks like an error in the log, else its end. */
function errorLines({ annotations, log, summary }: FailedCheck): readonly string[] {
  // GitHub Actions notes at each failed step that its process ended, and where in no file that was.
  const noted = annotations
    .filter(({ message }) => isTelling(plain(message)))
    .map(({ path, line, message }) => plain(`${path}${line === null ? "" : `:${line}`}: ${message}`));
  const logged = log.split(/\r?\n/).slice(-LOG_LINES).map(plain).filter(isTelling);
  const errors = logged.filter((line) => ERROR.test(line));
  const found = [noted, errors, logged.slice(-SIGNIFICANT_LINES)].find((lines) => lines.length > 0);
  const lines = found ?? summary.split(/\r?\n/).map(plain).filter(isTelling);
  return [...new Set(lines)].slice(0, LINES_PER_CHECK);
}

const ERROR =
  /\b(?:errors?|fail(?:ed|ure|ures|s)?|assert\w*|exception|panic(?:ked)?|not ok|expected|cannot|undefined)\b|[✗✖×]/i;
/** Colours, and the time that GitHub puts before each line of a log. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]{0,20}[A-Za-z]`, "g");
const STAMP = /^\uFEFF?\d{4}-\d\d-\d\dT[\d:.]{8,20}Z /;

function plain(line: string): string {
  const text = line
    .slice(0, 4 * LINE_CHARACTERS)
    .replace(COLOUR, "")
    .replace(STAMP, "");
  return cut(oneLine(text.replace(/^##\[\w{1,20}\]/, "")), LINE_CHARACTERS);
}

/** Says something, and more than that something failed. */
function isTelling(line: string): boolean {
  return line !== "" && !/^(?:Process completed with exit code \d|Error: Process completed)/.test(line);
}

/** One line without what differs from run to run. */
function normal(line: string): string {
  return line
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "#")
    .replace(/\b(?:0x)?[0-9a-f]{7,64}\b/gi, "#")
    .replace(/(?<![\w.@+~-])(?:[A-Za-z]:)?(?:[\\/][\w.@+~-]+)*[\\/](?=[\w.@+~-])/g, "")
    .replace(/\d+(?:[.,:]\d+)*/g, "N")
    .replace(/\bN ?(?:ms|s|sec|secs|seconds|m|min|minutes|h)\b/g, "N");
}
